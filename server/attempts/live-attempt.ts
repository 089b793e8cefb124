import type { CatalogEntry } from '../../labs/catalog.ts';
import type { Baseline, Observation } from '../../labs/observation.ts';
import type { AttemptView, CheckView, SandboxHealth } from '../contract/api.ts';
import { evaluate, nextViews } from '../grading/evaluate.ts';
import { LiveEvaluation } from '../grading/live.ts';
import { baselineOf, observe } from '../grading/observe.ts';
import type { Logger } from '../logger.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';
import type { AttemptRow } from '../store/schema.ts';

/** The terminal must be quiet this long, in milliseconds, before its activity asks for an evaluation… */
const QUIET = 30;
/** …unless it has been busy for this long. */
const BUSY = 1_000;
const WATCH_AGAIN = 1_000;
const SETUP_TIMEOUT = 60_000;
/** Milliseconds between two looks at the disk. */
const DISK_PERIOD = 30_000;
/** As many processes as a kernel report holds: the sandbox is near its limit of processes. */
const SATURATED = 600;

export interface LiveAttemptOptions {
  row: AttemptRow;
  entry: CatalogEntry;
  host: SandboxHost;
  log: Logger;
  /** Called after each evaluation that changed something worth keeping. */
  save: (id: string, change: Partial<AttemptRow>) => Promise<void>;
  toView: (live: LiveAttempt) => AttemptView;
  /** Called at each change that somebody else than the learner may want to know. */
  onChanged: () => void;
  /** Called after that, once viewers have been told. */
  onVerdicts: (row: AttemptRow, before: readonly CheckView[], after: readonly CheckView[]) => Promise<void>;
}

/** An attempt whose sandbox is alive: its evaluation, its viewers, its health. */
export class LiveAttempt {
  row: AttemptRow;
  checks: CheckView[];
  answers: Record<string, string>;
  health: SandboxHealth = 'ok';
  /** Last sign of work, in milliseconds since the epoch. */
  activeAt = Date.now();
  readonly entry: CatalogEntry;
  readonly #options: LiveAttemptOptions;
  #viewers = new Set<(view: AttemptView) => void>();
  #evaluation: LiveEvaluation | null = null;
  #stopWatching: (() => void) | null = null;
  #quiet: NodeJS.Timeout | null = null;
  #busySince = 0;
  #baseline: Baseline | null;
  #diskCheckedAt = 0;
  #diskFull = false;
  #stopped = false;

  constructor(options: LiveAttemptOptions) {
    this.#options = options;
    this.row = options.row;
    this.entry = options.entry;
    this.checks = JSON.parse(options.row.checks) as CheckView[];
    this.answers = JSON.parse(options.row.answers) as Record<string, string>;
    this.#baseline = JSON.parse(options.row.baseline) as Baseline | null;
  }

  get sandboxId(): string {
    if (!this.row.sandbox_id) throw new Error(`attempt ${this.row.id} has no sandbox`);
    return this.row.sandbox_id;
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  subscribe(viewer: (view: AttemptView) => void): () => void {
    this.#viewers.add(viewer);
    return () => this.#viewers.delete(viewer);
  }

  /** The same attempt in another sandbox, with the same viewers. */
  succeedBy(row: AttemptRow): LiveAttempt {
    const next = new LiveAttempt({ ...this.#options, row });
    next.#viewers = this.#viewers;
    return next;
  }

  publish(): void {
    this.#options.onChanged();
    if (this.#viewers.size === 0) return;
    const view = this.#options.toView(this);
    for (const viewer of this.#viewers) viewer(view);
  }

  async update(change: Partial<AttemptRow>): Promise<void> {
    this.row = { ...this.row, ...change };
    await this.#options.save(this.row.id, change);
    this.publish();
  }

  /** Runs `setup.sh`, remembers the start state, begins to evaluate. @throws Error when the script fails. */
  async prepare(): Promise<void> {
    const result = await this.#options.host.exec(this.sandboxId, {
      command: ['sh', '-s'],
      stdin: this.entry.setup,
      timeout: SETUP_TIMEOUT,
    });
    if (this.row.state !== 'preparing') return;
    if (result.exitCode !== 0)
      throw new Error(`setup.sh of ${this.row.lab} ended with ${result.exitCode}: ${result.stderr.slice(-500)}`);
    await this.#takeBaseline();
    await this.update({ state: 'open' });
    this.startEvaluating();
  }

  async #takeBaseline(): Promise<void> {
    const observation = await this.#observe();
    this.#baseline = baselineOf(observation);
    await this.update({ baseline: JSON.stringify(this.#baseline) });
  }

  /** Starts to evaluate by itself: engine events, terminal activity, a slow pulse. */
  startEvaluating(): void {
    this.#evaluation = new LiveEvaluation({ evaluate: () => this.#evaluate() });
    void this.#watch();
    this.#evaluation.ring();
  }

  async #watch(): Promise<void> {
    if (this.#stopped) return;
    const again = (): void => {
      this.#stopWatching = null;
      if (!this.#stopped) setTimeout(() => void this.#watch(), WATCH_AGAIN).unref();
      this.#evaluation?.ring();
    };
    try {
      const stop = await this.#options.host.watchEngine(this.sandboxId, () => this.#evaluation?.ring(), again);
      if (this.#stopped) stop();
      else this.#stopWatching = stop;
    } catch {
      again();
    }
  }

  /** The terminal wrote something: evaluates when it falls quiet, that is when the command is probably done. */
  activity(): void {
    this.activeAt = Date.now();
    const now = performance.now();
    if (this.#quiet) clearTimeout(this.#quiet);
    else this.#busySince = now;
    const wait = now - this.#busySince > BUSY ? 0 : QUIET;
    this.#quiet = setTimeout(() => {
      this.#quiet = null;
      this.#evaluation?.ring();
    }, wait);
  }

  async evaluateNow(): Promise<void> {
    await this.#evaluation?.now();
  }

  ring(): void {
    this.#evaluation?.ring();
  }

  #observe(): Promise<Observation> {
    return observe(this.#options.host, this.sandboxId, this.entry.lab, this.answers, this.#baseline);
  }

  async #evaluate(): Promise<void> {
    try {
      const observation = await this.#observe();
      if (this.#stopped) return;
      await this.#look(observation);
      const verdicts = evaluate(this.entry.lab, observation, (check, error) =>
        this.#options.log.error({ error, check, lab: this.row.lab }, 'a check threw'),
      );
      const before = JSON.stringify([this.checks, this.health]);
      const previous = this.checks;
      const next = nextViews(previous, verdicts, observation.at);
      const newFailures = next.filter(
        (view, index) => view.status === 'failed' && previous[index]?.status !== 'failed',
      ).length;
      this.checks = next;
      if (JSON.stringify([this.checks, this.health]) === before) return;
      const succeeded = this.row.succeeded_at === null && next.every((view) => view.status === 'passed');
      await this.update({
        checks: JSON.stringify(this.checks),
        tries: this.row.tries + newFailures,
        ...(succeeded ? { succeeded_at: observation.at } : {}),
      });
      await this.#options.onVerdicts(this.row, previous, next);
    } catch (error) {
      this.#options.log.error({ error, attempt: this.row.id }, 'evaluation failed');
    }
  }

  async #look(observation: Observation): Promise<void> {
    if (this.health === 'restarting') return;
    if (
      observation.at - this.#diskCheckedAt > DISK_PERIOD &&
      (this.#viewers.size > 0 || !observation.engine.reachable)
    ) {
      this.#diskCheckedAt = observation.at;
      this.#diskFull = await this.#diskIsFull();
    }
    this.health =
      observation.kernel.processes.length >= SATURATED
        ? 'saturated'
        : this.#diskFull
          ? 'disk-full'
          : observation.engine.reachable
            ? 'ok'
            : 'engine-down';
  }

  async #diskIsFull(): Promise<boolean> {
    try {
      const write =
        'head -c 262144 /dev/zero >/var/tmp/.etanche && sync /var/tmp/.etanche; s=$?; rm -f /var/tmp/.etanche; exit $s';
      const result = await this.#options.host.exec(this.sandboxId, { command: ['sh', '-c', write], timeout: 5_000 });
      return /quota|space/i.test(result.stderr);
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#quiet) clearTimeout(this.#quiet);
    this.#stopWatching?.();
    await this.#evaluation?.stop();
  }
}
