import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import { fastify, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Invitations } from '../accounts/invitations.ts';
import type { OpenId } from '../accounts/open-id.ts';
import { OPEN_ID_FLOW_LIFETIME } from '../accounts/open-id-flow.ts';
import { COOKIE_LIFETIME, type SessionService } from '../accounts/session-service.ts';
import type { TrainerService } from '../accounts/trainer-service.ts';
import { TRAINER_COOKIE_LIFETIME, type TrainerSessions } from '../accounts/trainer-sessions.ts';
import type { AttemptService } from '../attempts/attempt-service.ts';
import type { ProgressService } from '../attempts/progress-service.ts';
import type { ClassService } from '../classroom/class-service.ts';
import type { SeatService } from '../classroom/seat-service.ts';
import type { CertificateService } from '../certificates/certificate-service.ts';
import type { ResultsService } from '../classroom/results-service.ts';
import type { StatusView } from '../contract/api.ts';
import { ROUTES } from '../contract/routes.ts';
import type { Route } from '../contract/routes/route.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { ENTRY_LIFETIME } from '../lti/launches.ts';
import type { Lti } from '../lti/lti.ts';
import type { Recorder } from '../recording/recorder.ts';
import { calledOrigin } from './addresses.ts';
import { ApiRouter, type Guards } from './api-router.ts';
import { contentSecurityPolicy } from './content-security.ts';
import { errorHandler } from './error-handler.ts';
import type { EventStreams } from './event-streams.ts';
import { mayServe } from './request-guard.ts';
import { serveAttempts, type AttemptRoutes } from './routes/attempts.ts';
import { serveClasses, type ClassRoutes } from './routes/classes.ts';
import { serveDocumentation } from './routes/documentation.ts';
import { serveLti } from './routes/lti.ts';
import { serveOpenId } from './routes/open-id.ts';
import { serveProgress } from './routes/progress.ts';
import { serveRoom, type RoomRoutes } from './routes/room.ts';
import { serveSeat } from './routes/seat.ts';
import { serveCertificates } from './routes/certificates.ts';
import { serveResults } from './routes/results.ts';
import { serveRecordings } from './routes/recordings.ts';
import { serveSessions } from './routes/sessions.ts';
import { entrance, serveTrainers } from './routes/trainers.ts';
import { SessionCookie } from './session-cookie.ts';

/** Routes to which another site's form is posted. */
const FORMS = new Set(
  Object.values<Route>(ROUTES).flatMap(({ form, method, path }) => (form ? [`${method} ${path}`] : [])),
);
const MAXIMUM_BODY = 16 * 1024;
const ONE_YEAR = 31_536_000_000;

export interface HttpServerOptions {
  /** Folder of the built site. */
  dist: string;
  /** Our own addresses, known once the port is. */
  origins: () => readonly string[];
  /** Every address of ours is HTTPS: cookies are `Secure`, with the `__Host-` prefix. */
  secure: boolean;
  /** Answers are checked against the table of routes. */
  checkAnswers: boolean;
  cookies: Cookies;
  sessions: SessionService;
  trainerSessions: TrainerSessions;
  trainers: TrainerService;
  invitations: Invitations;
  classes: ClassService;
  capacity: ClassRoutes['capacity'];
  seats: SeatService;
  room: Omit<RoomRoutes, 'present'>;
  streams: EventStreams;
  openId: OpenId | null;
  lti: Lti;
  attempts: AttemptService;
  progress: ProgressService;
  results: ResultsService;
  certificates: CertificateService;
  recorder: Pick<Recorder, 'read'>;
  issueTicket: AttemptRoutes['issueTicket'];
  onSignOut: (learnerId: string, sessionId: string) => Promise<void>;
  /** Deletes a learner with everything of theirs. */
  forget: (learnerId: string) => Promise<void>;
  status: () => Promise<StatusView>;
  log: Logger;
}

/** The cookies of this server: one for who learns, one for who teaches, in the same browser if need be. */
export interface Cookies {
  learner: SessionCookie;
  trainer: SessionCookie;
  /** For somebody who is at the provider of OpenID Connect. */
  openId: SessionCookie;
  ltiLogin: SessionCookie;
  ltiEntry: SessionCookie;
}

export const cookiesFor = (secure: boolean): Cookies => ({
  learner: new SessionCookie('etanche', secure, COOKIE_LIFETIME),
  trainer: new SessionCookie('etanche-formation', secure, TRAINER_COOKIE_LIFETIME),
  openId: new SessionCookie('etanche-openid', secure, OPEN_ID_FLOW_LIFETIME / 1000),
  ltiLogin: new SessionCookie('etanche-lti', secure, COOKIE_LIFETIME, 'none'),
  ltiEntry: new SessionCookie('etanche-lti-entree', secure, ENTRY_LIFETIME / 1000),
});

/** The whole HTTP surface. Routes are registered by name, below. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { dist, cookies, sessions, attempts, progress, log } = options;
  const app = fastify({
    bodyLimit: MAXIMUM_BODY,
    logger: false,
    forceCloseConnections: true,
    // Behind a proxy of this machine, limits are for each visitor, not for the proxy.
    trustProxy: options.secure ? 'loopback' : false,
    routerOptions: { maxParamLength: 80 },
  });
  app.setErrorHandler(errorHandler(log));

  app.addHook('onRequest', async (request) => {
    const isForm = FORMS.has(`${request.method} ${request.routeOptions.url}`);
    if (!mayServe(request.method, request.headers, options.origins(), isForm)) throw new AppError('forbidden');
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (request: FastifyRequest, body: string) => {
      if (!FORMS.has(`${request.method} ${request.routeOptions.url}`)) throw new AppError('bad-request');
      return Object.fromEntries(new URLSearchParams(body));
    },
  );
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: await contentSecurityPolicy(dist) },
    strictTransportSecurity: options.secure,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: () => new AppError('too-many-requests'),
  });

  const guards: Guards = {
    learner: async (request) => {
      const session = await sessions.find(cookies.learner.read(request));
      if (!session) throw new AppError('not-signed-in');
      return session;
    },
    trainer: async (request) => {
      const session = await options.trainerSessions.find(cookies.trainer.read(request));
      if (!session) throw new AppError('trainer-not-signed-in');
      return session;
    },
    ownsClass: async ({ trainer }, classId) => {
      if (!(await options.classes.owns(trainer, classId))) throw new AppError('class-not-found');
    },
  };
  const router = new ApiRouter(app, guards, options.streams, options.checkAnswers);
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  serveSessions(router, { sessions, cookie: cookies.learner, onSignOut: options.onSignOut, forget: options.forget });
  serveProgress(router, progress);
  serveAttempts(router, { attempts, issueTicket: options.issueTicket });
  serveClasses(router, { classes: options.classes, capacity: options.capacity });
  serveResults(router, options.results);
  serveCertificates(router, options.certificates);
  options.trainerSessions.onClose((id) => router.streams.closeOf(id));
  serveTrainers(router, {
    trainers: options.trainers,
    invitations: options.invitations,
    sessions: options.trainerSessions,
    cookie: cookies.trainer,
    openIdName: options.openId?.name ?? null,
  });
  serveOpenId(router, {
    openId: options.openId,
    cookie: cookies.openId,
    originOf: calledOrigin(options.origins),
    enter: entrance(options.trainerSessions, cookies.trainer),
  });
  serveLti(router, {
    lti: options.lti,
    cookies,
    originOf: calledOrigin(options.origins),
    presentLearner: (request) => sessions.find(cookies.learner.read(request)),
    ownsClass: guards.ownsClass,
  });
  serveSeat(router, options.seats);
  serveRoom(router, {
    ...options.room,
    present: (sessionId) =>
      void options.trainerSessions
        .present(sessionId)
        .catch((error: unknown) => log.error({ error }, 'a session was not looked at')),
  });
  serveRecordings(router, options.recorder);
  serveDocumentation(router);
  router.serve('status', () => options.status());
  app.all('/api/*', () => {
    throw new AppError('not-found');
  });

  if (existsSync(dist)) {
    await app.register(fastifyStatic, {
      root: dist,
      cacheControl: false,
      preCompressed: true,
      setHeaders: (response, path) => {
        const immutable = path.startsWith(join(dist, '_astro'));
        response.header('cache-control', immutable ? `public, max-age=${ONE_YEAR / 1000}, immutable` : 'no-cache');
      },
    });
    app.setNotFoundHandler(async (_request, reply) => reply.code(404).type('text/html').sendFile('404.html'));
  }
  return app;
}
