import { sql, type Kysely } from 'kysely';
import { auditDigest } from '../audit-chain.ts';
import type { Schema } from '../schema.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('trainer')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('login', 'text', (c) => c.notNull().unique())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('password_hash', 'text')
    .addColumn('totp_secret', 'text')
    .addColumn('totp_last_step', 'bigint')
    .addColumn('openid_subject', 'text', (c) => c.unique())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('disabled_at', 'bigint')
    .execute();

  await db.schema
    .createTable('trainer_session')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('trainer_id', 'text', (c) => c.notNull().references('trainer.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('invitation')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .execute();

  await db.schema
    .createTable('class')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('code', 'text', (c) => c.notNull().unique())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('capacity', 'integer', (c) => c.notNull())
    .addColumn('starts_at', 'bigint')
    .addColumn('ends_at', 'bigint')
    .addColumn('warm', 'integer', (c) => c.notNull())
    .addColumn('closed_items', 'text', (c) => c.notNull())
    .addColumn('recording', 'integer', (c) => c.notNull())
    .addColumn('recording_days', 'integer', (c) => c.notNull())
    .addColumn('paused_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('class_trainer')
    .addColumn('class_id', 'text', (c) => c.notNull().references('class.id').onDelete('cascade'))
    .addColumn('trainer_id', 'text', (c) => c.notNull().references('trainer.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('class_trainer_key', ['class_id', 'trainer_id'])
    .execute();

  await db.schema
    .alterTable('learner')
    .addColumn('class_id', 'text', (c) => c.references('class.id').onDelete('cascade'))
    .execute();
  await db.schema.alterTable('learner').addColumn('pseudonym_key', 'text').execute();
  await db.schema.alterTable('learner').addColumn('resume_hash', 'text').execute();
  await db.schema.alterTable('learner').addColumn('help_asked_at', 'bigint').execute();
  await db.schema
    .alterTable('learner')
    .addColumn('help_note', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  // Rows without a class do not collide: NULL differs from NULL in a unique index (SQL:2016, SQLite and PostgreSQL).
  await db.schema
    .createIndex('learner_in_class')
    .on('learner')
    .columns(['class_id', 'pseudonym_key'])
    .unique()
    .execute();
  await db.schema.createIndex('learner_by_resume').on('learner').column('resume_hash').unique().execute();

  await db.schema
    .createTable('message')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('learner_id', 'text', (c) => c.notNull().references('learner.id').onDelete('cascade'))
    .addColumn('sender', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('target', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('read_at', 'bigint')
    .execute();
  await db.schema.createIndex('message_by_learner').on('message').columns(['learner_id', 'read_at']).execute();

  await db.schema
    .createTable('check_event')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('attempt_id', 'text', (c) => c.notNull().references('attempt.id').onDelete('cascade'))
    .addColumn('check_id', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('observed', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('check_event_by_attempt').on('check_event').column('attempt_id').execute();

  await db.schema
    .createTable('recording')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('attempt_id', 'text', (c) => c.notNull().references('attempt.id').onDelete('cascade'))
    .addColumn('terminal', 'integer', (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('certificate')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('learner_id', 'text', (c) => c.references('learner.id').onDelete('set null'))
    .addColumn('issued_at', 'bigint', (c) => c.notNull())
    .addColumn('document', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('signature', 'text', (c) => c.notNull())
    .addColumn('revoked_at', 'bigint')
    .addColumn('revoked_reason', 'text')
    .execute();
  // One in force for each learner, however many times it is asked for.
  await db.schema
    .createIndex('certificate_in_force')
    .on('certificate')
    .column('learner_id')
    .unique()
    .where(sql.ref('revoked_at'), 'is', null)
    .execute();

  await db.schema
    .alterTable('audit')
    .addColumn('digest', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await chainAudit(db);
  for (const event of ['update', 'delete']) {
    await sql
      .raw(
        `create trigger audit_no_${event} before ${event} on audit begin select raise(abort, 'audit is append-only'); end`,
      )
      .execute(db);
  }
}

/** Gives the rows of before their place in the chain. */
async function chainAudit(db: Kysely<Pick<Schema, 'audit'>>): Promise<void> {
  let digest = '';
  for (const row of await db.selectFrom('audit').selectAll().orderBy('id').execute()) {
    digest = auditDigest(digest, row);
    await sql`update audit set digest = ${digest} where id = ${row.id}`.execute(db);
  }
}
