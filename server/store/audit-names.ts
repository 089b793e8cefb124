import type { Database } from './database.ts';
import type { AuditRow } from './schema.ts';

/** What an identifier of the journal stands for. */
export interface Named {
  kind: 'class' | 'learner' | 'attempt' | 'trainer';
  /** Of a class, a pseudonym, a login; the lab of an attempt. */
  name: string;
}

/** What the identifiers in these rows name today, as actors or as subjects. What has been deleted is not there. */
export async function namesIn(
  db: Database,
  rows: readonly Pick<AuditRow, 'actor' | 'subject'>[],
): Promise<Record<string, Named>> {
  const ids = [...new Set(rows.flatMap(({ actor, subject }) => [actor, subject]))];
  const found = {
    class: await db.selectFrom('class').select(['id', 'name']).where('id', 'in', ids).execute(),
    learner: await db.selectFrom('learner').select(['id', 'pseudonym as name']).where('id', 'in', ids).execute(),
    attempt: await db.selectFrom('attempt').select(['id', 'lab as name']).where('id', 'in', ids).execute(),
    trainer: await db.selectFrom('trainer').select(['id', 'login as name']).where('id', 'in', ids).execute(),
  };
  const kinds = Object.keys(found) as Named['kind'][];
  return Object.fromEntries(kinds.flatMap((kind) => found[kind].map(({ id, name }) => [id, { kind, name }])));
}
