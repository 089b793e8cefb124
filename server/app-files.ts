import { SIGNING_KEY_FILE } from './certificates/signing-key.ts';
import { TOOL_KEY_FILE } from './lti/tool-key.ts';

/** The file to back up, in the state folder. */
export const DATABASE_FILE = 'etanche.db';
/** The folder of recorded terminals, beside it. */
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
