import type { FastifyReply } from 'fastify';
import type { AttemptService } from '../../attempts/attempt-service.ts';
import type { RoomService } from '../../classroom/room-service.ts';
import type { SeatService } from '../../classroom/seat-service.ts';
import type { TrainerSession } from '../../accounts/trainer-sessions.ts';
import { AppError } from '../../errors.ts';
import { trainerActor, type AuditLog } from '../../store/audit.ts';
import type { ApiRouter } from '../api-router.ts';
import type { EventStream } from '../event-streams.ts';

/** A trainer's look at one terminal of somebody. */
export interface WatchGrant {
  sessionId: string;
  sandboxId: string;
  terminal: number;
  /** Login. */
  trainer: string;
}

export interface RoomRoutes {
  room: RoomService;
  seats: SeatService;
  attempts: AttemptService;
  issueWatchTicket: (grant: WatchGrant) => string;
  /** With everything of theirs. */
  removeLearner: (learnerId: string, actor: string) => Promise<void>;
  /** Ids of everybody in the class. */
  learnersOf: (classId: string) => Promise<string[]>;
  /** Somebody looks by that session: it is in use, or over. */
  present: (sessionId: string) => void;
  audit: AuditLog;
}

export function serveRoom(router: ApiRouter, options: RoomRoutes): void {
  const { room, seats, attempts, audit } = options;
  const follow = (
    { id }: TrainerSession,
    reply: FastifyReply,
    start: (stream: EventStream) => Promise<void>,
  ): Promise<void> => router.streams.follow(id, reply, start, () => options.present(id));

  router.serve('room.read', ({ params }) => room.view(params.classId));

  router.serve('room.events', ({ trainer, params, reply }) =>
    follow(trainer, reply, async (stream) => {
      stream.begin(await room.follow(params.classId, ({ type, data }) => stream.send(type, data)));
    }),
  );

  router.serve('room.learner', ({ params }) => room.detail(params.classId, params.learnerId));

  router.serve('room.learner-events', ({ trainer, params, reply }) =>
    follow(trainer, reply, async (stream) => {
      const stop = await room.followDetail(params.classId, params.learnerId, (view) => stream.send('learner', view));
      stream.begin(stop);
    }),
  );

  router.serve('classes.broadcast', async ({ trainer, params, body }) => {
    const everybody = await options.learnersOf(params.classId);
    await seats.send(everybody, { ...body, sender: trainer.trainer.login, at: Date.now() });
    await audit.record(trainerActor(trainer.trainer), `class.${body.kind}`, params.classId);
  });

  router.serve('room.message', async ({ trainer, params, body }) => {
    const learner = await room.learner(params.classId, params.learnerId);
    await seats.send([learner.id], { ...body, sender: trainer.trainer.login, at: Date.now() });
    await audit.record(trainerActor(trainer.trainer), `learner.${body.kind}`, learner.id);
  });

  router.serve('room.answer-help', async ({ params }) => {
    await seats.answerHelp((await room.learner(params.classId, params.learnerId)).id);
  });

  router.serve('room.give-time', async ({ trainer, params, body }) => {
    const learner = await room.learner(params.classId, params.learnerId);
    await attempts.giveTime(learner.id, body.minutes);
    await audit.record(trainerActor(trainer.trainer), 'learner.time', learner.id, String(body.minutes));
  });

  router.serve('room.watch', async ({ trainer, params, body }) => {
    const learner = await room.learner(params.classId, params.learnerId);
    const row = attempts.liveOf(learner.id)?.row;
    if (!row?.sandbox_id) throw new AppError('nothing-live');
    const { terminal } = body;
    await audit.record(trainerActor(trainer.trainer), 'learner.watch', learner.id, String(terminal));
    const place = { sessionId: trainer.id, sandboxId: row.sandbox_id, terminal };
    return {
      ticket: options.issueWatchTicket({ ...place, trainer: trainer.trainer.login }),
      terminal,
    };
  });

  router.serve('room.ask-consent', async ({ trainer, params, body }) => {
    const learner = await room.learner(params.classId, params.learnerId);
    await seats.ask(learner.id, body.kind, trainer.trainer.login);
  });

  router.serve('room.drop-keyboard', async ({ params }) => {
    await seats.drop((await room.learner(params.classId, params.learnerId)).id);
  });

  router.serve('room.remove-learner', async ({ trainer, params }) => {
    const learner = await room.learner(params.classId, params.learnerId);
    await options.removeLearner(learner.id, trainerActor(trainer.trainer));
  });
}
