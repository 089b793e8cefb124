import { randomBytes } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorBody, ErrorCode } from '../contract/error-codes.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';

const STATUS: Readonly<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'not-signed-in': 401,
  forbidden: 403,
  'not-found': 404,
  'lab-not-found': 404,
  'attempt-not-found': 404,
  'attempt-ended': 409,
  'attempt-preparing': 409,
  'pseudonym-invalid': 400,
  'too-many-requests': 429,
  'too-many-terminals': 429,
  'capacity-full': 503,
  'sandbox-unavailable': 503,
  'extension-exhausted': 409,
  'solution-locked': 409,
  'no-more-hints': 409,
  'ticket-invalid': 403,
  internal: 500,
};

/** Turns whatever was thrown into a public answer: a code, never a message, never a stack. */
export const errorHandler =
  (log: Logger) =>
  (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void => {
    const code = codeOf(error);
    const answer: ErrorBody = { error: { code } };
    if (code === 'internal') {
      answer.error.reference = randomBytes(4).toString('hex');
      log.error({ error, reference: answer.error.reference, route: request.routeOptions.url }, 'request failed');
    }
    void reply.code(STATUS[code]).send(answer);
  };

function codeOf(error: FastifyError | Error): ErrorCode {
  if (error instanceof AppError) return error.code;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 429) return 'too-many-requests';
  if (status === 404) return 'not-found';
  return status !== undefined && status < 500 ? 'bad-request' : 'internal';
}
