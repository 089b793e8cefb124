import type { ColumnType, Selectable } from 'kysely';

/** Every instant is in milliseconds since the epoch; every flag is an instant or null; every document is JSON text. */
type Instant = number;
type Json = string;

export const SANDBOX_STATES = ['creating', 'ready', 'claimed', 'ending', 'gone'] as const;
export type SandboxState = (typeof SANDBOX_STATES)[number];

export interface Schema {
  learner: {
    id: string;
    pseudonym: string;
    created_at: Instant;
  };
  session: {
    /** SHA-256 of the cookie's token: the database alone opens no session. */
    token_hash: string;
    learner_id: string;
    created_at: Instant;
    last_seen_at: Instant;
  };
  sandbox: {
    id: string;
    state: SandboxState;
    created_at: Instant;
    ready_at: Instant | null;
    attempt_id: string | null;
    /** Past this the sandbox is ended, whatever it does. */
    expires_at: Instant;
    gone_at: Instant | null;
    end_reason: string | null;
  };
  attempt: {
    id: string;
    learner_id: string;
    lab: string;
    sandbox_id: string | null;
    state: 'preparing' | 'open' | 'ended';
    started_at: Instant;
    expires_at: Instant;
    last_viewed_at: Instant;
    ended_at: Instant | null;
    end_reason: string | null;
    succeeded_at: Instant | null;
    extensions_used: number;
    hints_revealed: number;
    solution_revealed_at: Instant | null;
    /** Evaluations that found a check failed after being asked for or after an action: an honest try is several. */
    tries: number;
    checks: Json;
    answers: Json;
    baseline: Json;
  };
  chapter_mark: {
    learner_id: string;
    chapter: string;
    section: string;
    finished: number;
    at: Instant;
  };
  quiz_mark: {
    learner_id: string;
    quiz: string;
    question: number;
    at: Instant;
  };
  /** Append-only: who did what to what. */
  audit: {
    id: ColumnType<number, never, never>;
    at: Instant;
    actor: string;
    action: string;
    subject: string;
    detail: string;
  };
}

export type LearnerRow = Selectable<Schema['learner']>;
export type SandboxRow = Selectable<Schema['sandbox']>;
export type AttemptRow = Selectable<Schema['attempt']>;
