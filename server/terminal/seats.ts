import type { IncomingMessage } from 'node:http';
import type { TerminalEnd } from '../contract/terminal-frames.ts';
import type { TerminalConnection } from './terminal-connection.ts';
import type { TerminalGrant } from './tickets.ts';

/** One upgraded browser, or one about to be. */
export interface Seat extends TerminalGrant {
  request: IncomingMessage;
  /** When its session was last seen valid, in milliseconds since the epoch. */
  validAt: number;
  viewer: string | null;
  connection: TerminalConnection | null;
  /** Set while the stream to the sandbox opens: ends the wait for that reason. */
  abandon: ((reason: TerminalEnd | null) => void) | null;
}

export interface ViewerLimits {
  /** Viewers of one terminal among its learner's pages: one more replaces the oldest. */
  viewersPerTerminal: number;
  /** Likewise among those who watch: neither kind takes the place of the other. */
  watchersPerTerminal: number;
}

/** Everybody who looks at a terminal, oldest first. */
export class Seats {
  readonly #seats = new Set<Seat>();
  readonly #limits: ViewerLimits;
  readonly #onWatchers: (sandboxId: string) => void;

  /** @param onWatchers called when `watchersOf` a sandbox has changed. */
  constructor(limits: ViewerLimits, onWatchers: (sandboxId: string) => void) {
    this.#limits = limits;
    this.#onWatchers = onWatchers;
  }

  get size(): number {
    return this.#seats.size;
  }

  all(): Seat[] {
    return [...this.#seats];
  }

  of(sandboxId: string): Seat[] {
    return this.all().filter((seat) => seat.sandboxId === sandboxId);
  }

  /** Logins of those who watch, each once, in the order in which they came. */
  watchersOf(sandboxId: string): string[] {
    const logins = this.of(sandboxId).flatMap(({ access }) => (access.kind === 'watch' ? [access.trainer] : []));
    return [...new Set(logins)];
  }

  add(seat: Seat): void {
    this.#change(seat, () => this.#seats.add(seat));
  }

  delete(seat: Seat): void {
    this.#change(seat, () => this.#seats.delete(seat));
  }

  /** Who makes room for a newcomer: the previous connection of the same page's tab, and the oldest when there are too many. */
  leavingFor(newcomer: Seat): Seat[] {
    const viewers = this.of(newcomer.sandboxId).filter(
      ({ terminal, access }) => terminal === newcomer.terminal && access.kind === newcomer.access.kind,
    );
    const same = viewers.filter(
      ({ viewer, sessionId }) =>
        newcomer.viewer !== null && viewer === newcomer.viewer && sessionId === newcomer.sessionId,
    );
    const others = viewers.filter((other) => !same.includes(other));
    const { viewersPerTerminal, watchersPerTerminal } = this.#limits;
    const room = newcomer.access.kind === 'own' ? viewersPerTerminal : watchersPerTerminal;
    return [...same, ...others.slice(0, Math.max(0, others.length + 1 - room))];
  }

  #change({ sandboxId, access }: Seat, change: () => void): void {
    if (access.kind === 'own') return change();
    const before = this.watchersOf(sandboxId).join('\n');
    change();
    if (this.watchersOf(sandboxId).join('\n') !== before) this.#onWatchers(sandboxId);
  }
}
