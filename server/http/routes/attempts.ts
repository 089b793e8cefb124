import type { FastifyInstance } from 'fastify';
import type { Session } from '../../accounts/session-service.ts';
import type { AttemptService } from '../../attempts/attempt-service.ts';
import {
  answerSchema,
  openAttemptSchema,
  openTerminalSchema,
  resetSchema,
  type OpenedAttempt,
  type TerminalTicket,
} from '../../contract/api.ts';
import { AppError } from '../../errors.ts';
import { body, type RequireSession } from './context.ts';
import { EventStreams } from './event-streams.ts';

export interface AttemptRoutes {
  attempts: AttemptService;
  requireSession: RequireSession;
  issueTicket: (ticket: { sessionId: string; sandboxId: string; terminal: number }) => string;
}

/** An attempt whose preparation fails at once has no terminal to open any more. */
function noTicket(error: unknown): null {
  if (error instanceof AppError && error.code === 'attempt-ended') return null;
  throw error;
}

type ById = { Params: { id: string } };

export function registerAttempts(app: FastifyInstance, { attempts, requireSession, issueTicket }: AttemptRoutes): void {
  const streams = new EventStreams();
  app.addHook('preClose', async () => streams.closeAll());

  async function ticketFor(session: Session, attemptId: string, terminal: number): Promise<string> {
    const sandboxId = await attempts.sandboxOf(session.learner.id, attemptId);
    return issueTicket({ sessionId: session.id, sandboxId, terminal });
  }

  app.get('/api/attempts/current', async (request) => {
    const { learner } = await requireSession(request);
    return JSON.stringify(await attempts.current(learner.id));
  });

  app.post('/api/attempts', { config: { rateLimit: { max: 30, timeWindow: 60_000 } } }, async (request) => {
    const session = await requireSession(request);
    const view = await attempts.open(session.learner.id, body(openAttemptSchema, request).lab);
    return { ...view, ticket: await ticketFor(session, view.id, 1).catch(noTicket) } satisfies OpenedAttempt;
  });

  app.get<ById>('/api/attempts/:id', async (request) => {
    const { learner } = await requireSession(request);
    return attempts.view(learner.id, request.params.id);
  });

  app.get<ById>('/api/attempts/:id/events', async (request, reply) => {
    const { learner } = await requireSession(request);
    const { id } = request.params;
    const stream = streams.open(learner.id, reply);
    const unsubscribe = await attempts
      .subscribe(learner.id, id, (view) => stream.send('attempt', view))
      .catch((error: unknown) => {
        stream.forget();
        throw error;
      });
    stream.begin(unsubscribe);
    stream.send('attempt', await attempts.view(learner.id, id));
    return reply;
  });

  app.put<ById>('/api/attempts/:id/answers', async (request) => {
    const { learner } = await requireSession(request);
    const { key, value } = body(answerSchema, request);
    return attempts.answer(learner.id, request.params.id, key, value);
  });

  app.post<ById>('/api/attempts/:id/reset', async (request) => {
    const { learner } = await requireSession(request);
    return attempts.reset(learner.id, request.params.id, body(resetSchema, request).level);
  });

  app.post<ById>('/api/attempts/:id/terminals', async (request): Promise<TerminalTicket> => {
    const session = await requireSession(request);
    const { terminal } = body(openTerminalSchema, request);
    return { ticket: await ticketFor(session, request.params.id, terminal), terminal };
  });

  const actions = {
    evaluate: (learnerId: string, id: string) => attempts.evaluate(learnerId, id),
    hints: (learnerId: string, id: string) => attempts.revealHint(learnerId, id),
    solution: (learnerId: string, id: string) => attempts.revealSolution(learnerId, id),
    extend: (learnerId: string, id: string) => attempts.extend(learnerId, id),
    close: (learnerId: string, id: string) => attempts.close(learnerId, id),
  };
  for (const [name, act] of Object.entries(actions)) {
    app.post<ById>(`/api/attempts/:id/${name}`, async (request) => {
      const { learner } = await requireSession(request);
      return act(learner.id, request.params.id);
    });
  }
}
