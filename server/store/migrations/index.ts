import type { Migration } from 'kysely/migration';
import * as foundation from './001-foundation.ts';

/** In order; a migration that has been released is never edited. */
export const migrations: Record<string, Migration> = {
  '001-foundation': foundation,
};
