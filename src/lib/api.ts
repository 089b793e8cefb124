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
import type { CertificateAuthority, CertificateState } from '../../server/contract/certificates.ts';
import type { JoinView } from '../../server/contract/classes.ts';
import type { Consent, SeatView } from '../../server/contract/seat.ts';
import { call } from './http.ts';

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
  certificate: () => call<CertificateState>('GET', '/learner/certificate'),
  issueCertificate: () => call<CertificateState>('POST', '/learner/certificate'),
  certificateAuthority: () => call<CertificateAuthority>('GET', '/certificates/authority'),
  seatEventsUrl: '/api/learner/seat/events',
  eventsUrl: (id: string) => `/api${attempt(id, '/events')}`,
};
