import type { CatalogEntry } from '../../labs/catalog.ts';
import type { AttemptJournal } from '../attempts/attempt-journal.ts';
import type { ProgressView } from '../contract/api.ts';
import type { Logger } from '../logger.ts';
import { RetryingLoop } from '../retrying-loop.ts';
import type { LtiStore } from '../store/lti.ts';
import type { LtiPlatformRow, LtiScoreRow } from '../store/schema.ts';
import { scoreOf } from './course-page.ts';
import type { PlatformClient } from './platform-client.ts';

const BATCH = 50;

/** Answers by which a platform says that this very cell will never take it: no use in sending it again. */
const HOPELESS = new Set([400, 404, 410, 413, 422]);
/** It holds a later one already (AGS 2.0, 3.4.9). */
const LATER_HELD = 409;

export interface ScoreSenderOptions {
  store: LtiStore;
  client: () => Promise<PlatformClient>;
  catalog: () => ReadonlyMap<string, CatalogEntry>;
  progressOf: (learnerId: string) => Promise<Pick<ProgressView, 'labs'>>;
  log: Logger;
  /** Milliseconds, shorter in tests. */
  firstPause?: number;
}

/**
 * Tells platforms how far learners are. Of each cell the database keeps that something may be new, not what: the score is
 * counted when it is sent, so that none is lost and none is sent twice. A platform that is away delays itself alone.
 */
export class ScoreSender implements AttemptJournal {
  readonly #options: ScoreSenderOptions;
  readonly #loops = new Map<string, RetryingLoop>();

  constructor(options: ScoreSenderOptions) {
    this.#options = options;
  }

  /** Sends what an earlier server left. */
  async start(): Promise<void> {
    for (const { id } of await this.#options.store.platforms()) this.#wake(id);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#loops.values()].map((loop) => loop.stop()));
    this.#loops.clear();
  }

  readonly opened = async (): Promise<void> => {};
  readonly ended = async (): Promise<void> => {};
  readonly judged: AttemptJournal['judged'] = async ({ learner_id }, before, after) => {
    const passed = new Set(before.filter(({ everPassed }) => everPassed).map(({ id }) => id));
    if (!after.some(({ id, everPassed }) => everPassed && !passed.has(id))) return;
    for (const platform of await this.#options.store.scoresDue(learner_id, Date.now())) this.#wake(platform);
  };

  /** A cell that comes with a launch. */
  async add(row: Omit<LtiScoreRow, 'sent' | 'due_at'>): Promise<void> {
    await this.#options.store.addScore({ ...row, due_at: Date.now() });
    this.#wake(row.platform_id);
  }

  /** The platform is not there any more, or not the same. */
  async reset(platformId: string): Promise<void> {
    await this.#loops.get(platformId)?.stop();
    this.#loops.delete(platformId);
    this.#wake(platformId);
  }

  #wake(platformId: string): void {
    const { log, firstPause } = this.#options;
    const loop =
      this.#loops.get(platformId) ??
      new RetryingLoop({
        run: (signal) => this.#run(platformId, signal),
        onFailure: (error, failures) => log.warn({ error, failures, platformId }, 'a platform does not take scores'),
        ...(firstPause === undefined ? {} : { firstPause }),
      });
    this.#loops.set(platformId, loop);
    loop.wake();
  }

  async #run(platformId: string, signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    const platform = await store.platform(platformId);
    if (!platform) return;
    while (!signal.aborted) {
      const rows = await store.dueScores(platformId, BATCH);
      for (const row of rows) if (!signal.aborted) await this.#tell(platform, row, signal);
      if (rows.length === 0) return;
    }
  }

  /** @throws Error when the platform is away, or does not let us in. */
  async #tell(platform: LtiPlatformRow, row: LtiScoreRow, signal: AbortSignal): Promise<void> {
    const { store, client, catalog, progressOf, log } = this.#options;
    const given = scoreOf(row.page, await progressOf(row.learner_id), catalog());
    if (given > (row.sent ?? 0)) {
      const { line_item: lineItem, subject } = row;
      const status = await (await client()).postScore(platform, { lineItem, subject, given, at: Date.now() }, signal);
      if (HOPELESS.has(status)) {
        log.warn({ status, lineItem, platform: platform.name }, 'a score is refused for good');
      } else if (status !== LATER_HELD && (status < 200 || status > 299)) {
        throw new Error(`the platform answers ${status}`);
      }
    }
    await store.scoreTold(row, Math.max(given, row.sent ?? 0));
  }
}
