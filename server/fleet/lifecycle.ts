import type { HostedSandbox } from '../sandbox/sandbox-host.ts';
import type { SandboxRow, SandboxState } from '../store/schema.ts';

/** What may happen to a sandbox. */
export const SANDBOX_EVENTS = ['became-ready', 'claimed', 'end', 'removed', 'vanished'] as const;
export type SandboxEvent = (typeof SANDBOX_EVENTS)[number];

const MOVES: Readonly<Record<SandboxEvent, Partial<Record<SandboxState, SandboxState>>>> = {
  'became-ready': { creating: 'ready' },
  claimed: { ready: 'claimed' },
  end: { creating: 'ending', ready: 'ending', claimed: 'ending' },
  removed: { ending: 'gone' },
  /** The engine does not have it any more. */
  vanished: { creating: 'gone', ready: 'gone', claimed: 'gone', ending: 'gone' },
};

/** The state after an event, or `null` when the event is not legal in that state: nothing then moves. */
export const nextState = (state: SandboxState, event: SandboxEvent): SandboxState | null => MOVES[event][state] ?? null;

/** The states in which an event is legal. */
export const statesBefore = (event: SandboxEvent): SandboxState[] => Object.keys(MOVES[event]) as SandboxState[];

export type SandboxEndReason = 'expired' | 'retired' | 'lost' | 'failed';

/** One thing to do so that database and engine agree. */
export type Repair =
  /** On the engine, unknown here: remove it. */
  | { type: 'reap'; id: string }
  /** Intended by a server that died before it was done: carry on. */
  | { type: 'resume-creation'; id: string }
  | { type: 'end'; id: string; reason: SandboxEndReason }
  /** Removal began and is not finished. */
  | { type: 'finish-removal'; id: string }
  /** Believed alive, and not there. */
  | { type: 'mark-lost'; id: string };

export interface ReconcileInput {
  rows: readonly SandboxRow[];
  hosted: readonly HostedSandbox[];
  now: number;
  /** Sandboxes whose creation or removal is under way in this process: left alone. */
  busy: ReadonlySet<string>;
  /** Milliseconds after which a ready sandbox nobody claimed is retired. */
  maximumReadyAge: number;
}

/** Compares what the database believes with what the engine has. Pure; doing it all twice changes nothing more. */
export function planRepairs({ rows, hosted, now, busy, maximumReadyAge }: ReconcileInput): Repair[] {
  const onEngine = new Map(hosted.map((sandbox) => [sandbox.id, sandbox]));
  const known = new Set(rows.filter((row) => row.state !== 'gone').map((row) => row.id));
  const repairs: Repair[] = hosted
    .filter((sandbox) => !known.has(sandbox.id) && !busy.has(sandbox.id))
    .map(({ id }) => ({ type: 'reap', id }));
  for (const row of rows) {
    if (busy.has(row.id)) continue;
    const there = onEngine.get(row.id);
    switch (row.state) {
      case 'creating':
        repairs.push({ type: 'resume-creation', id: row.id });
        break;
      case 'ready':
      case 'claimed':
        if (!there) repairs.push({ type: 'mark-lost', id: row.id });
        else if (!there.running) repairs.push({ type: 'end', id: row.id, reason: 'lost' });
        else if (row.state === 'claimed' && row.expires_at <= now)
          repairs.push({ type: 'end', id: row.id, reason: 'expired' });
        else if (row.state === 'ready' && (row.ready_at ?? 0) + maximumReadyAge <= now) {
          repairs.push({ type: 'end', id: row.id, reason: 'retired' });
        }
        break;
      case 'ending':
        repairs.push({ type: 'finish-removal', id: row.id });
        break;
      case 'gone':
        break;
    }
  }
  return repairs;
}
