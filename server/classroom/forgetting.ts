import type { AttemptService } from '../attempts/attempt-service.ts';
import type { AuditLog } from '../store/audit.ts';
import type { LearnerStore } from '../store/learners.ts';

export interface ForgettingOptions {
  learners: LearnerStore;
  attempts: AttemptService;
  audit: AuditLog;
  /** Closes the terminals that a session has open. */
  closeSession: (sessionId: string) => void;
  /** Deletes what is kept outside the database, while the rows that name it are still there. */
  eraseFiles: (learnerId: string) => Promise<void>;
  /** Whoever shows this person, or speaks to them, stops. */
  onForgotten: (learnerId: string) => void;
}

/** Deletes learners with everything of theirs: nothing remains but an opaque identifier in the audit log. */
export class Forgetting {
  readonly #options: ForgettingOptions;

  constructor(options: ForgettingOptions) {
    this.#options = options;
  }

  /** @param actor who asks, as the audit log names them. */
  async forget(learnerIds: readonly string[], actor: string): Promise<void> {
    const { learners, attempts, audit, closeSession, eraseFiles, onForgotten } = this.#options;
    for (const id of learnerIds) {
      for (const session of await learners.sessionsOf(id)) closeSession(session);
      await attempts.endAll(id, 'signed-out', async () => {
        await eraseFiles(id);
        await learners.delete(id);
      });
      await audit.record(actor, 'learner.delete', id);
      onForgotten(id);
    }
  }
}
