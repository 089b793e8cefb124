import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { OpenId } from '../../accounts/open-id.ts';
import { openIdRefusalPath, TRAINER_HOME } from '../../contract/trainer-paths.ts';
import { AppError } from '../../errors.ts';
import type { TrainerRow } from '../../store/schema.ts';
import type { ApiRouter } from '../api-router.ts';
import type { SessionCookie } from '../session-cookie.ts';

export interface OpenIdRoutes {
  /** `null` where no provider is configured. */
  openId: OpenId | null;
  /** Binds a flow to the browser that began it. */
  cookie: SessionCookie;
  /** The address of ours that the browser called. */
  originOf: (request: FastifyRequest) => string;
  /** Opens a session in this browser. */
  enter: (request: FastifyRequest, reply: FastifyReply, trainer: TrainerRow) => Promise<void>;
}

const querySchema = z.object({ invitation: z.string().max(80).optional() });

/** People are sent here by a link and by the provider: a refusal is a page, not a document. */
export function serveOpenId(router: ApiRouter, { openId, cookie, originOf, enter }: OpenIdRoutes): void {
  const address = (request: FastifyRequest, path: string): URL => new URL(path, originOf(request));
  const sendTo = async (reply: FastifyReply, address: () => Promise<string>): Promise<void> => {
    try {
      await reply.redirect(await address());
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await reply.redirect(openIdRefusalPath(error.code));
    }
  };

  router.serve('trainer.openid', async ({ request, reply }) => {
    if (!openId) throw new AppError('not-found');
    const query = querySchema.safeParse(request.query);
    if (!query.success) throw new AppError('bad-request');
    await sendTo(reply, async () => {
      // Another site must not sign anybody in: the person is led to our page, and chooses.
      if (request.headers['sec-fetch-site'] === 'cross-site') return TRAINER_HOME;
      const redirectUri = address(request, '/api/trainer/openid/return').href;
      const { url, token } = await openId.begin(redirectUri, query.data.invitation ?? null);
      cookie.write(reply, token);
      return url;
    });
  });

  router.serve('trainer.openid-return', async ({ request, reply }) => {
    if (!openId) throw new AppError('not-found');
    await sendTo(reply, async () => {
      cookie.clear(reply);
      await enter(request, reply, await openId.end(cookie.read(request), address(request, request.url)));
      return TRAINER_HOME;
    });
  });
}
