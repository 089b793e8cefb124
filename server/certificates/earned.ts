import type { LabMeta } from '../../labs/schema.ts';
import type { CertificateDocument } from '../contract/certificates.ts';

export type RequiredLab = Pick<LabMeta, 'id' | 'title'>;

export interface Earned {
  done: CertificateDocument['labs'];
  /** Identifiers, in the order of the course. */
  missing: string[];
}

/**
 * What a learner has done of what a certificate asks for. Pure.
 * @param required every lab of the published chapters, in the order of the course.
 * @param since only later successes count: the revocation of the last certificate, else 0. What was taken back is to be
 *   proved anew; nobody gets the same certificate again by asking for it.
 */
export function earned(
  required: readonly RequiredLab[],
  successes: readonly { lab: string; succeeded_at: number }[],
  since: number,
): Earned {
  const first = new Map<string, number>();
  for (const { lab, succeeded_at } of successes) {
    if (succeeded_at > since) first.set(lab, Math.min(succeeded_at, first.get(lab) ?? Infinity));
  }
  const done: Earned['done'] = [];
  const missing: string[] = [];
  for (const { id, title } of required) {
    const succeededAt = first.get(id);
    if (succeededAt === undefined) missing.push(id);
    else done.push({ id, title, succeededAt });
  }
  return { done, missing };
}
