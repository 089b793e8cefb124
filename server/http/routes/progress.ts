import type { ProgressService } from '../../attempts/progress-service.ts';
import type { ApiRouter } from '../api-router.ts';

export function serveProgress(router: ApiRouter, progress: ProgressService): void {
  router.serve('progress.read', ({ session }) => progress.of(session.learner.id));
  router.serve('progress.chapter', ({ session, params, body }) =>
    progress.markChapter(session.learner.id, params.chapter, body),
  );
  router.serve('progress.quiz', ({ session, body }) => progress.markQuestion(session.learner.id, body));
}
