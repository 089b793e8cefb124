import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Session } from '../accounts/session-service.ts';
import { tokenHash } from '../accounts/tokens.ts';
import type { TrainerSession } from '../accounts/trainer-sessions.ts';
import { ROUTES, type RouteName } from '../contract/routes.ts';
import type { Access, Medium, Route } from '../contract/routes/route.ts';
import { AppError } from '../errors.ts';
import type { EventStreams } from './event-streams.ts';

/** Says who calls. Each throws an AppError when nobody does, or somebody who may not. */
export interface Guards {
  /** @throws AppError `not-signed-in` */
  learner(request: FastifyRequest): Promise<Session>;
  /** @throws AppError `trainer-not-signed-in` */
  trainer(request: FastifyRequest): Promise<TrainerSession>;
  /** @throws AppError `class-not-found`, also for somebody else's class. */
  ownsClass: (trainer: TrainerSession, classId: string) => Promise<void>;
}

type ParameterNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type Caller<A extends Access> = A extends 'public'
  ? unknown
  : A extends 'learner'
    ? { session: Session }
    : { trainer: TrainerSession };

type BodyOf<R extends Route> = R extends { body: infer B extends z.ZodType } ? z.infer<B> : undefined;
type AnswerOf<R extends Route> = R['answer'] extends z.ZodType
  ? z.infer<R['answer']>
  : R['answer'] extends 'csv' | 'html'
    ? string
    : R['answer'] extends 'asciicast'
      ? Readable
      : void;

export type Call<R extends Route> = Caller<R['access']> & {
  request: FastifyRequest;
  reply: FastifyReply;
  params: Record<ParameterNames<R['path']>, string>;
  body: BodyOf<R>;
};
export type Handler<N extends RouteName> = (call: Call<(typeof ROUTES)[N]>) => Promise<AnswerOf<(typeof ROUTES)[N]>>;

const CONTENT_TYPES: Readonly<Record<Exclude<Medium, 'nothing' | 'events' | 'redirect'>, string>> = {
  csv: 'text/csv; charset=utf-8',
  asciicast: 'application/x-asciicast',
  html: 'text/html; charset=utf-8',
};

const PER_MINUTE = 900;
/** A signed token weighs more than a document of ours: platforms put the whole of a course's settings in it. */
const FORM_MAXIMUM = 96 * 1024;

/**
 * Whose calls are counted together: those of one session, for a whole class may share one address. Made-up cookies evade
 * this count, and nothing else: each is refused after one look in the database.
 */
const callerKey = (request: FastifyRequest): string =>
  request.headers.cookie === undefined ? request.ip : tokenHash(request.headers.cookie);

/** Registers the routes of the table, and nothing else: method, path, guard, limit and body all come from there. */
export class ApiRouter {
  readonly streams: EventStreams;
  readonly #app: FastifyInstance;
  readonly #guards: Guards;
  readonly #checkAnswers: boolean;
  readonly #served = new Set<RouteName>();

  /** @param checkAnswers refuses an answer that the table does not describe (tests): what `/api/docs` says is then true. */
  constructor(app: FastifyInstance, guards: Guards, streams: EventStreams, checkAnswers: boolean) {
    this.#app = app;
    this.streams = streams;
    this.#guards = guards;
    this.#checkAnswers = checkAnswers;
    app.addHook('preClose', async () => this.streams.closeAll());
  }

  serve<N extends RouteName>(name: N, handler: Handler<N>): void {
    const route: Route = ROUTES[name];
    const options = route.form ? { bodyLimit: FORM_MAXIMUM } : {};
    this.#served.add(name);
    this.#app.route({
      method: route.method,
      url: route.path,
      ...options,
      config: {
        rateLimit: {
          max: route.perMinute ?? PER_MINUTE,
          timeWindow: 60_000,
          ...(route.access === 'public' ? {} : { keyGenerator: callerKey }),
        },
      },
      handler: async (request, reply) => {
        const caller = await this.#caller(route, request);
        const body = parsed(route, request.body);
        const call = { ...caller, request, reply, params: request.params, body } as Call<(typeof ROUTES)[N]>;
        return this.#send(route, reply, await handler(call));
      },
    });
  }

  /** Routes of the table that nobody serves. */
  missing(): RouteName[] {
    return (Object.keys(ROUTES) as RouteName[]).filter((name) => !this.#served.has(name));
  }

  async #caller({ access }: Route, request: FastifyRequest): Promise<object> {
    if (access === 'public') return {};
    if (access === 'learner') return { session: await this.#guards.learner(request) };
    const trainer = await this.#guards.trainer(request);
    if (access === 'administrator' && trainer.trainer.role !== 'administrator') throw new AppError('forbidden');
    if (access === 'class') await this.#guards.ownsClass(trainer, (request.params as { classId: string }).classId);
    return { trainer };
  }

  #send({ answer }: Route, reply: FastifyReply, value: unknown): unknown {
    switch (answer) {
      case 'nothing':
        return reply.code(204).send();
      case 'events':
      case 'redirect':
        return reply;
      case 'csv':
      case 'asciicast':
      case 'html':
        return reply.type(CONTENT_TYPES[answer]).send(value);
      default:
        if (this.#checkAnswers) answer.parse(value);
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(value));
    }
  }
}

/** @throws AppError when the body is not what the schema says. */
function parsed({ body: schema, refusal = 'bad-request' }: Route, body: unknown): unknown {
  const result = schema?.safeParse(body);
  if (result?.success === false) throw new AppError(refusal);
  return result?.data;
}
