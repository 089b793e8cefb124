import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
} from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

/** The file to back up, in the state folder. */
export const DATABASE_FILE = 'etanche.db';

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

/**
 * Every transaction of ours writes. Begun as one that reads, it would fail at its first write (SQLITE_BUSY_SNAPSHOT) when
 * another process, `npm run inviter`, has written since; begun as a writer, it waits for its turn (sqlite.org/isolation.html).
 */
class WritingDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class Dialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new WritingDriver({ database: this.#database });
  }
}

/** Opens the database, `:memory:` included, and brings its schema up to date. */
export async function openDatabase(path: string): Promise<Database> {
  const database = new Kysely<Schema>({ dialect: new Dialect(nodeSqlite(path)) });
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
