import { randomBytes } from 'node:crypto';
import { availableParallelism, freemem, loadavg } from 'node:os';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';
import type { SandboxStore } from '../store/sandboxes.ts';
import type { SandboxRow } from '../store/schema.ts';
import {
  admit,
  affordable,
  MAX_CONCURRENT_CREATIONS,
  readyWanted,
  type MachineLoad,
  type PoolPolicy,
} from './admission.ts';
import { planRepairs, statesBefore, type Repair } from './lifecycle.ts';

const RECONCILE_PERIOD = 30_000;
const MAXIMUM_READY_AGE = 30 * 60_000;
/** A sandbox that nobody claimed is its own reaper's past this, and no longer. */
const UNCLAIMED_LIFETIME = 60 * 60_000;
const CREATION_TIMEOUT = 90_000;
const FORGET_AFTER = 7 * 24 * 3_600_000;
/**
 * Milliseconds of processor left to whoever has just been given a sandbox, and whose page opens: only then does the pool
 * replace it. Making one takes over two seconds of a processor.
 */
const OPENING = 1_500;
/** After a failed creation, milliseconds before the pool tries again: doubles up to the maximum. */
const RETRY_FIRST = 1_000;
const RETRY_MAXIMUM = 60_000;
/** Weight of the last creation in the average of their durations. */
const NEWEST = 0.2;

export interface FleetOptions {
  host: SandboxHost;
  store: SandboxStore;
  policy: PoolPolicy;
  log: Logger;
  /** Called when a sandbox is ready, before anybody can claim it. */
  onReady?: (id: string) => Promise<void>;
  /** Called once when a claimed sandbox ends other than by `end`: expired, or lost. */
  onEnded: (sandbox: SandboxRow, reason: 'expired' | 'lost') => Promise<void>;
  machine?: () => MachineLoad;
}

/** What the pool can do on this machine, now. */
export interface FleetCapacity {
  /** People for whom sandboxes are made ready. */
  expected: number;
  maximum: number;
  /** Sandboxes that memory can bear, those alive included. */
  affordable: number;
  processors: number;
  /** Average of the latest creations; `null` before the first. */
  creationSeconds: number | null;
  /** Creations at the same time. */
  atOnce: number;
}

/** Somebody who asked for a sandbox and does not have it yet. */
interface Waiting {
  attemptId: string;
  expiresAt: number;
  resolve: (sandbox: SandboxRow) => void;
  reject: (error: Error) => void;
}

const thisMachine = (): MachineLoad => ({
  memoryAvailable: freemem(),
  load: loadavg()[0] ?? 0,
  processors: availableParallelism(),
});

/** Sandboxes from creation to removal: the warm pool, claims, and the reconciliation of database and engine. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #machine: () => MachineLoad;
  readonly #busy = new Set<string>();
  readonly #tasks = new Set<Promise<unknown>>();
  readonly #abort = new AbortController();
  readonly #queue: Waiting[] = [];
  #expected = 0;
  #creationSeconds: number | null = null;
  #pumping: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #retryDelay = 0;
  #retryAt = 0;
  #openingUntil = 0;
  #reconciling: Promise<void> | null = null;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#machine = options.machine ?? thisMachine;
  }

  /** So many people are expected at once from now on: see `readyWanted`. Sandboxes that are too many leave with age. */
  async expect(people: number): Promise<void> {
    if (people === this.#expected) return;
    this.#expected = people;
    await this.refill();
  }

  /** Reconciles once, then keeps the pool full and reconciles every 30 seconds. */
  async start(): Promise<void> {
    await this.reconcile();
    this.#timer = setInterval(() => void this.#track(this.reconcile()), RECONCILE_PERIOD);
    await this.refill();
  }

  /** Stops looking after sandboxes; they live on, and the next server adopts them. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#abort.abort();
    for (const { reject } of this.#queue.splice(0)) reject(new AppError('sandbox-unavailable', 'the server stops'));
    await Promise.allSettled([...this.#tasks]);
  }

  /**
   * Gives a sandbox to an attempt: a ready one at once, else the next one made. First come, first served.
   * @throws AppError `capacity-full` when there is no place for one more; `sandbox-unavailable` when making it fails.
   */
  claim(attemptId: string, expiresAt: number): Promise<SandboxRow> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ attemptId, expiresAt, resolve, reject });
      void this.#track(this.refill());
    });
  }

  /** Ends a sandbox for good. Resolves when it cannot be used any more; the removal itself goes on behind. */
  async end(id: string, reason: string): Promise<void> {
    const moved = await this.#options.store.move(id, statesBefore('end'), { state: 'ending', end_reason: reason });
    if (moved) void this.#track(this.#remove(id).then(() => this.refill()));
  }

  async extend(id: string, expiresAt: number): Promise<void> {
    await this.#options.store.setExpiry(id, expiresAt);
  }

  /**
   * Serves the queue, then starts the creations that the queue and the pool need. Runs one at a time, so that a count is
   * still true when the intent that follows from it is written: the maximum holds whatever comes at once.
   */
  refill(): Promise<void> {
    this.#pumping = this.#pumping
      .then(() => this.#pump())
      .catch((error: unknown) => this.#options.log.error({ error }, 'refill failed'));
    return this.#pumping;
  }

  async #pump(): Promise<void> {
    const { store, policy } = this.#options;
    if (this.#abort.signal.aborted) return;
    for (let first = this.#queue[0]; first; first = this.#queue[0]) {
      const claimed = await store.claim(first.attemptId, first.expiresAt);
      if (!claimed) break;
      this.#queue.shift();
      first.resolve(claimed);
      this.#holdPool();
    }
    const now = Date.now();
    const backingOff = now < this.#retryAt && this.#queue.length === 0;
    const counts = await store.count();
    const warm = now < this.#openingUntil ? 0 : readyWanted(policy.warm, this.#expected, counts.claimed);
    const { start, refuse } = admit(counts, this.#queue.length, { ...policy, warm }, this.#machine());
    for (const { reject } of this.#queue.splice(this.#queue.length - refuse, refuse))
      reject(new AppError('capacity-full'));
    for (let n = backingOff ? 0 : start; n > 0; n--) {
      const id = randomBytes(10).toString('hex');
      this.#busy.add(id);
      await store.insert(intended(id));
      void this.#track(this.#create(id));
    }
  }

  /** Claims that follow do not make it longer: a class that arrives must not empty the pool for good. */
  #holdPool(): void {
    const now = Date.now();
    if (now < this.#openingUntil) return;
    this.#openingUntil = now + OPENING;
    this.#refillIn(OPENING);
  }

  #backOff(): void {
    this.#retryDelay = Math.min(RETRY_MAXIMUM, Math.max(RETRY_FIRST, this.#retryDelay * 2));
    this.#retryAt = Date.now() + this.#retryDelay;
    this.#refillIn(this.#retryDelay);
  }

  #refillIn(delay: number): void {
    const timer = setTimeout(() => void this.refill(), delay + 1);
    this.#abort.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  async #create(id: string): Promise<void> {
    this.#busy.add(id);
    try {
      const begin = performance.now();
      const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(CREATION_TIMEOUT)]);
      await this.#options.host.create({ id, expiresAt: Date.now() + UNCLAIMED_LIFETIME }, signal);
      // A nicety: without it the first terminal only opens a little later.
      await this.#options
        .onReady?.(id)
        .catch((error: unknown) => this.#options.log.warn({ error, sandbox: id }, 'not prepared'));
      await this.#options.store.move(id, statesBefore('became-ready'), { state: 'ready', ready_at: Date.now() });
      this.#measure((performance.now() - begin) / 1000);
      this.#retryDelay = 0;
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#options.log.error({ error, sandbox: id }, 'sandbox creation failed');
      await this.#options.store.move(id, statesBefore('end'), { state: 'ending', end_reason: 'failed' });
      this.#queue.shift()?.reject(new AppError('sandbox-unavailable', 'sandbox creation failed', { cause: error }));
      this.#backOff();
      void this.#track(this.#remove(id));
    } finally {
      this.#busy.delete(id);
    }
    void this.refill();
  }

  #measure(seconds: number): void {
    const before = this.#creationSeconds ?? seconds;
    this.#creationSeconds = before + (seconds - before) * NEWEST;
  }

  async #remove(id: string): Promise<void> {
    this.#busy.add(id);
    try {
      await this.#options.host.destroy(id);
      await this.#options.store.move(id, statesBefore('removed'), { state: 'gone', gone_at: Date.now() });
    } catch (error) {
      // Stays `ending`: the next reconciliation tries again.
      this.#options.log.warn({ error, sandbox: id }, 'sandbox removal failed');
    } finally {
      this.#busy.delete(id);
    }
  }

  /** Makes database and engine agree, once. Concurrent calls share one run. */
  reconcile(): Promise<void> {
    this.#reconciling ??= this.#reconcile().finally(() => (this.#reconciling = null));
    return this.#reconciling;
  }

  async #reconcile(): Promise<void> {
    const { host, store, log } = this.#options;
    try {
      const hosted = await host.list();
      const rows = await store.live();
      const repairs = planRepairs({
        rows,
        hosted,
        now: Date.now(),
        busy: this.#busy,
        maximumReadyAge: MAXIMUM_READY_AGE,
      });
      if (repairs.length > 0) log.info({ repairs }, 'reconciliation');
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const repair of repairs) await this.#apply(repair, byId.get(repair.id));
      await store.forgetBefore(Date.now() - FORGET_AFTER);
    } catch (error) {
      log.error({ error }, 'reconciliation failed');
    }
    await this.refill();
  }

  async #apply(repair: Repair, row: SandboxRow | undefined): Promise<void> {
    const { store, onEnded } = this.#options;
    switch (repair.type) {
      case 'reap':
        await this.#options.host.destroy(repair.id);
        break;
      case 'resume-creation':
        void this.#track(this.#create(repair.id));
        break;
      case 'finish-removal':
        void this.#track(this.#remove(repair.id));
        break;
      case 'mark-lost':
        if (
          await store.move(repair.id, statesBefore('vanished'), {
            state: 'gone',
            gone_at: Date.now(),
            end_reason: 'lost',
          })
        ) {
          if (row?.attempt_id) await onEnded(row, 'lost');
        }
        break;
      case 'end':
        if (await store.move(repair.id, statesBefore('end'), { state: 'ending', end_reason: repair.reason })) {
          if (row?.attempt_id) await onEnded(row, repair.reason === 'expired' ? 'expired' : 'lost');
          void this.#track(this.#remove(repair.id));
        }
        break;
    }
  }

  async status(): Promise<{ ready: number; claimed: number; creating: number; maximum: number }> {
    const { ready, claimed, creating } = await this.#options.store.count();
    return { ready, claimed, creating, maximum: this.#options.policy.maximum };
  }

  async capacity(): Promise<FleetCapacity> {
    const { store, policy } = this.#options;
    const machine = this.#machine();
    return {
      expected: this.#expected,
      maximum: policy.maximum,
      affordable: affordable(await store.count(), policy, machine),
      processors: machine.processors,
      creationSeconds: this.#creationSeconds,
      atOnce: MAX_CONCURRENT_CREATIONS,
    };
  }

  #track<T>(task: Promise<T>): Promise<T | undefined> {
    const safe = task.catch((error: unknown) => {
      this.#options.log.error({ error }, 'fleet task failed');
      return undefined;
    });
    this.#tasks.add(safe);
    void safe.finally(() => this.#tasks.delete(safe));
    return safe;
  }
}

/** Intent is written before the act: a crash in between leaves a row from which creation is resumed. */
const intended = (id: string): SandboxRow => ({
  id,
  state: 'creating',
  created_at: Date.now(),
  ready_at: null,
  attempt_id: null,
  expires_at: Date.now() + UNCLAIMED_LIFETIME,
  gone_at: null,
  end_reason: null,
});
