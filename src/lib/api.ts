import type {
  AttemptView,
  OpenedAttempt,
  ProgressView,
  SessionView,
  SignedIn,
  SignIn,
  StatusView,
  TerminalTicket,
} from '../../server/contract/api.ts';
import type { JoinView } from '../../server/contract/classes.ts';
import type { Consent, SeatView } from '../../server/contract/seat.ts';
import { ERROR_CODES, type ErrorBody, type ErrorCode } from '../../server/contract/error-codes.ts';

/** Everything that a call can end with: the server’s codes, and no server at all. */
export type FailureCode = ErrorCode | 'unreachable';

/** A call that did not succeed. `src/lib/messages.ts` has the sentence for each code. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: FailureCode;
  /** To be quoted to whoever runs the server. */
  readonly reference: string | undefined;

  constructor(code: FailureCode, reference?: string) {
    super(code);
    this.code = code;
    this.reference = reference;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Past this delay the server is said to be unreachable. Opening a lab cold may take several seconds. */
const PATIENCE_MS = 30_000;

/** @throws ApiError */
async function call<T>(method: Method, path: string, body?: unknown, keepalive = false): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      keepalive,
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        accept: 'application/json',
        // A foreign page cannot send this header without a preflight, which the server refuses.
        ...(method === 'GET' ? {} : { 'x-etanche': '1' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError('unreachable');
  }
  if (!response.ok) throw await failure(response);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError('unreachable');
  }
}

/** A static host or a proxy answers errors of its own, without our body: the server is then not there. */
async function failure(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as Partial<ErrorBody> | null;
  const code = body?.error?.code;
  return code !== undefined && (ERROR_CODES as readonly string[]).includes(code)
    ? new ApiError(code, body?.error?.reference)
    : new ApiError('unreachable');
}

const attempt = (id: string, action = ''): string => `/attempts/${encodeURIComponent(id)}${action}`;

/** The routes of `server/contract/api.ts`. Every method may throw `ApiError`. */
export const api = {
  session: () => call<SessionView>('GET', '/session'),
  signIn: (entry: SignIn) => call<SignedIn>('POST', '/session', entry),
  resume: (code: string) => call<SessionView>('POST', '/session/resume', { code }),
  signOut: () => call<void>('DELETE', '/session'),
  classOf: (code: string) => call<JoinView>('GET', `/join/${encodeURIComponent(code)}`),
  newResumeCode: () => call<{ code: string }>('POST', '/learner/resume-code'),
  deleteLearner: () => call<void>('DELETE', '/learner'),
  seat: () => call<SeatView | null>('GET', '/learner/seat'),
  help: (asking: boolean, note: string) => call<void>('PUT', '/learner/help', { asking, note }),
  consent: (kind: Consent, granted: boolean) => call<void>('PUT', '/learner/consent', { kind, granted }),
  readMessage: (id: number) => call<void>('PUT', `/learner/messages/${id}/read`),
  progress: () => call<ProgressView>('GET', '/progress'),
  status: () => call<StatusView>('GET', '/status'),
  markChapter: (chapter: string, section: string, finished: boolean) =>
    call<void>('PUT', `/progress/chapters/${encodeURIComponent(chapter)}`, { section, finished }, true),
  markQuiz: (quiz: string, question: number, correct: boolean) =>
    call<void>('PUT', '/progress/quiz', { quiz, question, correct }, true),
  currentAttempt: () => call<AttemptView | null>('GET', '/attempts/current'),
  openAttempt: (lab: string) => call<OpenedAttempt>('POST', '/attempts', { lab }),
  attempt: (id: string) => call<AttemptView>('GET', attempt(id)),
  evaluate: (id: string) => call<AttemptView>('POST', attempt(id, '/evaluate')),
  answer: (id: string, key: string, value: string) => call<AttemptView>('PUT', attempt(id, '/answers'), { key, value }),
  nextHint: (id: string) => call<AttemptView>('POST', attempt(id, '/hints')),
  solution: (id: string) => call<AttemptView>('POST', attempt(id, '/solution')),
  extend: (id: string) => call<AttemptView>('POST', attempt(id, '/extend')),
  reset: (id: string, level: 'engine' | 'fresh') => call<AttemptView>('POST', attempt(id, '/reset'), { level }),
  close: (id: string) => call<AttemptView>('POST', attempt(id, '/close')),
  terminalTicket: (id: string, terminal: number) =>
    call<TerminalTicket>('POST', attempt(id, '/terminals'), { terminal }),
  seatEventsUrl: '/api/learner/seat/events',
  eventsUrl: (id: string) => `/api${attempt(id, '/events')}`,
};
