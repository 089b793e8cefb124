import { signal } from '@preact/signals';
import type { AcceptInvitation, TrainerSignIn, TrainerView } from '../../server/contract/trainers.ts';
import { onSignedOut, trainerApi } from './trainer-api.ts';

/** Who teaches in this browser, as far as is known. `away`: no server answers. */
export type TrainerSession =
  { state: 'unknown' } | { state: 'away' } | { state: 'anonymous' } | { state: 'known'; trainer: TrainerView };

export const trainerSession = signal<TrainerSession>({ state: 'unknown' });

/** Where signing in goes through OpenID Connect too: what to call it. */
export const openId = signal<{ name: string } | null>(null);

onSignedOut(() => (trainerSession.value = { state: 'anonymous' }));

let pending: Promise<void> | null = null;

/** Asks the server once; later calls share the answer until `refreshTrainerSession`. */
export function ensureTrainerSession(): Promise<void> {
  pending ??= refreshTrainerSession();
  return pending;
}

export async function refreshTrainerSession(): Promise<void> {
  try {
    const view = await trainerApi.session();
    openId.value = view.openId;
    trainerSession.value = view.trainer ? { state: 'known', trainer: view.trainer } : { state: 'anonymous' };
  } catch {
    trainerSession.value = { state: 'away' };
    pending = null;
  }
}

/** @throws ApiError `second-factor-needed` when the password is right and the account has a second factor */
export async function signInTrainer(credentials: TrainerSignIn): Promise<void> {
  trainerSession.value = { state: 'known', trainer: await trainerApi.signIn(credentials) };
}

/** @throws ApiError */
export async function signOutTrainer(): Promise<void> {
  await trainerApi.signOut();
  trainerSession.value = { state: 'anonymous' };
}

/** @throws ApiError */
export async function signOutTrainerEverywhere(): Promise<void> {
  await trainerApi.signOutEverywhere();
  trainerSession.value = { state: 'anonymous' };
}

/**
 * Makes the account of an invitation, or gives another password to the one that it is bound to, and enters.
 * @throws ApiError `invitation-invalid`, `login-taken`, `password-common`, `password-expected`
 */
export async function acceptInvitation(acceptance: AcceptInvitation): Promise<void> {
  trainerSession.value = { state: 'known', trainer: await trainerApi.accept(acceptance) };
}
