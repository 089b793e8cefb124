import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import type { AttemptSummary } from '../contract/room.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { RecordingStore } from '../store/recordings.ts';
import { watchCommand } from '../terminal/holder-protocol.ts';
import { fileName, leftovers } from './leftovers.ts';
import { TerminalRecording } from './terminal-recording.ts';

const MAX_BYTES = 20 * 1024 * 1024;
/** What is left below this is not worth a file. */
const MIN_BYTES = 64 * 1024;
/** Disk that recordings leave to everything else. */
const SPARED_BYTES = 2 ** 30;

export interface RecorderOptions {
  /** Folder of the files; made if need be, for us alone. */
  directory: string;
  store: RecordingStore;
  /** `SandboxHost.openStream`. */
  openStream: (sandboxId: string, command: readonly string[]) => Promise<Duplex>;
  log: Logger;
  /** Bytes of one terminal's recordings in one attempt; default 20 MiB. */
  limit?: number;
}

type RecordingView = AttemptSummary['recordings'][number];

/** A terminal being recorded, or about to be: its recording is `null` when it is not to be after all. */
interface Subject {
  sandboxId: string;
  id: string;
  recording: Promise<TerminalRecording | null>;
}

/**
 * Records the terminals that learners open, in classes that record: one more viewer of each, which gives neither size nor
 * pace, and one file each. Intent goes to the database first; what an end in the middle leaves behind, `sweep` removes.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #subjects = new Map<string, Subject>();
  #closed = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Closes what an earlier server left open: a page that comes back starts another recording. */
  async start(): Promise<void> {
    await mkdir(this.#options.directory, { recursive: true, mode: 0o700 });
    for (const row of await this.#options.store.all()) {
      if (row.ended_at !== null) continue;
      const written = await stat(this.#path(row.id)).catch(() => null);
      await this.#options.store.end(row.id, Math.max(row.started_at, Math.round(written?.mtimeMs ?? 0)));
    }
  }

  /** A learner's page has this terminal in front of it: records it if its class does. */
  follow(sandboxId: string, terminal: number): void {
    const key = `${sandboxId} ${terminal}`;
    if (this.#closed || this.#subjects.has(key)) return;
    const id = randomUUID();
    const recording = this.#record(key, id, sandboxId, terminal).catch((error: unknown) => {
      this.#options.log.warn({ error, sandbox: sandboxId, terminal }, 'terminal not recorded');
      return null;
    });
    this.#subjects.set(key, { sandboxId, id, recording });
    void recording.then((started) => started === null && this.#subjects.delete(key));
  }

  async #record(key: string, id: string, sandboxId: string, terminal: number): Promise<TerminalRecording | null> {
    const { store, directory, openStream } = this.#options;
    const order = await store.wanted(sandboxId);
    if (!order) return null;
    const limit = await this.#room(order.attemptId, terminal);
    if (limit < MIN_BYTES) return null;
    await store.insert({ id, attempt_id: order.attemptId, terminal, started_at: Date.now(), ended_at: null });
    try {
      const stream = await openStream(sandboxId, watchCommand(terminal, -1));
      return new TerminalRecording({
        stream,
        path: join(directory, fileName(id)),
        limit,
        onEnd: (end) => this.#ended(key, id, end),
      });
    } catch (error) {
      await store.delete([id]);
      throw error;
    }
  }

  async #ended(key: string, id: string, { error, empty }: { error: Error | null; empty: boolean }): Promise<void> {
    const { store, log } = this.#options;
    if (error) log.error({ error, recording: id }, 'recording failed');
    try {
      if (empty) await this.#remove([id]);
      else await store.end(id, Date.now());
    } catch (problem) {
      log.error({ error: problem, recording: id }, 'recording not closed');
    }
    this.#subjects.delete(key);
  }

  /** @returns bytes that may still be written of a terminal: coming back does not give as many again. */
  async #room(attemptId: string, terminal: number): Promise<number> {
    const { store, directory, limit = MAX_BYTES } = this.#options;
    const { bavail, bsize } = await statfs(directory);
    if (bavail * bsize < SPARED_BYTES) return 0;
    const rows = (await store.ofAttempts([attemptId])).filter((row) => row.terminal === terminal);
    const sizes = await Promise.all(
      rows.map(({ id }) =>
        stat(this.#path(id)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return limit - sizes.reduce((sum, size) => sum + size, 0);
  }

  /**
   * A class's setting has changed: stops what is no longer to be recorded, starts what now is, deletes what is no longer
   * to be kept.
   * @param opened terminals in front of learners' pages.
   */
  async reconsider(opened: readonly { sandboxId: string; terminal: number }[]): Promise<void> {
    for (const subject of [...this.#subjects.values()]) {
      if (!(await this.#options.store.wanted(subject.sandboxId))) await this.#stop([subject]);
    }
    for (const { sandboxId, terminal } of opened) this.follow(sandboxId, terminal);
    await this.sweep();
  }

  /** What can be replayed of these attempts, by attempt. */
  async ofAttempts(attemptIds: readonly string[]): Promise<Map<string, RecordingView[]>> {
    const found = new Map<string, RecordingView[]>();
    for (const row of await this.#options.store.ofAttempts(attemptIds)) {
      const { id, terminal, started_at: startedAt, ended_at, expires_at: expiresAt } = row;
      const seconds = ((ended_at ?? Date.now()) - startedAt) / 1000;
      const view = { id, terminal, startedAt, seconds, expiresAt };
      found.set(row.attempt_id, [...(found.get(row.attempt_id) ?? []), view]);
    }
    return found;
  }

  /** @throws AppError `recording-not-found`, also for somebody else's. */
  async read(classId: string, learnerId: string, recordingId: string): Promise<Readable> {
    const row = await this.#options.store.find(recordingId, learnerId, classId);
    if (!row || row.expires_at <= Date.now()) throw new AppError('recording-not-found');
    try {
      return (await open(this.#path(row.id))).createReadStream();
    } catch (cause) {
      throw new AppError('recording-not-found', `no file for recording ${row.id}`, { cause });
    }
  }

  /** Deletes all that was recorded of these learners. To be called while the database still knows them. */
  async forget(learnerIds: readonly string[]): Promise<void> {
    await this.#delete(await this.#options.store.idsOfLearners(learnerIds));
  }

  /** Deletes what is over, and orphans. */
  async sweep(now = Date.now()): Promise<void> {
    const { store, directory } = this.#options;
    // In this order, one that begins meanwhile is known as such: a subject, then a row, then a file.
    const files = await readdir(directory);
    const rows = await store.all();
    const live = new Set([...this.#subjects.values()].map(({ id }) => id));
    await this.#delete(leftovers(rows, files, live, now));
  }

  /** Stops recording, whole files left behind. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop([...this.#subjects.values()]);
  }

  async #delete(ids: readonly string[]): Promise<void> {
    await this.#stop([...this.#subjects.values()].filter(({ id }) => ids.includes(id)));
    await this.#remove(ids);
  }

  /** Files first: a row that remains is swept again. */
  async #remove(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => rm(this.#path(id), { force: true })));
    await this.#options.store.delete(ids);
  }

  async #stop(subjects: readonly Subject[]): Promise<void> {
    await Promise.all(subjects.map(async ({ recording }) => (await recording)?.stop()));
  }

  #path(id: string): string {
    return join(this.#options.directory, fileName(id));
  }
}
