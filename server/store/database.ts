import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

/** Node's SQLite in the shape that Kysely's dialect expects. */
export function nodeSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path);
  // FULL: a learner's success, once acknowledged, survives a power cut. The rate of writes is small.
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;',
  );
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}

/** Opens the database, `:memory:` included, and brings its schema up to date. */
export async function openDatabase(path: string): Promise<Database> {
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: nodeSqlite(path) }) });
  const { error } = await new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
  }).migrateToLatest();
  if (error) {
    await database.destroy();
    throw new Error('the database could not be migrated', { cause: error });
  }
  return database;
}
