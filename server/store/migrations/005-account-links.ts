import type { Kysely } from 'kysely';

/** An invitation may be bound to an account that exists: it then gives a new password, not a new account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('invitation')
    .addColumn('trainer_id', 'text', (c) => c.references('trainer.id').onDelete('cascade'))
    .execute();
}
