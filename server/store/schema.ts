import type { ColumnType, Generated, Selectable } from 'kysely';

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
    /** `null` for somebody who learns alone. */
    class_id: string | null;
    /** The pseudonym as it is compared: unique in a class. */
    pseudonym_key: string | null;
    /** SHA-256 of the code that brings the learner back from another machine. */
    resume_hash: string | null;
    help_asked_at: Instant | null;
    help_note: string;
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
  trainer: {
    id: string;
    login: string;
    role: 'trainer' | 'administrator';
    /** `null` for an account that only signs in through OpenID Connect. */
    password_hash: string | null;
    totp_secret: string | null;
    /** The last 30-second step a code was accepted for: none serves twice (RFC 6238, 5.2). */
    totp_last_step: number | null;
    openid_subject: string | null;
    created_at: Instant;
    disabled_at: Instant | null;
  };
  trainer_session: {
    token_hash: string;
    trainer_id: string;
    created_at: Instant;
    last_seen_at: Instant;
  };
  invitation: {
    token_hash: string;
    role: 'trainer' | 'administrator';
    /** Id of a trainer; `command` for those of `npm run inviter`; `null` for the one that the server printed as it started. */
    created_by: string | null;
    /** The account that it gives a new password to; `null` for those that make an account. */
    trainer_id: string | null;
    created_at: Instant;
    expires_at: Instant;
    used_at: Instant | null;
  };
  class: {
    id: string;
    name: string;
    code: string;
    state: 'open' | 'closed';
    capacity: number;
    starts_at: Instant | null;
    ends_at: Instant | null;
    warm: number;
    closed_items: Json;
    recording: number;
    recording_days: number;
    /** Since when the learners' terminals are held; `class_pause` has the times before. */
    paused_at: Instant | null;
    created_at: Instant;
  };
  /** A pause that is over. */
  class_pause: {
    id: Generated<number>;
    class_id: string;
    started_at: Instant;
    ended_at: Instant;
  };
  class_trainer: {
    class_id: string;
    trainer_id: string;
  };
  /** A broadcast is one row for each learner. */
  message: {
    id: Generated<number>;
    learner_id: string;
    /** Login of the trainer. */
    sender: string;
    kind: 'message' | 'chapter' | 'hint';
    text: string;
    target: string | null;
    at: Instant;
    read_at: Instant | null;
  };
  /** One row each time a check changes status. */
  check_event: {
    id: Generated<number>;
    attempt_id: string;
    check_id: string;
    status: 'waiting' | 'passed' | 'failed';
    /** What the learner was told, cut short; empty but for a failure. */
    observed: string;
    at: Instant;
  };
  /** The file is named after `id`, in the state folder. How long it is kept is its class's to say: see `RecordingStore`. */
  recording: {
    id: string;
    attempt_id: string;
    terminal: number;
    started_at: Instant;
    ended_at: Instant | null;
  };
  certificate: {
    id: string;
    /** `null` once the learner has left: what was signed stays verifiable, and revocable. */
    learner_id: string | null;
    issued_at: Instant;
    document: Json;
    /** The public key that it was signed for: another one may have come since. */
    key: string;
    signature: string;
    revoked_at: Instant | null;
    revoked_reason: string | null;
  };
  /** On its way to a learning record store. */
  xapi_statement: {
    seq: Generated<number>;
    learner_id: string;
    statement: Json;
    at: Instant;
  };
  /** A learning platform that sends people here (LTI 1.3). */
  lti_platform: {
    id: string;
    name: string;
    issuer: string;
    client_id: string;
    deployments: Json;
    authorization_url: string;
    token_url: string;
    keys_url: string;
    created_at: Instant;
  };
  /** A course of a platform, whose people come to a class without its code. */
  lti_course: {
    id: string;
    platform_id: string;
    deployment: string;
    /** The platform's own name for the course. */
    context: string;
    class_id: string;
    title: string;
    linked_at: Instant;
  };
  /** Who a learner is for a platform: its opaque identifier, nothing more. */
  lti_person: {
    platform_id: string;
    subject: string;
    learner_id: string;
  };
  /** A cell of a platform's gradebook. */
  lti_score: {
    platform_id: string;
    learner_id: string;
    /** Address of the column. */
    line_item: string;
    subject: string;
    /** Page of this site whose progress it tells. */
    page: string;
    /** What the platform holds, in hundredths of the whole; `null` before the first. */
    sent: number | null;
    /** Since when there may be something else to tell. */
    due_at: Instant | null;
  };
  /** Append-only: who did what to what. */
  audit: {
    id: ColumnType<number, never, never>;
    at: Instant;
    actor: string;
    action: string;
    subject: string;
    detail: string;
    /** Of this row and the digest of the one before. */
    digest: ColumnType<string, string, never>;
  };
}

export type LearnerRow = Selectable<Schema['learner']>;
export type SandboxRow = Selectable<Schema['sandbox']>;
export type AttemptRow = Selectable<Schema['attempt']>;
export type TrainerRow = Selectable<Schema['trainer']>;
export type ClassRow = Selectable<Schema['class']>;
export type MessageRow = Selectable<Schema['message']>;
export type CheckEventRow = Selectable<Schema['check_event']>;
export type RecordingRow = Selectable<Schema['recording']>;
export type CertificateRow = Selectable<Schema['certificate']>;
export type InvitationRow = Selectable<Schema['invitation']>;
export type LtiPlatformRow = Selectable<Schema['lti_platform']>;
export type LtiCourseRow = Selectable<Schema['lti_course']>;
export type LtiScoreRow = Selectable<Schema['lti_score']>;
export type AuditRow = Selectable<Schema['audit']>;
