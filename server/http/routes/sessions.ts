import type { SessionService } from '../../accounts/session-service.ts';
import type { ApiRouter } from '../api-router.ts';
import type { SessionCookie } from '../session-cookie.ts';

export interface SessionRoutes {
  sessions: SessionService;
  cookie: SessionCookie;
  /** Ends what the learner has open, and closes the terminals of that session. */
  onSignOut: (learnerId: string, sessionId: string) => Promise<void>;
}

export function serveSessions(router: ApiRouter, { sessions, cookie, onSignOut }: SessionRoutes): void {
  router.serve('session.read', async ({ request }) => {
    const session = await sessions.find(cookie.read(request));
    return { learner: session && sessions.view(session.learner) };
  });

  router.serve('session.open', async ({ request, reply, body }) => {
    const present = await sessions.find(cookie.read(request));
    if (present) return { learner: sessions.view(present.learner), resumeCode: null };
    const { token, learner } = await sessions.signIn(body);
    cookie.write(reply, token);
    return { learner: sessions.view(learner), resumeCode: null };
  });

  router.serve('session.close', async ({ request, reply }) => {
    const session = await sessions.find(cookie.read(request));
    if (session) {
      await sessions.signOut(session.id);
      await onSignOut(session.learner.id, session.id);
    }
    cookie.clear(reply);
  });
}
