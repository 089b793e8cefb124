import type { Session, SessionService } from '../../accounts/session-service.ts';
import type { ApiRouter } from '../api-router.ts';
import type { SessionCookie } from '../session-cookie.ts';

export interface SessionRoutes {
  sessions: SessionService;
  cookie: SessionCookie;
  /** Ends what the learner has open, and closes the terminals of that session. */
  onSignOut: (learnerId: string, sessionId: string) => Promise<void>;
  /** Deletes everything of theirs. */
  forget: (learnerId: string) => Promise<void>;
}

export function serveSessions(router: ApiRouter, { sessions, cookie, onSignOut, forget }: SessionRoutes): void {
  async function leave(session: Session | null): Promise<void> {
    if (!session) return;
    await sessions.signOut(session.id);
    await onSignOut(session.learner.id, session.id);
  }

  router.serve('session.read', async ({ request }) => {
    const session = await sessions.find(cookie.read(request));
    return { learner: session && (await sessions.view(session.learner)) };
  });

  router.serve('session.open', async ({ request, reply, body }) => {
    const present = await sessions.find(cookie.read(request));
    const { learner, token, resumeCode } = await sessions.signIn(body, present, request.ip);
    if (token !== null) {
      await leave(present);
      cookie.write(reply, token);
    }
    return { learner: await sessions.view(learner), resumeCode };
  });

  router.serve('session.resume', async ({ request, reply, body }) => {
    const present = await sessions.find(cookie.read(request));
    const { learner, token } = await sessions.resume(body.code, request.ip);
    if (present?.learner.id !== learner.id) await leave(present);
    cookie.write(reply, token);
    return { learner: await sessions.view(learner) };
  });

  router.serve('session.close', async ({ request, reply }) => {
    await leave(await sessions.find(cookie.read(request)));
    cookie.clear(reply);
  });

  router.serve('session.join', ({ request, params }) => sessions.door(params.code, request.ip));

  router.serve('learner.resume-code', async ({ session }) => ({
    code: await sessions.renewResumeCode(session.learner.id),
  }));

  router.serve('learner.delete', async ({ session, reply }) => {
    await forget(session.learner.id);
    cookie.clear(reply);
  });
}
