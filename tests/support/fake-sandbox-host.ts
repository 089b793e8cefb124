import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { Duplex, Writable } from 'node:stream';
import type { EngineFacts, KernelFacts, ProbeResult } from '../../labs/observation.ts';
import { NO_KERNEL_FACTS } from '../../server/sandbox/kernel-report.ts';
import { UNREACHABLE } from '../../server/sandbox/nested-facts.ts';
import { runBounded } from '../../server/sandbox/run-bounded.ts';
import {
  SandboxGoneError,
  type ExecRequest,
  type ExecResult,
  type HostedSandbox,
  type SandboxHost,
  type SandboxOrder,
} from '../../server/sandbox/sandbox-host.ts';

/** Harmless programs that the fake really runs on this machine; anything else is answered by `onExec`. */
const REAL_PROGRAMS = new Set(['cat', 'echo', 'false', 'head', 'sleep', 'true', 'yes']);

interface FakeSandbox extends HostedSandbox {
  engine: EngineFacts;
  kernel: KernelFacts;
  bells: Set<() => void>;
}

/** Sandboxes without Docker, in memory. Passes the same contract test as the real host. */
export class FakeSandboxHost implements SandboxHost {
  readonly sandboxes = new Map<string, FakeSandbox>();
  /** Answers what is not a harmless program; by default everything succeeds and says nothing. */
  onExec: (id: string, request: ExecRequest) => Promise<ExecResult> = async () => ({
    exitCode: 0,
    stdout: '',
    stderr: '',
    truncated: false,
  });
  /** Awaited by each creation: a test slows or fails it here. */
  beforeCreate: (order: SandboxOrder) => Promise<void> = async () => {};

  async create(order: SandboxOrder, signal?: AbortSignal): Promise<void> {
    await this.beforeCreate(order);
    signal?.throwIfAborted();
    if (this.sandboxes.has(order.id)) return;
    this.sandboxes.set(order.id, {
      ...order,
      running: true,
      engine: { ...UNREACHABLE, reachable: true, version: '0.0.0' },
      kernel: { ...NO_KERNEL_FACTS, available: true },
      bells: new Set(),
    });
  }

  async list(): Promise<HostedSandbox[]> {
    return [...this.sandboxes.values()].map(({ id, running, expiresAt }) => ({ id, running, expiresAt }));
  }

  async destroy(id: string): Promise<void> {
    this.sandboxes.delete(id);
  }

  #running(id: string): FakeSandbox {
    const sandbox = this.sandboxes.get(id);
    if (!sandbox?.running) throw new SandboxGoneError(`no sandbox ${id}`);
    return sandbox;
  }

  async exec(id: string, request: ExecRequest): Promise<ExecResult> {
    this.#running(id);
    if (!REAL_PROGRAMS.has(request.command[0] ?? '')) return this.onExec(id, request);
    const { stream, exitCode, stop } = this.#spawn(request.command);
    const run = await runBounded(stream, [], request);
    if (run.timedOut) stop();
    return {
      exitCode: run.timedOut ? -1 : await exitCode,
      stdout: run.stdout,
      stderr: run.stderr,
      truncated: run.truncated,
    };
  }

  async openStream(id: string, command: readonly string[]): Promise<Duplex> {
    this.#running(id);
    if (!REAL_PROGRAMS.has(command[0] ?? '')) throw new SandboxGoneError(`a fake sandbox has no ${command[0]}`);
    const { stream, stop } = this.#spawn(command);
    stream.on('close', stop);
    return stream;
  }

  #spawn(command: readonly string[]): { stream: Duplex; exitCode: Promise<number>; stop: () => void } {
    const child = spawn(command[0] ?? 'true', command.slice(1), { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.on('error', () => {});
    const exitCode = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? -1)));
    // As behind an engine: what a program does not read is lost, and that is no fault of the connection.
    const writable = new Writable({
      write: (chunk, _encoding, done) => void child.stdin.write(chunk, () => done()),
      final: (done) => void child.stdin.end(() => done()),
    });
    const stream = Duplex.from({ readable: child.stdout, writable });
    // Destroyed before its end, such a pair reports an abort that nobody asked about.
    stream.on('error', () => {});
    return { stream, exitCode, stop: () => child.kill('SIGKILL') };
  }

  close(): void {}

  async engineFacts(id: string): Promise<EngineFacts> {
    return this.sandboxes.get(id)?.engine ?? UNREACHABLE;
  }

  async kernelFacts(id: string): Promise<KernelFacts> {
    return this.sandboxes.get(id)?.kernel ?? NO_KERNEL_FACTS;
  }

  /** Files are those of this machine. */
  async readFile(id: string, path: string): Promise<string | null> {
    if (!this.sandboxes.get(id)?.running || !(await stat(path).catch(() => null))?.isFile()) return null;
    return (await readFile(path, 'utf8')).slice(0, 65_536);
  }

  async containerLogs(): Promise<string | null> {
    return null;
  }

  async probe(): Promise<ProbeResult | null> {
    return null;
  }

  async watchEngine(id: string, onEvent: () => void, onEnd: () => void): Promise<() => void> {
    const sandbox = this.#running(id);
    if (!sandbox.engine.reachable) onEnd();
    sandbox.bells.add(onEvent);
    return () => sandbox.bells.delete(onEvent);
  }

  /** Changes what the nested engine says, and rings as it would. */
  setEngine(id: string, change: Partial<EngineFacts>): void {
    const sandbox = this.#running(id);
    sandbox.engine = { ...sandbox.engine, ...change };
    for (const ring of sandbox.bells) ring();
  }

  async restartEngine(id: string): Promise<void> {
    const sandbox = this.#running(id);
    sandbox.engine = { ...sandbox.engine, reachable: true };
  }
}
