import type { AttemptService } from '../attempts/attempt-service.ts';
import type { Logger } from '../logger.ts';
import type { SeatService } from './seat-service.ts';

/** A trainer's look at a terminal, or the learner's own. */
type Access = { readonly kind: 'own' } | { readonly kind: 'watch'; readonly trainer: string };

/** What a terminal's gateway asks and tells of a class, in terms of sandboxes. */
export class TerminalRights {
  readonly #attempts: AttemptService;
  readonly #seats: () => SeatService;
  readonly #log: Logger;

  constructor(attempts: AttemptService, seats: () => SeatService, log: Logger) {
    this.#attempts = attempts;
    this.#seats = seats;
    this.#log = log;
  }

  /** Whether who watches may type now: only with the learner's consent. */
  mayType(sandboxId: string, access: Access): boolean {
    const learner = this.#attempts.learnerIn(sandboxId);
    return learner !== null && access.kind === 'watch' && this.#seats().mayType(learner, access.trainer);
  }

  /** Whether the learner's keys are held, in a class that pauses. */
  held(sandboxId: string): boolean {
    const learner = this.#attempts.learnerIn(sandboxId);
    return learner !== null && this.#seats().held(learner);
  }

  /** `held` answers for this sandbox from now on. */
  async learnHeld(sandboxId: string): Promise<void> {
    const learner = this.#attempts.learnerIn(sandboxId);
    if (learner !== null) await this.#seats().holdIfPaused(learner);
  }

  watchersChanged(sandboxId: string): void {
    const learner = this.#attempts.learnerIn(sandboxId);
    if (learner === null) return;
    this.#seats()
      .watchersChanged(learner)
      .catch((error: unknown) => this.#log.error({ error, learner }, 'a seat was not told'));
  }
}
