import { SIGNING_KEY_FILE } from './certificates/signing-key.ts';
import { TOOL_KEY_FILE } from './lti/tool-key.ts';
import { DATABASE_FILE } from './store/database.ts';

/** The folder of recorded terminals. */
export const RECORDINGS = 'recordings';
/** All that the program writes in the state folder, for whoever removes it. */
export const APP_FILES = [
  DATABASE_FILE,
  `${DATABASE_FILE}-wal`,
  `${DATABASE_FILE}-shm`,
  RECORDINGS,
  SIGNING_KEY_FILE,
  TOOL_KEY_FILE,
];
