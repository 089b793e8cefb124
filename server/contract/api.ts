import { z } from 'zod';

/** Schemas of what a learner's page and the server exchange. Which route carries which: `routes.ts`. */

export const PSEUDONYM_MAX = 40;

/** Letters, digits, spaces, hyphens, apostrophes, dots: 2 to 40 characters once trimmed. */
export const pseudonymSchema = z
  .string()
  .trim()
  .min(2)
  .max(PSEUDONYM_MAX)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} .’'_-]*$/u);

/** Milliseconds since the epoch. */
export const instant = z.number().int();

export const signInSchema = z.strictObject({
  pseudonym: pseudonymSchema,
  /** Of the class to join; none for somebody who learns alone. */
  classCode: z.string().max(40).optional(),
});
export type SignIn = z.infer<typeof signInSchema>;

export const resumeSchema = z.strictObject({
  /** Case, spaces and hyphens do not count. */
  code: z.string().max(60),
});

export const resumeCodeSchema = z.strictObject({ code: z.string() });

export const sessionViewSchema = z.strictObject({
  learner: z
    .strictObject({
      id: z.string(),
      pseudonym: z.string(),
      class: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    })
    .nullable(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

export const signedInSchema = z.strictObject({
  learner: sessionViewSchema.shape.learner.unwrap(),
  /** To come back from another machine. Told once: the server keeps its digest. `null` when already signed in. */
  resumeCode: z.string().nullable(),
});
export type SignedIn = z.infer<typeof signedInSchema>;

export const openAttemptSchema = z.strictObject({ lab: z.string().max(80) });
export const answerSchema = z.strictObject({ key: z.string().max(80), value: z.string().max(400) });
export const resetSchema = z.strictObject({
  /** `engine`: restarts the nested Docker Engine, files kept. `fresh`: a new sandbox, the lab's start state again. */
  level: z.enum(['engine', 'fresh']),
});
export const openTerminalSchema = z.strictObject({ terminal: z.number().int().min(1).max(4) });
export const chapterMarkSchema = z.strictObject({
  /** Anchor of the last section seen. */
  section: z.string().max(120),
  finished: z.boolean(),
});
export const quizMarkSchema = z.strictObject({
  quiz: z.string().max(60),
  question: z.number().int().min(1).max(20),
  correct: z.boolean(),
});

export const terminalTicketSchema = z.strictObject({
  /** Single use, 30 seconds, bound to the session and the sandbox. */
  ticket: z.string(),
  terminal: z.number().int(),
});
export type TerminalTicket = z.infer<typeof terminalTicketSchema>;

export const checkViewSchema = z.strictObject({
  id: z.string(),
  status: z.enum(['waiting', 'passed', 'failed']),
  /** Of the last change of status. */
  changedAt: instant,
  /** True once it has been passed in this attempt, even if undone since. */
  everPassed: z.boolean(),
  observed: z.string().optional(),
  expected: z.string().optional(),
  mechanism: z.string().optional(),
  see: z.string().optional(),
  contradiction: z.string().optional(),
  /** For `waiting`. */
  message: z.string().optional(),
});
export type CheckView = z.infer<typeof checkViewSchema>;

/** Why an attempt ended. Each has a French sentence in the front end. */
export const END_REASONS = ['closed', 'expired', 'idle', 'replaced', 'signed-out', 'lost', 'setup-failed'] as const;
export type EndReason = (typeof END_REASONS)[number];

/**
 * State of the sandbox as the page tells it:
 * `ok` · `engine-down`: the nested engine does not answer, a repair is offered · `restarting`: it is being restarted ·
 * `disk-full`: its disk quota is reached · `saturated`: its process or memory limit is reached.
 */
export const SANDBOX_HEALTH = ['ok', 'engine-down', 'restarting', 'disk-full', 'saturated'] as const;
export type SandboxHealth = (typeof SANDBOX_HEALTH)[number];

export const attemptViewSchema = z.strictObject({
  id: z.string(),
  lab: z.string(),
  /** `preparing` until the start state is in place; terminals already open then. */
  state: z.enum(['preparing', 'open', 'ended']),
  startedAt: instant,
  expiresAt: instant,
  /** The server's clock when this view was made: the page counts down from the difference. */
  now: instant,
  extension: z.strictObject({ left: z.number().int(), minutes: z.number().int() }),
  health: z.enum(SANDBOX_HEALTH),
  checks: z.array(checkViewSchema),
  answers: z.record(z.string(), z.string()),
  hints: z.strictObject({ revealed: z.array(z.string()), total: z.number().int() }),
  /** `script` and `explanation` only once revealed. `available`: after success, or after an honest try. */
  solution: z.strictObject({
    available: z.boolean(),
    revealed: z.boolean(),
    script: z.string().optional(),
    explanation: z.string().optional(),
  }),
  succeededAt: instant.nullable(),
  endReason: z.enum(END_REASONS).nullable(),
});
export type AttemptView = z.infer<typeof attemptViewSchema>;

/** With the ticket of its first terminal, unless it has ended already: the page has nothing more to ask to connect. */
export const openedAttemptSchema = attemptViewSchema.extend({ ticket: z.string().nullable() });
export type OpenedAttempt = z.infer<typeof openedAttemptSchema>;

export const progressViewSchema = z.strictObject({
  labs: z.record(
    z.string(),
    z.strictObject({
      bestPassed: z.number().int(),
      total: z.number().int(),
      succeededAt: instant.nullable(),
      attempts: z.number().int(),
    }),
  ),
  chapters: z.record(z.string(), z.strictObject({ section: z.string(), finished: z.boolean(), at: instant })),
  /** By quiz id, the numbers of the questions answered right at least once. */
  quizzes: z.record(z.string(), z.array(z.number().int())),
});
export type ProgressView = z.infer<typeof progressViewSchema>;

export const statusViewSchema = z.strictObject({
  /** `starting` while the lab engine or the images are not ready. */
  labs: z.enum(['ready', 'starting', 'unavailable']),
  sandboxes: z.strictObject({
    ready: z.number().int(),
    claimed: z.number().int(),
    maximum: z.number().int(),
  }),
});
export type StatusView = z.infer<typeof statusViewSchema>;
