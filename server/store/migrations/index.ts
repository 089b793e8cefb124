import type { Migration } from 'kysely/migration';
import * as foundation from './001-foundation.ts';
import * as classroom from './002-classroom.ts';
import * as xapi from './003-xapi.ts';
import * as lti from './004-lti.ts';
import * as accountLinks from './005-account-links.ts';
import * as pausesAndRetention from './006-pauses-and-retention.ts';

/** In order; a migration that has been released is never edited. */
export const migrations: Record<string, Migration> = {
  '001-foundation': foundation,
  '002-classroom': classroom,
  '003-xapi': xapi,
  '004-lti': lti,
  '005-account-links': accountLinks,
  '006-pauses-and-retention': pausesAndRetention,
};
