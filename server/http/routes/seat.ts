import type { SeatService } from '../../classroom/seat-service.ts';
import { AppError } from '../../errors.ts';
import type { ApiRouter } from '../api-router.ts';

export function serveSeat(router: ApiRouter, seats: SeatService): void {
  router.serve('learner.seat', ({ session }) => seats.view(session.learner.id));

  router.serve('learner.seat-events', ({ session, reply }) =>
    router.streams.follow(session.learner.id, reply, async (stream) => {
      stream.begin(await seats.follow(session.learner.id, (view) => stream.send('seat', view)));
    }),
  );

  router.serve('learner.help', ({ session, body }) => seats.askHelp(session.learner.id, body.asking, body.note));
  router.serve('learner.consent', ({ session, body }) => seats.answer(session.learner.id, body.kind, body.granted));
  router.serve('learner.read-message', async ({ session, params }) => {
    const id = Number(params.messageId);
    if (!Number.isSafeInteger(id)) throw new AppError('not-found');
    await seats.markRead(session.learner.id, id);
  });
}
