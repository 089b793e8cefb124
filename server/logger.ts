import { pino, type Logger } from 'pino';

export type { Logger };

/** One JSON line per event on standard error; never terminal contents, cookies or tickets. */
export const createLogger = (level: string): Logger =>
  pino({ level, base: null, redact: ['req.headers.cookie', 'ticket'] }, pino.destination({ dest: 2, sync: false }));
