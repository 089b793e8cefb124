import type { z } from 'zod';
import type { ErrorCode } from '../error-codes.ts';

/**
 * Who may call:
 * `public`: anybody · `learner`: somebody with a pseudonym, on what is theirs · `trainer`: a signed-in trainer ·
 * `class`: a trainer of the class `:classId`, or an administrator · `administrator`.
 */
export type Access = 'public' | 'learner' | 'trainer' | 'class' | 'administrator';

/** What is not one JSON document: nothing at all, server-sent events, a file, a page of text, another address or the page that leads there. */
export type Medium = 'nothing' | 'events' | 'csv' | 'asciicast' | 'html' | 'redirect';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As Fastify writes it: `:name` for a parameter. */
  readonly path: string;
  readonly access: Access;
  /** For `/api/docs`, in French. */
  readonly summary: string;
  readonly body?: z.ZodType;
  /** What a body that is not of the schema is refused with, when not `bad-request`. */
  readonly refusal?: ErrorCode;
  readonly answer: z.ZodType | Medium;
  /** A form that another site posts, `application/x-www-form-urlencoded`: it needs no header of ours, and no session. */
  readonly form?: true;
  /** Calls a minute, when fewer than 900: from one address for a public route, of one session for the others. */
  readonly perMinute?: number;
}

/** Routes under their names, every literal kept: callers and handlers are typed from them. */
export const table = <const T extends Record<string, Route>>(routes: T): T => routes;
