import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import { fastify, type FastifyInstance } from 'fastify';
import type { SessionService } from '../accounts/session-service.ts';
import type { AttemptService } from '../attempts/attempt-service.ts';
import type { ProgressService } from '../attempts/progress-service.ts';
import type { StatusView } from '../contract/api.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { contentSecurityPolicy } from './content-security.ts';
import { errorHandler } from './error-handler.ts';
import { mayServe } from './request-guard.ts';
import { registerAttempts, type AttemptRoutes } from './routes/attempts.ts';
import type { RequireSession } from './routes/context.ts';
import { registerProgress } from './routes/progress.ts';
import { registerSessions } from './routes/sessions.ts';

const MAXIMUM_BODY = 16 * 1024;
const REQUESTS_PER_MINUTE = 900;
const ONE_YEAR = 31_536_000_000;

export interface HttpServerOptions {
  /** Folder of the built site. */
  dist: string;
  /** Our own addresses, known once the port is. */
  origins: () => readonly string[];
  /** Every address of ours is HTTPS: cookies are `Secure`, with the `__Host-` prefix. */
  secure: boolean;
  sessions: SessionService;
  attempts: AttemptService;
  progress: ProgressService;
  issueTicket: AttemptRoutes['issueTicket'];
  onSignOut: (learnerId: string, sessionId: string) => Promise<void>;
  status: () => Promise<StatusView>;
  log: Logger;
}

export const cookieNameFor = (secure: boolean): string => (secure ? '__Host-etanche' : 'etanche');

/** The whole HTTP surface. Routes are registered by name, below. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { dist, sessions, attempts, progress, log } = options;
  const app = fastify({
    bodyLimit: MAXIMUM_BODY,
    logger: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 80 },
  });
  app.setErrorHandler(errorHandler(log));

  app.addHook('onRequest', async (request) => {
    if (!mayServe(request.method, request.headers, options.origins())) throw new AppError('forbidden');
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: await contentSecurityPolicy(dist) },
    strictTransportSecurity: options.secure,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    allowList: (request) => !request.url.startsWith('/api/'),
    errorResponseBuilder: () => new AppError('too-many-requests'),
  });

  const cookieName = cookieNameFor(options.secure);
  const requireSession: RequireSession = async (request) => {
    const session = await sessions.find(request.cookies[cookieName]);
    if (!session) throw new AppError('not-signed-in');
    return session;
  };

  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  registerSessions(app, { sessions, cookieName, secure: options.secure, onSignOut: options.onSignOut });
  registerProgress(app, progress, requireSession);
  registerAttempts(app, { attempts, requireSession, issueTicket: options.issueTicket });
  app.get('/api/status', () => options.status());
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
