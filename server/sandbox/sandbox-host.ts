import type { Duplex } from 'node:stream';
import type { EngineFacts, KernelFacts, ProbeResult } from '../../labs/observation.ts';

/**
 * The port behind which sandboxes live: one lab engine today, several tomorrow, a fake in tests.
 * A sandbox is named by its id (ours, 20 lower-case letters and digits), never by a container id.
 */
export interface SandboxHost {
  /**
   * Creates a sandbox and waits until its engine answers, its images are there and its first terminal is at the prompt.
   * Idempotent: a sandbox of that id that already exists is adopted.
   */
  create(order: SandboxOrder, signal?: AbortSignal): Promise<void>;
  /** Every sandbox of this instance, running or not. */
  list(): Promise<HostedSandbox[]>;
  /** Removes it and everything of it. Does nothing when there is none. */
  destroy(id: string): Promise<void>;
  /** Runs a command as the sandbox's root, with bounded time and output. */
  exec(id: string, request: ExecRequest): Promise<ExecResult>;
  /**
   * Opens a byte stream to a long-lived command: what is written is its standard input, what is read its standard output.
   * Reading less slows the command (backpressure reaches it). Closing the stream ends standard input.
   */
  openStream(id: string, command: readonly string[]): Promise<Duplex>;
  /** What the nested engine says. Hostile: bounded in time and size, validated. Never throws: `reachable: false` instead. */
  engineFacts(id: string): Promise<EngineFacts>;
  /** What the kernel says of it, read from outside. Never throws: `available: false` instead. */
  kernelFacts(id: string): Promise<KernelFacts>;
  /** The first 64 KiB of a regular file of the sandbox. Never throws: `null` instead. */
  readFile(id: string, path: string): Promise<string | null>;
  /** The last 64 KiB that one of the learner's containers wrote. Never throws: `null` instead. */
  containerLogs(id: string, container: string): Promise<string | null>;
  /** Runs a command in one of the learner's containers, for 3 s at most. Never throws: `null` when it is not there. */
  probe(id: string, container: string, command: readonly string[]): Promise<ProbeResult | null>;
  /** Calls `onEvent` for each event of the nested engine, and `onEnd` once when the stream ends. Returns a stop function. */
  watchEngine(id: string, onEvent: () => void, onEnd: () => void): Promise<() => void>;
  /** Restarts the nested engine, files and containers' definitions kept; resolves when it answers. */
  restartEngine(id: string): Promise<void>;
  /** Ends the connections to the sandboxes, which live on: without it the program would not end. */
  close(): void;
}

export interface SandboxOrder {
  id: string;
  /** Milliseconds since the epoch: past this, any reconciler may remove it, even with an empty database. */
  expiresAt: number;
}

export interface HostedSandbox {
  id: string;
  running: boolean;
  expiresAt: number;
}

export interface ExecRequest {
  command: readonly string[];
  stdin?: string | Uint8Array;
  /** Milliseconds; default 10 000. */
  timeout?: number;
  /** Bytes kept of output and error together; default 65 536. */
  maxOutput?: number;
  environment?: Readonly<Record<string, string>>;
}

export interface ExecResult {
  /** -1 when the time limit was reached. */
  exitCode: number;
  stdout: string;
  stderr: string;
  truncated: boolean;
}

/** The sandbox does not exist, is stopped, or its engine refused. */
export class SandboxGoneError extends Error {
  override readonly name = 'SandboxGoneError';
}
