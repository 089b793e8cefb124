import type { TerminalEnd } from '../../../server/contract/terminal-frames.ts';
import type { FailureCode } from '../../lib/http.ts';

export type TerminalState =
  | { kind: 'connecting' }
  | { kind: 'open' }
  /** The link broke: it is being made again, by itself. */
  | { kind: 'reconnecting' }
  /** It stays so until `restart`. */
  | { kind: 'ended'; reason: Exclude<TerminalEnd, 'error'> }
  /** The server will not open it; it stays so until `restart`. */
  | { kind: 'refused'; code: FailureCode };
