import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import type { Database } from '../store/database.ts';
import { XapiQueue } from '../store/xapi-queue.ts';
import { LearningRecord, type LearningRecordOptions } from './learning-record.ts';
import { Outbox } from './outbox.ts';

/** What is said, and what sends it; `null` when no store is configured: nothing is then kept nor sent. */
export function learningRecords(
  { xapi }: Pick<Config, 'xapi'>,
  database: Database,
  log: Logger,
  site: Omit<LearningRecordOptions, 'put'>,
): { record: LearningRecord; outbox: Outbox } | null {
  if (!xapi) return null;
  const outbox = new Outbox({ store: xapi, queue: new XapiQueue(database), log });
  const record = new LearningRecord({ ...site, put: (learnerId, statements) => outbox.put(learnerId, statements) });
  return { record, outbox };
}
