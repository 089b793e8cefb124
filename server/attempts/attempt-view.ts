import type { CatalogEntry } from '../../labs/catalog.ts';
import type { Config } from '../config.ts';
import type { AttemptView, CheckView, EndReason, SandboxHealth } from '../contract/api.ts';
import type { AttemptRow } from '../store/schema.ts';
import { solutionAvailable } from './attempt-rules.ts';

/** What the page may know of an attempt: hints and solution only once revealed. */
export function attemptView(
  row: AttemptRow,
  entry: CatalogEntry,
  checks: readonly CheckView[],
  answers: Readonly<Record<string, string>>,
  health: SandboxHealth,
  limits: Config['sandboxes'],
  now: number,
): AttemptView {
  const revealed = row.solution_revealed_at !== null;
  return {
    id: row.id,
    lab: row.lab,
    state: row.state,
    startedAt: row.started_at,
    expiresAt: row.expires_at,
    now,
    extension: { left: Math.max(0, limits.extensions - row.extensions_used), minutes: limits.extensionMinutes },
    health,
    checks: [...checks],
    answers: { ...answers },
    hints: { revealed: entry.lab.hints.slice(0, row.hints_revealed), total: entry.lab.hints.length },
    solution: {
      available: solutionAvailable({
        succeeded: row.succeeded_at !== null,
        tries: row.tries,
        hintsRevealed: row.hints_revealed,
        hintCount: entry.lab.hints.length,
        elapsed: now - row.started_at,
        minutes: entry.lab.minutes,
      }),
      revealed,
      ...(revealed ? entry.solution : {}),
    },
    succeededAt: row.succeeded_at,
    endReason: row.end_reason as EndReason | null,
  };
}
