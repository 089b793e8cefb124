import { batch, computed, signal } from '@preact/signals';
import type { AttemptView } from '../../../../server/contract/api.ts';
import { api } from '../../../lib/api.ts';
import { ApiError, type FailureCode } from '../../../lib/http.ts';
import type { LabCard } from '../../../lib/lab-card.ts';
import { followLive, type LiveLink } from '../../../lib/live.ts';
import { markLab } from '../../../lib/progress.ts';
import { ensureSession, session } from '../../../lib/session.ts';
import { describeChange } from './announcements.ts';

export interface Failure {
  code: FailureCode;
  reference: string | undefined;
}

/** `pseudonym`: somebody must first say who they are · `failed`: nothing is open, `failure` says why. */
export type Phase = 'empty' | 'opening' | 'pseudonym' | 'open' | 'ended' | 'failed';

export const phase = signal<Phase>('empty');
export const lab = signal<LabCard | null>(null);
export const attempt = signal<AttemptView | null>(null);
/** The last action that did not work while an attempt is open; cleared by the next one that does. */
export const failure = signal<Failure | null>(null);
/** Whether checks arrive live. */
export const link = signal<LiveLink>('live');
/** An action in progress: its buttons wait. */
export const busy = signal<string | null>(null);
/** One short sentence for the live region. */
export const announcement = signal('');

/** The server’s clock minus this one, in milliseconds. */
export const clockOffset = signal(0);

export const passedCount = computed(
  () => attempt.value?.checks.filter(({ status }) => status === 'passed').length ?? 0,
);

let stopEvents: (() => void) | undefined;
let firstTicket: string | null = null;

/** The ticket of the first terminal that came with the attempt; only once. */
export function takeFirstTicket(): string | null {
  const ticket = firstTicket;
  firstTicket = null;
  return ticket;
}

/** Opens a lab, or comes back to it when it is already the live one. */
export async function openLab(id: string): Promise<void> {
  if (attempt.value?.lab === id && attempt.value.state !== 'ended') return;
  batch(() => {
    phase.value = 'opening';
    failure.value = null;
    attempt.value = null;
  });
  try {
    const shown = fetchLab(id).then((card) => (lab.value = card));
    // Its failure waits for its turn.
    shown.catch(() => undefined);
    const now = await ensureSession();
    if (now.state === 'away') throw new ApiError('unreachable');
    if (now.state !== 'known') {
      await shown;
      phase.value = 'pseudonym';
      return;
    }
    const [{ ticket, ...view }] = await Promise.all([api.openAttempt(id), shown]);
    adopt(view, ticket);
  } catch (error) {
    refuse(error);
  }
}

/** Comes back to the live attempt, if there is one. @returns false when there is nothing to come back to. */
export async function resumeAttempt(): Promise<boolean> {
  if (attempt.value) return true;
  phase.value = 'opening';
  failure.value = null;
  try {
    const now = await ensureSession();
    if (now.state === 'away') throw new ApiError('unreachable');
    const view = now.state === 'known' ? await api.currentAttempt() : null;
    if (!view) {
      phase.value = 'empty';
      return false;
    }
    lab.value = await fetchLab(view.lab);
    adopt(view);
  } catch (error) {
    refuse(error);
  }
  return true;
}

/** Tries again whatever failed last. */
export async function retry(): Promise<void> {
  const wanted = lab.value?.id;
  if (session.value.state === 'away') await ensureSession();
  await (wanted ? openLab(wanted) : resumeAttempt());
}

/** The wire’s answer to any action on the attempt becomes the state; a failure is shown and nothing else changes. */
export async function act(name: string, action: (id: string) => Promise<AttemptView>): Promise<boolean> {
  const id = attempt.value?.id;
  if (id === undefined || busy.value !== null) return false;
  busy.value = name;
  try {
    receive(await action(id));
    failure.value = null;
    return true;
  } catch (error) {
    const { code, reference } = asFailure(error);
    failure.value = { code, reference };
    if (code === 'attempt-ended' || code === 'attempt-not-found') void refreshAttempt(id);
    if (code === 'not-signed-in') phase.value = 'pseudonym';
    return false;
  } finally {
    busy.value = null;
  }
}

/** Forgets the attempt shown: the dock is empty again. */
export function leaveAttempt(): void {
  stopEvents?.();
  batch(() => {
    attempt.value = null;
    lab.value = null;
    failure.value = null;
    phase.value = 'empty';
  });
}

async function refreshAttempt(id: string): Promise<void> {
  try {
    receive(await api.attempt(id));
  } catch (error) {
    if (asFailure(error).code === 'attempt-not-found') refuse(error);
  }
}

function adopt(view: AttemptView, ticket: string | null = null): void {
  stopEvents?.();
  firstTicket = ticket;
  batch(() => {
    attempt.value = null;
    receive(view);
  });
  if (view.state === 'ended') return;
  stopEvents = followLive<AttemptView>({
    url: api.eventsUrl(view.id),
    event: 'attempt',
    ask: () => api.attempt(view.id),
    onView: receive,
    onLink: (state) => (link.value = state),
    onGone: refuse,
  });
}

/** Views may arrive out of order (an answer and an event): the server’s clock says which is the later. */
function receive(view: AttemptView): void {
  const before = attempt.value;
  if (before && (before.id !== view.id || view.now < before.now)) return;
  batch(() => {
    clockOffset.value = view.now - Date.now();
    attempt.value = view;
    phase.value = view.state === 'ended' ? 'ended' : 'open';
    const change = lab.value && before ? describeChange(lab.value, before, view) : '';
    if (change) announcement.value = change;
  });
  const passed = view.checks.filter(({ status }) => status === 'passed').length;
  markLab(view.lab, passed, view.checks.length, view.succeededAt);
  if (view.state === 'ended') stopEvents?.();
}

function refuse(error: unknown): void {
  stopEvents?.();
  batch(() => {
    failure.value = asFailure(error);
    attempt.value = null;
    phase.value = failure.value.code === 'not-signed-in' ? 'pseudonym' : 'failed';
  });
}

const asFailure = (error: unknown): Failure =>
  error instanceof ApiError
    ? { code: error.code, reference: error.reference }
    : { code: 'internal', reference: undefined };

/** @throws ApiError */
async function fetchLab(id: string): Promise<LabCard> {
  if (lab.value?.id === id) return lab.value;
  const response = await fetch(`/exercices/${encodeURIComponent(id)}.json`).catch(() => null);
  if (!response) throw new ApiError('unreachable');
  if (!response.ok) throw new ApiError('lab-not-found');
  return (await response.json()) as LabCard;
}
