import { batch, signal } from '@preact/signals';
import type { LearnerDetail } from '../../../../server/contract/room.ts';
import type { ApiError } from '../../../lib/http.ts';
import { followLive, type LiveLink } from '../../../lib/live.ts';
import { roomApi } from '../../../lib/trainer-api.ts';
import { asApiError } from '../../shared/failure.tsx';
import { setClock, startClock } from './clock.ts';

/** Somebody of a class. */
export interface PersonAddress {
  readonly classId: string;
  readonly id: string;
}

export const detail = signal<LearnerDetail | null>(null);
/** Why there is nobody to show any more. */
export const gone = signal<ApiError | null>(null);
export const link = signal<LiveLink>('live');

/** Follows one learner. @returns a function that stops. */
export function followPerson({ classId, id }: PersonAddress): () => void {
  batch(() => {
    detail.value = null;
    gone.value = null;
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

function receive(view: LearnerDetail): void {
  batch(() => {
    setClock(view.now);
    detail.value = view;
  });
}
