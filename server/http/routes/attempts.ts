import type { Session } from '../../accounts/session-service.ts';
import type { AttemptService } from '../../attempts/attempt-service.ts';
import { AppError } from '../../errors.ts';
import type { ApiRouter } from '../api-router.ts';

export interface AttemptRoutes {
  attempts: AttemptService;
  issueTicket: (ticket: { sessionId: string; sandboxId: string; terminal: number }) => string;
}

/** An attempt whose preparation fails at once has no terminal to open any more. */
function noTicket(error: unknown): null {
  if (error instanceof AppError && error.code === 'attempt-ended') return null;
  throw error;
}

export function serveAttempts(router: ApiRouter, { attempts, issueTicket }: AttemptRoutes): void {
  async function ticketFor(session: Session, attemptId: string, terminal: number): Promise<string> {
    const sandboxId = await attempts.sandboxOf(session.learner.id, attemptId);
    return issueTicket({ sessionId: session.id, sandboxId, terminal });
  }

  router.serve('attempts.current', ({ session }) => attempts.current(session.learner.id));

  router.serve('attempts.open', async ({ session, body }) => {
    const view = await attempts.open(session.learner.id, body.lab);
    return { ...view, ticket: await ticketFor(session, view.id, 1).catch(noTicket) };
  });

  router.serve('attempts.read', ({ session, params }) => attempts.view(session.learner.id, params.attemptId));

  router.serve('attempts.events', async ({ session, params, reply }) => {
    const { id: learnerId } = session.learner;
    await router.streams.follow(learnerId, reply, async (stream) => {
      stream.begin(await attempts.subscribe(learnerId, params.attemptId, (view) => stream.send('attempt', view)));
      stream.send('attempt', await attempts.view(learnerId, params.attemptId));
    });
  });

  router.serve('attempts.answer', ({ session, params, body }) =>
    attempts.answer(session.learner.id, params.attemptId, body.key, body.value),
  );
  router.serve('attempts.reset', ({ session, params, body }) =>
    attempts.reset(session.learner.id, params.attemptId, body.level),
  );
  router.serve('attempts.terminal', async ({ session, params, body }) => ({
    ticket: await ticketFor(session, params.attemptId, body.terminal),
    terminal: body.terminal,
  }));
  router.serve('attempts.evaluate', ({ session, params }) => attempts.evaluate(session.learner.id, params.attemptId));
  router.serve('attempts.hint', ({ session, params }) => attempts.revealHint(session.learner.id, params.attemptId));
  router.serve('attempts.solution', ({ session, params }) =>
    attempts.revealSolution(session.learner.id, params.attemptId),
  );
  router.serve('attempts.extend', ({ session, params }) => attempts.extend(session.learner.id, params.attemptId));
  router.serve('attempts.close', ({ session, params }) => attempts.close(session.learner.id, params.attemptId));
}
