import { signal } from '@preact/signals';
import { roomOf } from '../state/room.ts';

/** Learners whose feedback is shown whole. */
export const expanded = signal<ReadonlySet<string>>(new Set());

export function toggleExpanded(id: string): void {
  const next = new Set(expanded.value);
  if (!next.delete(id)) next.add(id);
  expanded.value = next;
}

/** The page of one learner of this class. */
export const personUrl = (id: string): string =>
  `/formation/personne/?classe=${encodeURIComponent(roomOf.peek())}&personne=${encodeURIComponent(id)}`;
