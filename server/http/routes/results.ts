import type { ResultsService } from '../../classroom/results-service.ts';
import type { ApiRouter } from '../api-router.ts';

export function serveResults(router: ApiRouter, results: ResultsService): void {
  router.serve('room.results', ({ params }) => results.results(params.classId));
  router.serve('room.results-csv', async ({ params, reply }) => {
    const { name, text } = await results.csv(params.classId);
    reply.header('content-disposition', `attachment; filename="${name}"`);
    return text;
  });
  router.serve('room.obstacles', ({ params }) => results.obstacles(params.classId));
}
