import type { SessionView, SignIn } from '../../server/contract/api.ts';
import { api } from './api.ts';
import { createStore } from './store.ts';

export type Learner = NonNullable<SessionView['learner']>;

/** Who is in front of the page, as far as is known. `away`: no server answers, the course is read without it. */
export type Session =
  { state: 'unknown' } | { state: 'anonymous' } | { state: 'away' } | { state: 'known'; learner: Learner };

export const session = createStore<Session>({ state: 'unknown' });

let pending: Promise<Session> | null = null;

/** Asks the server once; later calls share the answer until `refreshSession`. */
export function ensureSession(): Promise<Session> {
  pending ??= refreshSession();
  return pending;
}

export async function refreshSession(): Promise<Session> {
  try {
    become((await api.session()).learner);
  } catch {
    session.set({ state: 'away' });
    pending = null;
  }
  return session.value;
}

function become(learner: Learner | null): void {
  session.set(learner ? { state: 'known', learner } : { state: 'anonymous' });
  pending = Promise.resolve(session.value);
}

async function enter(entry: SignIn): Promise<string | null> {
  const { learner, resumeCode } = await api.signIn(entry);
  become(learner);
  return resumeCode;
}

/** Begins under a pseudonym, in no class. A resume code is a click away, in the menu. @throws ApiError */
export async function startAlone(pseudonym: string): Promise<void> {
  await enter({ pseudonym });
}

/**
 * Joins a class. Who learnt alone under the same pseudonym takes what is done along.
 * @returns a resume code, to be noted; `null` for somebody who was in that class already.
 * @throws ApiError
 */
export async function joinClass(pseudonym: string, classCode: string): Promise<string | null> {
  const before = session.value;
  const told = await enter({ pseudonym, classCode });
  const wasAlone = before.state === 'known' && before.learner.class === null;
  if (told !== null || !wasAlone) return told;
  return api.newResumeCode().then(
    ({ code }) => code,
    () => null,
  );
}

/** Comes back as who holds this resume code. @throws ApiError `resume-code-unknown` */
export async function resumeWith(code: string): Promise<void> {
  become((await api.resume(code)).learner);
}

/** @throws ApiError */
export async function signOut(): Promise<void> {
  await api.signOut();
  become(null);
}

/** Leaves, and takes away everything that the server keeps of this learner. @throws ApiError */
export async function leaveForGood(): Promise<void> {
  await api.deleteLearner();
  become(null);
}
