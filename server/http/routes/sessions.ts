import type { FastifyInstance } from 'fastify';
import { COOKIE_LIFETIME, type SessionService } from '../../accounts/session-service.ts';
import type { SessionView } from '../../contract/api.ts';

export interface SessionRoutes {
  sessions: SessionService;
  cookieName: string;
  secure: boolean;
  /** Ends what the learner has open, and closes the terminals of that session. */
  onSignOut: (learnerId: string, sessionId: string) => Promise<void>;
}

export function registerSessions(
  app: FastifyInstance,
  { sessions, cookieName, secure, onSignOut }: SessionRoutes,
): void {
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: COOKIE_LIFETIME } as const;

  app.get('/api/session', async (request): Promise<SessionView> => {
    const session = await sessions.find(request.cookies[cookieName]);
    return { learner: session && { id: session.learner.id, pseudonym: session.learner.pseudonym } };
  });

  app.post(
    '/api/session',
    { config: { rateLimit: { max: 120, timeWindow: 60_000 } } },
    async (request, reply): Promise<SessionView> => {
      const present = await sessions.find(request.cookies[cookieName]);
      if (present) return { learner: { id: present.learner.id, pseudonym: present.learner.pseudonym } };
      const { token, learner } = await sessions.signIn(request.body);
      reply.setCookie(cookieName, token, cookie);
      return { learner: { id: learner.id, pseudonym: learner.pseudonym } };
    },
  );

  app.delete('/api/session', async (request, reply) => {
    const session = await sessions.find(request.cookies[cookieName]);
    if (session) {
      await sessions.signOut(session.id);
      await onSignOut(session.learner.id, session.id);
    }
    reply.clearCookie(cookieName, { path: '/', secure });
    return reply.code(204).send();
  });
}
