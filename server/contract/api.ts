import { z } from 'zod';

/**
 * What crosses the wire, as schemas. Routes (all JSON, same origin, cookie session; unsafe methods need the header
 * `x-etanche: 1`, which a foreign page cannot send without a preflight that we refuse):
 *
 * GET    /api/session                     → SessionView             (no learner: `learner: null`)
 * POST   /api/session        SignIn       → SessionView
 * DELETE /api/session                     → 204, ends the learner's sandbox
 * GET    /api/progress                    → ProgressView
 * PUT    /api/progress/chapters/:chapter  ChapterMark → 204
 * PUT    /api/progress/quiz               QuizMark    → 204
 * GET    /api/status                      → StatusView
 * GET    /api/attempts/current            → AttemptView | null      the learner's live attempt, to resume
 * POST   /api/attempts       OpenAttempt  → OpenedAttempt           opens, or returns the live attempt of the same lab;
 *                                                                   a live attempt of another lab is ended first
 * GET    /api/attempts/:id                → AttemptView
 * GET    /api/attempts/:id/events         → server-sent events, each `event: attempt`, `data: AttemptView`
 * POST   /api/attempts/:id/evaluate       → AttemptView             evaluation on demand
 * PUT    /api/attempts/:id/answers  Answer → AttemptView
 * POST   /api/attempts/:id/hints          → AttemptView             reveals the next hint
 * POST   /api/attempts/:id/solution       → AttemptView             reveals the solution where allowed
 * POST   /api/attempts/:id/extend         → AttemptView
 * POST   /api/attempts/:id/reset    Reset → AttemptView
 * POST   /api/attempts/:id/close          → AttemptView
 * POST   /api/attempts/:id/terminals OpenTerminal → TerminalTicket  then WebSocket /api/terminal?ticket=…&from=<offset>
 */
export const PSEUDONYM_MAX = 40;

export const signInSchema = z.strictObject({
  /** Letters, digits, spaces, hyphens, apostrophes, dots: 2 to 40 characters once trimmed. */
  pseudonym: z
    .string()
    .trim()
    .min(2)
    .max(PSEUDONYM_MAX)
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} .’'_-]*$/u),
});

export interface SessionView {
  learner: { id: string; pseudonym: string } | null;
}

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

export interface TerminalTicket {
  /** Single use, 30 seconds, bound to the session and the sandbox. */
  ticket: string;
  terminal: number;
}

export interface CheckView {
  id: string;
  status: 'waiting' | 'passed' | 'failed';
  /** Milliseconds since the epoch of the last change of status. */
  changedAt: number;
  /** True once it has been passed in this attempt, even if undone since. */
  everPassed: boolean;
  observed?: string;
  expected?: string;
  mechanism?: string;
  see?: string;
  contradiction?: string;
  /** For `waiting`. */
  message?: string;
}

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

export interface AttemptView {
  id: string;
  lab: string;
  /** `preparing` until the start state is in place; terminals already open then. */
  state: 'preparing' | 'open' | 'ended';
  startedAt: number;
  expiresAt: number;
  /** The server's clock when this view was made: the page counts down from the difference. */
  now: number;
  extension: { left: number; minutes: number };
  health: SandboxHealth;
  checks: CheckView[];
  answers: Record<string, string>;
  hints: { revealed: string[]; total: number };
  /** `script` and `explanation` only once revealed. `available`: after success, or after an honest try. */
  solution: { available: boolean; revealed: boolean; script?: string; explanation?: string };
  succeededAt: number | null;
  endReason: EndReason | null;
}

/** With the ticket of its first terminal, unless it has ended already: the page has nothing more to ask to connect. */
export interface OpenedAttempt extends AttemptView {
  ticket: string | null;
}

export interface ProgressView {
  labs: Record<string, { bestPassed: number; total: number; succeededAt: number | null; attempts: number }>;
  chapters: Record<string, { section: string; finished: boolean; at: number }>;
  /** By quiz id, the numbers of the questions answered right at least once. */
  quizzes: Record<string, number[]>;
}

export interface StatusView {
  /** `starting` while the lab engine or the images are not ready. */
  labs: 'ready' | 'starting' | 'unavailable';
  sandboxes: { ready: number; claimed: number; maximum: number };
}
