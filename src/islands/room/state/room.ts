import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ClassView } from '../../../../server/contract/classes.ts';
import type { LearnerTile, RoomView } from '../../../../server/contract/room.ts';
import { attentionOf, headcount, type Attention } from '../../../lib/attention.ts';
import type { ApiError } from '../../../lib/http.ts';
import { followLive, type LiveLink } from '../../../lib/live.ts';
import { roomApi } from '../../../lib/trainer-api.ts';
import { asApiError } from '../../shared/failure.tsx';
import { currentClass } from '../../formation/shell/in-class.tsx';
import { now, setClock, startClock } from './clock.ts';
import { helpWords } from './words.ts';

/** Why there is no room to show any more. */
export const gone = signal<ApiError | null>(null);
export const link = signal<LiveLink>('live');
/** One short sentence for the live region: new requests for help, nothing else. */
export const announcement = signal('');

/** The class whose people are known; empty before the first news. */
export const roomOf = signal('');

/** One signal a learner: a row is drawn again when its own tile changes. */
const tiles = signal<ReadonlyMap<string, Signal<LearnerTile>>>(new Map());

export const everybody = computed(() => [...tiles.value.values()].map((tile) => tile.value));
export const tileOf = (id: string): ReadonlySignal<LearnerTile> | undefined => tiles.value.get(id);

export const attention = (tile: LearnerTile): Attention => attentionOf(tile, now.value);

export const counts = computed(() => headcount(everybody.value, now.value));
export const present = computed(() => everybody.value.filter(({ connected }) => connected).length);
export const atWork = computed(() => everybody.value.filter(({ live }) => live !== null).length);

/** Follows the room of a class. @returns a function that stops. */
export function followRoom(classId: string): () => void {
  if (roomOf.peek() !== classId) reset();
  gone.value = null;
  const stopClock = startClock();
  const stopEvents = followLive<RoomView>({
    url: roomApi.eventsUrl(classId),
    event: 'room',
    on: {
      tile: (data) => receiveTile(data as LearnerTile),
      left: (data) => forget(data as string),
      class: (data) => (currentClass.value = data as ClassView),
    },
    onLink: (state) => (link.value = state),
    ask: () => roomApi.read(classId),
    onView: receiveRoom,
    onGone: (error) => (gone.value = asApiError(error)),
  });
  return () => {
    stopEvents();
    stopClock();
  };
}

function reset(): void {
  batch(() => {
    roomOf.value = '';
    tiles.value = new Map();
    announcement.value = '';
  });
}

function receiveRoom(room: RoomView): void {
  batch(() => {
    setClock(room.now);
    const first = roomOf.value === '';
    roomOf.value = room.class.id;
    currentClass.value = room.class;
    const asking = first ? [] : room.learners.filter(isNewRequest);
    tiles.value = new Map(
      room.learners.map((tile) => {
        const kept = tiles.value.get(tile.id);
        if (!kept) return [tile.id, signal(tile)];
        kept.value = tile;
        return [tile.id, kept];
      }),
    );
    announce(asking);
  });
}

function receiveTile(tile: LearnerTile): void {
  batch(() => {
    const asking = isNewRequest(tile) ? [tile] : [];
    const kept = tiles.value.get(tile.id);
    // Said again, should the same person ask again.
    if (kept?.value.help && !tile.help) announcement.value = '';
    if (kept) kept.value = tile;
    else tiles.value = new Map([...tiles.value, [tile.id, signal(tile)]]);
    announce(asking);
  });
}

function forget(id: string): void {
  const left = new Map(tiles.value);
  left.delete(id);
  tiles.value = left;
}

const isNewRequest = (tile: LearnerTile): boolean =>
  tile.help !== null && tiles.value.get(tile.id)?.value.help?.askedAt !== tile.help.askedAt;

function announce(asking: readonly LearnerTile[]): void {
  if (asking.length > 0) announcement.value = helpWords(asking.map(({ pseudonym }) => pseudonym));
}
