import { z } from 'zod';
import { attemptViewSchema, instant } from './api.ts';
import { classViewSchema } from './classes.ts';
import { CONSENTS, consentAnswerSchema, MESSAGE_MAX, messageSchema } from './seat.ts';

/** Schemas of the trainer's room: everybody at a glance, one learner in detail. */

/** When everybody's terminals were held, oldest first; `to` is `null` while it lasts. See `worked`. */
const pauses = z.array(z.strictObject({ from: instant, to: instant.nullable() }));

/** One learner on one lab, all attempts together. */
export const labCellSchema = z.strictObject({
  /** `live`: a sandbox is open on it · `done`: succeeded, whatever is open now · `left`: tried, not succeeded. */
  state: z.enum(['live', 'done', 'left']),
  /** Of the best attempt, or of the live one. */
  passed: z.number().int(),
  total: z.number().int(),
  attempts: z.number().int(),
  /** Checks found failed, in all attempts. */
  tries: z.number().int(),
  /** Milliseconds spent in attempts that are over, pauses left out; a live one's time runs from `live.startedAt`. */
  spent: z.number().int(),
});
export type LabCell = z.infer<typeof labCellSchema>;

export const learnerTileSchema = z.strictObject({
  id: z.string(),
  pseudonym: z.string(),
  /** A page of theirs is open. */
  connected: z.boolean(),
  /** Last sign of work: a terminal that moves, an answer, a check that changes. */
  activeAt: instant.nullable(),
  help: z.strictObject({ askedAt: instant, note: z.string() }).nullable(),
  live: z
    .strictObject({
      attempt: z.string(),
      lab: z.string(),
      startedAt: instant,
      expiresAt: instant,
      checks: z.array(z.strictObject({ id: z.string(), status: z.enum(['waiting', 'passed', 'failed']) })),
      /** Last time a check passed, or the start. */
      progressAt: instant,
      /** Since `startedAt`. */
      pauses,
      /** The first check that is failed, and what the learner is told. */
      blocking: z.strictObject({ check: z.string(), observed: z.string() }).nullable(),
      hints: z.number().int(),
      solution: z.boolean(),
    })
    .nullable(),
  labs: z.record(z.string(), labCellSchema),
  chaptersFinished: z.array(z.string()),
  watchers: z.array(z.string()),
});
export type LearnerTile = z.infer<typeof learnerTileSchema>;

/** Sent whole when a room is opened; then tiles and class one by one. Events: `room`, `tile`, `left` (an id), `class`. */
export const roomViewSchema = z.strictObject({
  class: classViewSchema,
  now: instant,
  learners: z.array(learnerTileSchema),
});
export type RoomView = z.infer<typeof roomViewSchema>;

/** An attempt that is over, or the one that is not. */
export const attemptSummarySchema = z.strictObject({
  id: z.string(),
  lab: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  /** While it lasted. */
  pauses,
  endReason: z.string().nullable(),
  succeededAt: instant.nullable(),
  passed: z.number().int(),
  total: z.number().int(),
  tries: z.number().int(),
  hints: z.number().int(),
  solution: z.boolean(),
  recordings: z.array(
    z.strictObject({
      id: z.string(),
      terminal: z.number().int(),
      startedAt: instant,
      seconds: z.number(),
      expiresAt: instant,
    }),
  ),
});
export type AttemptSummary = z.infer<typeof attemptSummarySchema>;

/** Events of its stream: `learner`, each a whole view. */
export const learnerDetailSchema = z.strictObject({
  tile: learnerTileSchema,
  now: instant,
  /** The live attempt as the learner sees it, hints and solution not revealed included as such. */
  attempt: attemptViewSchema.nullable(),
  history: z.array(attemptSummarySchema),
  messages: z.array(messageSchema.extend({ readAt: instant.nullable() })),
  /** What was asked of the learner and not answered; what was granted. */
  request: z.enum(CONSENTS).nullable(),
  keyboard: z.string().nullable(),
  /** To the last request of this attempt; `null` once something else is asked, or nothing any more. */
  answer: consentAnswerSchema.nullable(),
});
export type LearnerDetail = z.infer<typeof learnerDetailSchema>;

export const sendMessageSchema = z.strictObject({
  kind: z.enum(['message', 'chapter', 'hint']),
  text: z.string().trim().max(MESSAGE_MAX),
  /** A path of this site: two slashes would name another one. */
  target: z
    .string()
    .regex(/^\/(?!\/)[a-z0-9/-]{0,120}(?:#[a-z0-9-]{1,120})?$/)
    .nullable(),
});
export type SendMessage = z.infer<typeof sendMessageSchema>;
export const giveTimeSchema = z.strictObject({ minutes: z.number().int().min(5).max(120) });
export const askConsentSchema = z.strictObject({ kind: z.enum(CONSENTS) });
