import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import type { SessionService } from '../accounts/session-service.ts';
import type { TrainerSessions } from '../accounts/trainer-sessions.ts';
import type { Cookies } from './http-server.ts';

/** Names of the sessions whose cookies come with a request that Fastify does not see: the opening of a WebSocket. */
export const socketSessions =
  (cookies: Cookies, sessions: SessionService, trainerSessions: TrainerSessions) =>
  async ({ headers }: IncomingMessage): Promise<ReadonlySet<string>> => {
    const sent = cookie.parse(headers.cookie ?? '');
    const found = await Promise.all([
      sessions.find(sent[cookies.learner.name]),
      trainerSessions.find(sent[cookies.trainer.name]),
    ]);
    return new Set(found.flatMap((session) => (session ? [session.id] : [])));
  };
