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
  'pseudonym-taken': 409,
  'class-code-unknown': 404,
  'class-closed': 409,
  'class-full': 409,
  'class-required': 403,
  'class-not-found': 404,
  'learner-not-found': 404,
  'not-in-a-class': 409,
  'lab-closed': 409,
  'resume-code-unknown': 404,
  'trainer-not-signed-in': 401,
  'credentials-invalid': 403,
  'second-factor-needed': 403,
  'second-factor-invalid': 403,
  'invitation-invalid': 404,
  'login-taken': 409,
  'trainer-not-found': 404,
  'last-administrator': 409,
  'account-closed': 409,
  'account-without-password': 409,
  'password-common': 400,
  'password-expected': 400,
  'open-id-refused': 403,
  'lti-platform-unknown': 404,
  'lti-refused': 403,
  'lti-lost': 409,
  'lti-not-teaching': 403,
  'platform-known': 409,
  'platform-invalid': 400,
  'platform-not-found': 404,
  'course-not-found': 404,
  'nothing-live': 409,
  'consent-needed': 409,
  'certificate-not-earned': 409,
  'certificate-not-found': 404,
  'recording-not-found': 404,
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
