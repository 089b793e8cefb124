import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Session } from '../../accounts/session-service.ts';
import { AppError } from '../../errors.ts';

/** Whose request it is. @throws AppError `not-signed-in`. */
export type RequireSession = (request: FastifyRequest) => Promise<Session>;

/** @throws AppError `bad-request` when the body is not what the schema says. */
export function body<T extends z.ZodType>(schema: T, request: FastifyRequest): z.infer<T> {
  const result = schema.safeParse(request.body);
  if (!result.success) throw new AppError('bad-request');
  return result.data;
}
