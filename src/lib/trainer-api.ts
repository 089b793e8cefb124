import type { TerminalTicket } from '../../server/contract/api.ts';
import type { CapacityView, ClassSettings, ClassView, NewClass } from '../../server/contract/classes.ts';
import type { LinkedCourse, PlatformSettings, PlatformView } from '../../server/contract/lti.ts';
import type { ClassResults, Obstacles } from '../../server/contract/results.ts';
import type { LearnerDetail, RoomView, SendMessage } from '../../server/contract/room.ts';
import type { Consent } from '../../server/contract/seat.ts';
import type {
  AcceptInvitation,
  AuditPage,
  InvitationView,
  NewInvitation,
  Role,
  SecondFactorOffer,
  TrainerSessionView,
  TrainerSignIn,
  TrainerView,
} from '../../server/contract/trainers.ts';
import { ApiError, call as callServer, type Method } from './http.ts';

/**
 * The routes of whoever teaches. Loaded by the pages under `/formation/` only. Every call may throw `ApiError`.
 * The schemas stay on the server: these are their types, which weigh nothing.
 */

let signedOut = (): void => undefined;

/** Calls back whenever the server no longer knows who teaches here: the page then asks to sign in, in place. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  try {
    return await callServer<T>(method, path, body);
  } catch (reason) {
    if (reason instanceof ApiError && reason.code === 'trainer-not-signed-in') signedOut();
    throw reason;
  }
}

const part = encodeURIComponent;
const ofClass = (id: string, rest = ''): string => `/classes/${part(id)}${rest}`;
const ofLearner = (classId: string, learnerId: string, rest = ''): string =>
  ofClass(classId, `/learners/${part(learnerId)}${rest}`);

/** Who teaches, and the accounts of those who do. */
export const trainerApi = {
  session: () => call<TrainerSessionView>('GET', '/trainer/session'),
  signIn: (credentials: TrainerSignIn) => call<TrainerView>('POST', '/trainer/session', credentials),
  signOut: () => call<void>('DELETE', '/trainer/session'),
  signOutEverywhere: () => call<void>('DELETE', '/trainer/sessions'),
  invitation: (token: string) => call<InvitationView>('GET', `/trainer/invitations/${part(token)}`),
  accept: (acceptance: AcceptInvitation) => call<TrainerView>('POST', '/trainer/accept', acceptance),
  changePassword: (current: string, next: string) => call<void>('PUT', '/trainer/password', { current, next }),
  offerSecondFactor: () => call<SecondFactorOffer>('POST', '/trainer/second-factor'),
  setSecondFactor: (code: string) => call<void>('PUT', '/trainer/second-factor', { code }),
  removeSecondFactor: (password: string) => call<void>('DELETE', '/trainer/second-factor', { password }),
  trainers: () => call<TrainerView[]>('GET', '/trainers'),
  invite: (role: Role) => call<NewInvitation>('POST', '/trainers/invitations', { role }),
  disable: (trainerId: string) => call<void>('DELETE', `/trainers/${part(trainerId)}`),
  platforms: () => call<PlatformView[]>('GET', '/lti/platforms'),
  addPlatform: (settings: PlatformSettings) => call<PlatformView>('POST', '/lti/platforms', settings),
  changePlatform: (id: string, settings: PlatformSettings) =>
    call<PlatformView>('PUT', `/lti/platforms/${part(id)}`, settings),
  removePlatform: (id: string) => call<void>('DELETE', `/lti/platforms/${part(id)}`),
  reopen: (trainerId: string) => call<void>('POST', `/trainers/${part(trainerId)}/reopen`),
  passwordLink: (trainerId: string) => call<NewInvitation>('POST', `/trainers/${part(trainerId)}/password-link`),
  audit: () => call<AuditPage>('GET', '/audit'),
  revokeCertificate: (certificateId: string, reason: string) =>
    call<void>('POST', `/certificates/${part(certificateId)}/revoke`, { reason }),
};

/** Classes and their settings. */
export const classApi = {
  list: () => call<ClassView[]>('GET', '/classes'),
  create: (description: NewClass) => call<ClassView>('POST', '/classes', description),
  capacity: (people: number) => call<CapacityView>('GET', `/capacity/${people}`),
  read: (id: string) => call<ClassView>('GET', ofClass(id)),
  change: (id: string, settings: ClassSettings) => call<ClassView>('PUT', ofClass(id), settings),
  delete: (id: string) => call<void>('DELETE', ofClass(id)),
  newCode: (id: string) => call<ClassView>('POST', ofClass(id, '/code')),
  addTrainer: (id: string, login: string) => call<ClassView>('POST', ofClass(id, '/trainers'), { login }),
  courses: (id: string) => call<LinkedCourse[]>('GET', ofClass(id, '/courses')),
  /** The course that this browser comes from. */
  linkCourse: (id: string) => call<{ to: string }>('POST', '/lti/course', { classId: id }),
  unlinkCourse: (id: string, courseId: string) => call<void>('DELETE', ofClass(id, `/courses/${part(courseId)}`)),
  pause: (id: string, paused: boolean) => call<ClassView>('PUT', ofClass(id, '/pause'), { paused }),
  broadcast: (id: string, message: SendMessage) => call<void>('POST', ofClass(id, '/messages'), message),
};

/** The room of a class: everybody, then one person. Addresses are for `EventSource` and for links. */
export const roomApi = {
  read: (classId: string) => call<RoomView>('GET', ofClass(classId, '/room')),
  eventsUrl: (classId: string) => `/api${ofClass(classId, '/room/events')}`,
  obstacles: (classId: string) => call<Obstacles>('GET', ofClass(classId, '/obstacles')),
  results: (classId: string) => call<ClassResults>('GET', ofClass(classId, '/results')),
  resultsCsvUrl: (classId: string) => `/api${ofClass(classId, '/results.csv')}`,
  learner: (classId: string, id: string) => call<LearnerDetail>('GET', ofLearner(classId, id)),
  learnerEventsUrl: (classId: string, id: string) => `/api${ofLearner(classId, id, '/events')}`,
  removeLearner: (classId: string, id: string) => call<void>('DELETE', ofLearner(classId, id)),
  message: (classId: string, id: string, message: SendMessage) =>
    call<void>('POST', ofLearner(classId, id, '/messages'), message),
  answerHelp: (classId: string, id: string) => call<void>('DELETE', ofLearner(classId, id, '/help')),
  giveTime: (classId: string, id: string, minutes: number) =>
    call<void>('POST', ofLearner(classId, id, '/time'), { minutes }),
  watch: (classId: string, id: string, terminal: number) =>
    call<TerminalTicket>('POST', ofLearner(classId, id, '/terminals'), { terminal }),
  askConsent: (classId: string, id: string, kind: Consent) =>
    call<void>('POST', ofLearner(classId, id, '/consent'), { kind }),
  dropKeyboard: (classId: string, id: string) => call<void>('DELETE', ofLearner(classId, id, '/consent')),
  recordingUrl: (classId: string, id: string, recordingId: string) =>
    `/api${ofLearner(classId, id, `/recordings/${part(recordingId)}`)}`,
};
