import { computed, effect, signal } from '@preact/signals';
import type { LearnerTile } from '../../../../server/contract/room.ts';
import type { AttentionLevel } from '../../../lib/attention.ts';
import { kept } from '../../../lib/storage.ts';
import { course } from '../../shared/course.ts';
import { attention } from './room.ts';

/** A row a person with the whole course, or everybody at once in little. */
export type RoomFace = 'table' | 'wall';

const faceKept = kept<RoomFace>('local', 'room-face', 'table', (stored) =>
  stored === 'table' || stored === 'wall' ? stored : null,
);
export const face = signal<RoomFace>(faceKept.read());
effect(() => faceKept.write(face.value));

const singleKeysKept = kept<boolean>('local', 'room-keys', true, (stored) =>
  typeof stored === 'boolean' ? stored : null,
);
/** Whether single characters are commands of the page; WCAG 2.2, 2.1.4 wants a way to turn them off. */
export const singleKeys = signal<boolean>(singleKeysKept.read());
effect(() => singleKeysKept.write(singleKeys.value));

/** Slug of the chapter in hand; empty for the whole course. */
export const chapterChosen = signal('');
/** Only these people; empty for everybody. */
export const levelChosen = signal<AttentionLevel | ''>('');
export const searched = signal('');

/** The chapters whose labs have a place on the screen. */
export const chaptersShown = computed(() =>
  course.value.filter(({ slug, labs }) => labs.length > 0 && (chapterChosen.value || slug) === slug),
);

export const filtering = computed(() => levelChosen.value !== '' || searched.value.trim() !== '');

/** Letters without accents nor case: « Zoë » is found by « zoe ». */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether a learner passes the filters. */
export const passes = (tile: LearnerTile): boolean =>
  (levelChosen.value === '' || attention(tile).level === levelChosen.value) &&
  plain(tile.pseudonym).includes(plain(searched.value.trim()));
