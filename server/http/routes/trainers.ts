import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Invitations } from '../../accounts/invitations.ts';
import type { TrainerService } from '../../accounts/trainer-service.ts';
import type { TrainerSessions } from '../../accounts/trainer-sessions.ts';
import type { TrainerRow } from '../../store/schema.ts';
import type { ApiRouter } from '../api-router.ts';
import type { SessionCookie } from '../session-cookie.ts';

export interface TrainerRoutes {
  trainers: TrainerService;
  invitations: Invitations;
  sessions: TrainerSessions;
  cookie: SessionCookie;
  /** What the provider of OpenID Connect is called; `null` where none is configured. */
  openIdName: string | null;
}

/** Opens a session in this browser; the one it had is over. */
export const entrance =
  (sessions: TrainerSessions, cookie: SessionCookie) =>
  async (request: FastifyRequest, reply: FastifyReply, trainer: TrainerRow): Promise<void> => {
    const former = await sessions.find(cookie.read(request));
    if (former) await sessions.close(former.id);
    cookie.write(reply, await sessions.open(trainer.id));
  };

export function serveTrainers(router: ApiRouter, options: TrainerRoutes): void {
  const { trainers, invitations, sessions, cookie, openIdName } = options;
  const enter = entrance(sessions, cookie);

  router.serve('trainer.session', async ({ request }) => {
    const session = await sessions.find(cookie.read(request));
    return {
      trainer: session && trainers.view(session.trainer),
      openId: openIdName === null ? null : { name: openIdName },
    };
  });

  router.serve('trainer.sign-in', async ({ request, reply, body }) => {
    const trainer = await trainers.signIn(body, request.ip);
    await enter(request, reply, trainer);
    return trainers.view(trainer);
  });

  router.serve('trainer.sign-out', async ({ trainer, reply }) => {
    await sessions.close(trainer.id);
    cookie.clear(reply);
  });

  router.serve('trainer.sign-out-everywhere', async ({ trainer, reply }) => {
    await trainers.signOutEverywhere(trainer.trainer);
    cookie.clear(reply);
  });

  router.serve('trainer.invitation', ({ params }) => invitations.find(params.token));

  router.serve('trainer.accept', async ({ request, reply, body }) => {
    const trainer = await trainers.accept(body);
    await enter(request, reply, trainer);
    return trainers.view(trainer);
  });

  router.serve('trainer.password', async ({ trainer: { trainer }, request, reply, body }) => {
    await trainers.changePassword(trainer, body.current, body.next, request.ip);
    await enter(request, reply, trainer);
  });

  router.serve('trainer.offer-second-factor', async ({ trainer }) => trainers.offerSecondFactor(trainer));
  router.serve('trainer.set-second-factor', ({ trainer, body }) => trainers.setSecondFactor(trainer, body.code));
  router.serve('trainer.remove-second-factor', ({ trainer, body, request }) =>
    trainers.removeSecondFactor(trainer, body.password, request.ip),
  );

  router.serve('trainers.list', () => trainers.list());
  router.serve('trainers.invite', ({ trainer, body }) => invitations.invite(body.role, trainer.trainer));
  router.serve('trainers.disable', ({ trainer, params }) => trainers.disable(trainer.trainer, params.trainerId));
  router.serve('trainers.reopen', ({ trainer, params }) => trainers.reopen(trainer.trainer, params.trainerId));
  router.serve('trainers.password-link', ({ trainer, params }) =>
    trainers.passwordLink(trainer.trainer, params.trainerId),
  );
  router.serve('audit', () => trainers.journal());
}
