import { ApiError, type FailureCode } from '../../lib/http.ts';
import { FAILURES } from '../../lib/messages.ts';

export const codeOf = (error: unknown): FailureCode => (error instanceof ApiError ? error.code : 'internal');

/** What happened and what to do, in one line. */
export const wordsOf = (code: FailureCode): string => `${FAILURES[code].title} ${FAILURES[code].advice}`;
