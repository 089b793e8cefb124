import type { FastifyInstance } from 'fastify';
import type { ProgressService } from '../../attempts/progress-service.ts';
import { chapterMarkSchema, quizMarkSchema } from '../../contract/api.ts';
import { body, type RequireSession } from './context.ts';

export function registerProgress(
  app: FastifyInstance,
  progress: ProgressService,
  requireSession: RequireSession,
): void {
  app.get('/api/progress', async (request) => {
    const { learner } = await requireSession(request);
    return progress.of(learner.id);
  });

  app.put<{ Params: { chapter: string } }>('/api/progress/chapters/:chapter', async (request, reply) => {
    const { learner } = await requireSession(request);
    await progress.markChapter(learner.id, request.params.chapter, body(chapterMarkSchema, request));
    return reply.code(204).send();
  });

  app.put('/api/progress/quiz', async (request, reply) => {
    const { learner } = await requireSession(request);
    await progress.markQuestion(learner.id, body(quizMarkSchema, request));
    return reply.code(204).send();
  });
}
