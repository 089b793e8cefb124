import { isTerminalSize } from '../../../server/contract/terminal-frames.ts';

/** One event of a recording; instants in seconds. */
export interface CastEvent {
  /** From the start of the recording. */
  readonly at: number;
  /** The same, once idle moments are shortened. */
  readonly shown: number;
  readonly what:
    | { kind: 'output'; text: string }
    | { kind: 'resize'; columns: number; rows: number }
    | { kind: 'mark'; text: string };
}

export interface Cast {
  readonly columns: number;
  readonly rows: number;
  readonly events: readonly CastEvent[];
  /** Seconds, idle moments shortened. */
  readonly duration: number;
}

/** Moments without output are not shown longer than this, in seconds. */
const LONGEST_IDLE = 2;

/**
 * Reads asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/): a header, then one event a line, output, resize
 * and marker alone being kept. What it tells is hostile: lines that are no event, such as a last one being written, are
 * passed over, and time never goes back.
 * @returns `null` when the header is not one.
 */
export function parseCast(text: string): Cast | null {
  const [first = '', ...lines] = text.split('\n');
  const header = parsed(first) as { version?: unknown; width?: unknown; height?: unknown } | null;
  if (header?.version !== 2) return null;
  const [columns, rows] = [Number(header.width), Number(header.height)];
  if (!isTerminalSize(columns, rows)) return null;
  const events: CastEvent[] = [];
  let [at, shown] = [0, 0];
  for (const line of lines) {
    const event = parsed(line);
    if (!Array.isArray(event) || typeof event[0] !== 'number' || typeof event[2] !== 'string') continue;
    const what = whatOf(event[1], event[2]);
    if (what === null) continue;
    const next = Math.max(at, event[0]);
    shown += Math.min(next - at, LONGEST_IDLE);
    at = next;
    events.push({ at, shown, what });
  }
  return { columns, rows, events, duration: shown };
}

function whatOf(code: unknown, data: string): CastEvent['what'] | null {
  if (code === 'o') return { kind: 'output', text: data };
  if (code === 'm') return { kind: 'mark', text: data };
  const size = code === 'r' ? /^(\d{1,4})x(\d{1,4})$/.exec(data) : null;
  const [columns, rows] = [Number(size?.[1]), Number(size?.[2])];
  return isTerminalSize(columns, rows) ? { kind: 'resize', columns, rows } : null;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Where an instant of the recording is once idle moments are shortened, in seconds. */
export function shownAt({ events, duration }: Cast, at: number): number {
  const next = events.findIndex((event) => event.at >= at);
  const after = events[next];
  if (!after) return duration;
  return Math.max(events[next - 1]?.shown ?? 0, after.shown - (after.at - at));
}
