import { batch, signal } from '@preact/signals';
import type { LearnerDetail } from '../../../../server/contract/room.ts';
import type { ApiError } from '../../../lib/http.ts';
import { followLive, type LiveLink } from '../../../lib/live.ts';
import { roomApi } from '../../../lib/trainer-api.ts';
import { asApiError } from '../../formation/shell/failure.tsx';
import { setClock, startClock } from './clock.ts';
import { answerAfter, type Answer } from './consent.ts';

/** Somebody of a class. */
export interface PersonAddress {
  readonly classId: string;
  readonly id: string;
}

export const detail = signal<LearnerDetail | null>(null);
/** Why there is nobody to show any more. */
export const gone = signal<ApiError | null>(null);
export const link = signal<LiveLink>('live');
export const answer = signal<Answer | null>(null);

let withdrawn = false;

/** Follows one learner. @returns a function that stops. */
export function followPerson({ classId, id }: PersonAddress): () => void {
  batch(() => {
    detail.value = null;
    gone.value = null;
    answer.value = null;
  });
  const stopClock = startClock();
  const stopEvents = followLive<LearnerDetail>({
    url: roomApi.learnerEventsUrl(classId, id),
    event: 'learner',
    ask: () => roomApi.learner(classId, id),
    onView: receive,
    onLink: (state) => (link.value = state),
    onGone: (error) => (gone.value = asApiError(error)),
  });
  return () => {
    stopEvents();
    stopClock();
  };
}

function receive(after: LearnerDetail): void {
  const before = detail.value;
  batch(() => {
    setClock(after.now);
    detail.value = after;
    if (!before) return;
    answer.value = answerAfter(answer.value, before, after, withdrawn);
    if (after.request === null && after.keyboard === null) withdrawn = false;
  });
}

/** Asks no more, or gives the keyboard back. @throws ApiError */
export async function withdraw({ classId, id }: PersonAddress): Promise<void> {
  withdrawn = true;
  try {
    await roomApi.dropKeyboard(classId, id);
  } catch (error) {
    withdrawn = false;
    throw error;
  }
}
