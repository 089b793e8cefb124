import { createHash } from 'node:crypto';
import type { AuditRow } from './schema.ts';

/**
 * The digest of a row of the journal: of what it says and of the digest of the row before, which is empty for the
 * first. Pure. Every row ever written has it: it cannot change.
 */
export const auditDigest = (
  before: string,
  { at, actor, action, subject, detail }: Omit<AuditRow, 'id' | 'digest'>,
): string =>
  createHash('sha256')
    .update(JSON.stringify([before, at, actor, action, subject, detail]))
    .digest('hex');
