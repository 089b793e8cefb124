import { api } from './api.ts';
import { ApiError } from './http.ts';
import { createStore } from './store.ts';

/** Who is in front of the page, as far as is known. `away`: no server answers, the course is read without it. */
export type Session =
  | { state: 'unknown' }
  | { state: 'anonymous' }
  | { state: 'away' }
  | { state: 'known'; learner: { id: string; pseudonym: string } };

export const session = createStore<Session>({ state: 'unknown' });

let pending: Promise<Session> | null = null;

/** Asks the server once; later calls share the answer until `refreshSession`. */
export function ensureSession(): Promise<Session> {
  pending ??= refreshSession();
  return pending;
}

export async function refreshSession(): Promise<Session> {
  try {
    const { learner } = await api.session();
    session.set(learner ? { state: 'known', learner } : { state: 'anonymous' });
  } catch {
    session.set({ state: 'away' });
    pending = null;
  }
  return session.value;
}

/** @throws ApiError */
export async function signIn(pseudonym: string): Promise<void> {
  const { learner } = await api.signIn(pseudonym);
  if (!learner) throw new ApiError('not-signed-in');
  session.set({ state: 'known', learner });
  pending = Promise.resolve(session.value);
}

/** @throws ApiError */
export async function signOut(): Promise<void> {
  await api.signOut();
  session.set({ state: 'anonymous' });
  pending = Promise.resolve(session.value);
}
