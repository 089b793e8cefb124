import type { LearnerTile } from '../../server/contract/room.ts';
import { worked } from '../../server/contract/working-time.ts';

/**
 * Who in a room needs somebody, decided from what the server last said and from the time that passes: no request.
 *
 * `help`: asks for it · `stuck`: a check fails and none has passed for a while · `idle`: a lab is open and nothing moves ·
 * `working` · `reading`: present, no lab open · `done`: the open lab is succeeded · `away`: no page of theirs is open.
 */
export const ATTENTION_LEVELS = ['help', 'stuck', 'idle', 'working', 'reading', 'done', 'away'] as const;
export type AttentionLevel = (typeof ATTENTION_LEVELS)[number];

export interface Attention {
  readonly level: AttentionLevel;
  /** For how many milliseconds; pauses count against nobody who works. `null` when nothing tells. */
  readonly lasted: number | null;
}

const MINUTE = 60_000;
/** Without a check that passes, while one fails. */
export const STUCK_AFTER = 8 * MINUTE;
/** Without a sign of work, while a lab is open. */
export const IDLE_AFTER = 5 * MINUTE;

/** @param now by the server's clock. */
export function attentionOf(tile: LearnerTile, now: number): Attention {
  const { help, connected, live, activeAt } = tile;
  if (help) return { level: 'help', lasted: now - help.askedAt };
  if (!connected) return { level: 'away', lasted: activeAt === null ? null : now - activeAt };
  if (!live) return { level: 'reading', lasted: null };
  const since = (instant: number): number => worked(instant, now, live.pauses);
  const stuck = since(live.progressAt);
  if (live.checks.every(({ status }) => status === 'passed')) return { level: 'done', lasted: stuck };
  const failing = live.checks.some(({ status }) => status === 'failed');
  if (failing && stuck >= STUCK_AFTER) return { level: 'stuck', lasted: stuck };
  const idle = since(Math.max(activeAt ?? 0, live.startedAt));
  if (idle >= IDLE_AFTER) return { level: 'idle', lasted: idle };
  return { level: 'working', lasted: since(live.startedAt) };
}

/** Levels in which the one who has waited longest comes first. Elsewhere only the name decides: rows then stay put. */
const WAITING: ReadonlySet<AttentionLevel> = new Set(['help', 'stuck', 'idle']);
const names = new Intl.Collator('fr', { numeric: true });

/** Learners by who needs help most. A total order: the same room is always in the same order. */
export function byNeed(tiles: readonly LearnerTile[], now: number): LearnerTile[] {
  return tiles
    .map((tile) => ({ tile, attention: attentionOf(tile, now) }))
    .sort(
      (a, b) =>
        ATTENTION_LEVELS.indexOf(a.attention.level) - ATTENTION_LEVELS.indexOf(b.attention.level) ||
        (WAITING.has(a.attention.level) ? (b.attention.lasted ?? 0) - (a.attention.lasted ?? 0) : 0) ||
        names.compare(a.tile.pseudonym, b.tile.pseudonym) ||
        (a.tile.id < b.tile.id ? -1 : 1),
    )
    .map(({ tile }) => tile);
}

/** How many learners are at each level. */
export function headcount(tiles: readonly LearnerTile[], now: number): Record<AttentionLevel, number> {
  const counts: Record<AttentionLevel, number> = {
    help: 0,
    stuck: 0,
    idle: 0,
    working: 0,
    reading: 0,
    done: 0,
    away: 0,
  };
  for (const tile of tiles) counts[attentionOf(tile, now).level] += 1;
  return counts;
}
