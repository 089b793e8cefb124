import type { CatalogEntry } from '../../labs/catalog.ts';
import type { Config } from '../config.ts';
import type { AttemptView, CheckView, EndReason } from '../contract/api.ts';
import { AppError } from '../errors.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Logger } from '../logger.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';
import type { AttemptStore } from '../store/attempts.ts';
import type { AuditLog } from '../store/audit.ts';
import type { AttemptRow, SandboxRow } from '../store/schema.ts';
import type { AttemptJournal } from './attempt-journal.ts';
import { inFreshSandbox, newAttempt } from './attempt-row.ts';
import { extended, isIdle } from './attempt-rules.ts';
import { attemptView } from './attempt-view.ts';
import { KeyedLock } from './keyed-lock.ts';
import { LiveAttempt } from './live-attempt.ts';
import type { LiveWork } from './live-work.ts';

const SWEEP_PERIOD = 15_000;

export interface AttemptServiceOptions {
  attempts: AttemptStore;
  audit: AuditLog;
  fleet: Fleet;
  host: SandboxHost;
  catalog: () => ReadonlyMap<string, CatalogEntry>;
  limits: Config['sandboxes'];
  log: Logger;
  journal: AttemptJournal;
  /** @throws AppError when the learner may not open that lab now: `lab-closed`. */
  gate: (learnerId: string, lab: CatalogEntry['lab']) => Promise<void>;
  /** Closes the terminals of a sandbox that is about to end. */
  closeTerminals: (sandboxId: string) => void;
  /** Number of people who look at a terminal of this sandbox. */
  terminalsOpen: (sandboxId: string) => number;
  /** Something about this learner's work has changed. */
  onChanged: (learnerId: string) => void;
}

/** One learner on one lab, from opening to closing. */
export class AttemptService {
  readonly #options: AttemptServiceOptions;
  readonly #live = new Map<string, LiveAttempt>();
  readonly #lock = new KeyedLock();
  #sweep: NodeJS.Timeout | null = null;

  constructor(options: AttemptServiceOptions) {
    this.#options = options;
  }

  /** Takes up the attempts that an earlier server left alive. */
  async start(): Promise<void> {
    for (const row of await this.#options.attempts.live()) {
      const entry = this.#options.catalog().get(row.lab);
      if (!entry || !row.sandbox_id) await this.#endRow(row, 'lost');
      else {
        const live = this.#adopt(row, entry);
        if (row.state === 'open') live.startEvaluating();
        else void this.#prepare(live);
      }
    }
    this.#sweep = setInterval(
      () => void this.sweep().catch((error: unknown) => this.#options.log.error({ error }, 'sweep failed')),
      SWEEP_PERIOD,
    );
  }

  /** Stops evaluating; attempts and sandboxes live on. */
  async stop(): Promise<void> {
    if (this.#sweep) clearInterval(this.#sweep);
    await Promise.all([...this.#live.values()].map((live) => live.stop()));
  }

  /**
   * Opens a lab, or comes back to it: one that is closed meanwhile stays open for who is in it.
   * @throws AppError `lab-not-found`, `lab-closed`, `capacity-full`, `sandbox-unavailable`.
   */
  open(learnerId: string, lab: string): Promise<AttemptView> {
    return this.#lock.run(learnerId, async () => {
      const entry = this.#options.catalog().get(lab);
      if (!entry) throw new AppError('lab-not-found');
      const present = await this.#options.attempts.findLive(learnerId);
      if (present?.lab === lab) return this.view(learnerId, present.id);
      await this.#options.gate(learnerId, entry.lab);
      if (present) await this.#end(present, 'replaced');
      return this.#open(learnerId, entry);
    });
  }

  async #open(learnerId: string, entry: CatalogEntry): Promise<AttemptView> {
    const now = Date.now();
    const expiresAt = now + this.#options.limits.lifetimeMinutes * 60_000;
    const row = newAttempt(learnerId, entry.lab, now, expiresAt);
    await this.#options.attempts.insert(row);
    try {
      row.sandbox_id = (await this.#options.fleet.claim(row.id, expiresAt)).id;
    } catch (error) {
      await this.#endRow(row, 'lost');
      throw error;
    }
    await this.#options.attempts.update(row.id, { sandbox_id: row.sandbox_id });
    const live = this.#adopt(row, entry);
    void this.#prepare(live);
    void this.#options.audit.record(learnerId, 'attempt.open', row.id, entry.lab.id);
    this.#options.onChanged(learnerId);
    void this.#options.journal.opened(row);
    return this.#view(live);
  }

  #adopt(row: AttemptRow, entry: CatalogEntry): LiveAttempt {
    const live = new LiveAttempt({
      row,
      entry,
      host: this.#options.host,
      log: this.#options.log,
      save: (id, change) => this.#options.attempts.update(id, change),
      toView: (attempt) => this.#view(attempt),
      onChanged: () => this.#options.onChanged(row.learner_id),
      onVerdicts: this.#options.journal.judged,
    });
    this.#live.set(row.id, live);
    return live;
  }

  async #prepare(live: LiveAttempt): Promise<void> {
    try {
      await live.prepare();
    } catch (error) {
      this.#options.log.error({ error, attempt: live.row.id }, 'preparation failed');
      if (this.#live.has(live.row.id)) await this.#end(live.row, 'setup-failed');
    }
  }

  #view(live: LiveAttempt): AttemptView {
    return attemptView(live.row, live.entry, live.checks, live.answers, live.health, this.#options.limits, Date.now());
  }

  /** The learner's work whose sandbox is alive, for those who teach. */
  liveOf(learnerId: string): LiveWork | null {
    const live = this.#liveOf(learnerId);
    return live && { row: live.row, checks: live.checks, activeAt: live.activeAt, view: this.#view(live) };
  }

  #liveOf(learnerId: string): LiveAttempt | null {
    for (const live of this.#live.values()) if (live.row.learner_id === learnerId) return live;
    return null;
  }

  /** The attempt of this learner that is alive. */
  attemptOf(learnerId: string): string | null {
    return this.#liveOf(learnerId)?.row.id ?? null;
  }

  /** Whose sandbox this is, while an attempt is alive in it. */
  learnerIn(sandboxId: string): string | null {
    for (const { row } of this.#live.values()) if (row.sandbox_id === sandboxId) return row.learner_id;
    return null;
  }

  async current(learnerId: string): Promise<AttemptView | null> {
    const row = await this.#options.attempts.findLive(learnerId);
    return row ? this.view(learnerId, row.id) : null;
  }

  /** @throws AppError `attempt-not-found`, also for somebody else's. */
  async view(learnerId: string, attemptId: string): Promise<AttemptView> {
    const live = this.#live.get(attemptId);
    if (live?.row.learner_id === learnerId) return this.#view(live);
    const row = await this.#options.attempts.find(attemptId);
    const entry = row && this.#options.catalog().get(row.lab);
    if (!row || !entry || row.learner_id !== learnerId) throw new AppError('attempt-not-found');
    const checks = JSON.parse(row.checks) as CheckView[];
    const answers = JSON.parse(row.answers) as Record<string, string>;
    return attemptView(row, entry, checks, answers, 'ok', this.#options.limits, Date.now());
  }

  /** @throws AppError `attempt-not-found`, `attempt-ended`. */
  async #mine(learnerId: string, attemptId: string): Promise<LiveAttempt> {
    const live = this.#live.get(attemptId);
    if (live?.row.learner_id === learnerId) return live;
    const row = await this.#options.attempts.find(attemptId);
    throw new AppError(row?.learner_id === learnerId ? 'attempt-ended' : 'attempt-not-found');
  }

  /** Calls `viewer` with each new view, and marks the attempt as looked at. Returns the unsubscription. */
  async subscribe(learnerId: string, attemptId: string, viewer: (view: AttemptView) => void): Promise<() => void> {
    const live = await this.#mine(learnerId, attemptId);
    await this.#touch(live);
    return live.subscribe(viewer);
  }

  async #touch(live: LiveAttempt): Promise<void> {
    live.row.last_viewed_at = Date.now();
    await this.#options.attempts.update(live.row.id, { last_viewed_at: live.row.last_viewed_at });
  }

  async evaluate(learnerId: string, attemptId: string): Promise<AttemptView> {
    const live = await this.#mine(learnerId, attemptId);
    if (live.row.state === 'preparing') throw new AppError('attempt-preparing');
    await live.evaluateNow();
    if (live.checks.some((check) => check.status === 'failed')) await live.update({ tries: live.row.tries + 1 });
    return this.#view(live);
  }

  /** @throws AppError `bad-request` when no check of the lab asks for that answer. */
  async answer(learnerId: string, attemptId: string, key: string, value: string): Promise<AttemptView> {
    const live = await this.#mine(learnerId, attemptId);
    if (!live.entry.lab.checks.some((check) => check.answer?.key === key)) throw new AppError('bad-request');
    live.answers = { ...live.answers, [key]: value.trim() };
    await live.update({ answers: JSON.stringify(live.answers) });
    await live.evaluateNow();
    return this.#view(live);
  }

  async revealHint(learnerId: string, attemptId: string): Promise<AttemptView> {
    const live = await this.#mine(learnerId, attemptId);
    if (live.row.hints_revealed >= live.entry.lab.hints.length) throw new AppError('no-more-hints');
    await live.update({ hints_revealed: live.row.hints_revealed + 1 });
    void this.#options.audit.record(learnerId, 'attempt.hint', attemptId, String(live.row.hints_revealed));
    return this.#view(live);
  }

  async revealSolution(learnerId: string, attemptId: string): Promise<AttemptView> {
    const live = await this.#mine(learnerId, attemptId);
    if (!this.#view(live).solution.available) throw new AppError('solution-locked');
    await live.update({ solution_revealed_at: live.row.solution_revealed_at ?? Date.now() });
    void this.#options.audit.record(learnerId, 'attempt.solution', attemptId);
    return this.#view(live);
  }

  async extend(learnerId: string, attemptId: string): Promise<AttemptView> {
    const live = await this.#mine(learnerId, attemptId);
    const { extensions, extensionMinutes } = this.#options.limits;
    if (live.row.extensions_used >= extensions) throw new AppError('extension-exhausted');
    await this.#prolong(live, extensionMinutes, live.row.extensions_used + 1);
    return this.#view(live);
  }

  /** Time given by a trainer: none of the learner's own extensions is used. @throws AppError `nothing-live`. */
  async giveTime(learnerId: string, minutes: number): Promise<void> {
    const live = this.#liveOf(learnerId);
    if (!live) throw new AppError('nothing-live');
    await this.#prolong(live, minutes, live.row.extensions_used);
  }

  async #prolong(live: LiveAttempt, minutes: number, extensionsUsed: number): Promise<void> {
    const expiresAt = extended(live.row.expires_at, minutes);
    await live.update({ expires_at: expiresAt, extensions_used: extensionsUsed });
    await this.#options.fleet.extend(live.sandboxId, expiresAt);
  }

  /** Restarts the nested engine, or starts afresh in a new sandbox. */
  async reset(learnerId: string, attemptId: string, level: 'engine' | 'fresh'): Promise<AttemptView> {
    return this.#lock.run(learnerId, async () => {
      const live = await this.#mine(learnerId, attemptId);
      void this.#options.audit.record(learnerId, `attempt.reset.${level}`, attemptId);
      return level === 'engine' ? this.#restartEngine(live) : this.#startAfresh(live);
    });
  }

  async #restartEngine(live: LiveAttempt): Promise<AttemptView> {
    live.health = 'restarting';
    live.publish();
    try {
      await this.#options.host.restartEngine(live.sandboxId);
    } catch (cause) {
      throw new AppError('sandbox-unavailable', 'the nested engine does not restart', { cause });
    } finally {
      live.health = 'engine-down';
      await live.evaluateNow();
      live.publish();
    }
    return this.#view(live);
  }

  async #startAfresh(live: LiveAttempt): Promise<AttemptView> {
    const old = live.sandboxId;
    const fresh = await this.#options.fleet.claim(live.row.id, live.row.expires_at);
    await live.stop();
    const change = inFreshSandbox(live.entry.lab, live.checks, fresh.id, Date.now());
    await this.#options.attempts.update(live.row.id, change);
    const next = live.succeedBy({ ...live.row, ...change });
    this.#live.set(live.row.id, next);
    this.#options.closeTerminals(old);
    await this.#options.fleet.end(old, 'replaced');
    next.publish();
    void this.#prepare(next);
    return this.#view(next);
  }

  async close(learnerId: string, attemptId: string): Promise<AttemptView> {
    const live = await this.#mine(learnerId, attemptId);
    await this.#end(live.row, 'closed');
    return this.view(learnerId, attemptId);
  }

  /** Ends whatever the learner has open, or is opening. @param then done before anything of theirs opens again. */
  endAll(learnerId: string, reason: EndReason, then = async (): Promise<void> => {}): Promise<void> {
    return this.#lock.run(learnerId, async () => {
      const row = await this.#options.attempts.findLive(learnerId);
      if (row) await this.#end(row, reason);
      await then();
    });
  }

  async #end(row: AttemptRow, reason: EndReason): Promise<void> {
    await this.#endRow(row, reason);
    if (row.sandbox_id) {
      this.#options.closeTerminals(row.sandbox_id);
      await this.#options.fleet.end(row.sandbox_id, reason);
    }
  }

  async #endRow(row: AttemptRow, reason: EndReason): Promise<void> {
    const live = this.#live.get(row.id);
    const change = { state: 'ended', ended_at: Date.now(), end_reason: reason } as const;
    if (live) {
      this.#live.delete(row.id);
      await live.update(change);
      await live.stop();
    } else await this.#options.attempts.update(row.id, change);
    await this.#options.journal.ended({ ...(live?.row ?? row), ...change });
  }

  /** The fleet's word that a claimed sandbox is over. */
  async sandboxEnded(sandbox: SandboxRow, reason: 'expired' | 'lost'): Promise<void> {
    const row = sandbox.attempt_id ? await this.#options.attempts.find(sandbox.attempt_id) : undefined;
    // An attempt that started afresh has another sandbox by now.
    if (!row || row.state === 'ended' || row.sandbox_id !== sandbox.id) return;
    await this.#endRow(row, reason);
    this.#options.closeTerminals(sandbox.id);
  }

  /** Ends attempts whose time is over or that nobody has looked at for long. */
  async sweep(now = Date.now()): Promise<void> {
    for (const live of [...this.#live.values()]) {
      if (live.viewerCount > 0 || (live.row.sandbox_id && this.#options.terminalsOpen(live.row.sandbox_id) > 0))
        await this.#touch(live);
      if (live.row.expires_at <= now) await this.#end(live.row, 'expired');
      else if (isIdle(live.row.last_viewed_at, now, this.#options.limits.idleMinutes))
        await this.#end(live.row, 'idle');
    }
  }

  /** The terminals of a sandbox were written to. */
  activity(sandboxId: string): void {
    for (const live of this.#live.values()) if (live.row.sandbox_id === sandboxId) live.activity();
  }

  /** The sandbox of a learner's own live attempt, for a terminal. @throws AppError */
  async sandboxOf(learnerId: string, attemptId: string): Promise<string> {
    return (await this.#mine(learnerId, attemptId)).sandboxId;
  }
}
