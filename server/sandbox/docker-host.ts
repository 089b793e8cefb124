import Docker from 'dockerode';
import type { Duplex } from 'node:stream';
import type { EngineFacts, KernelFacts, ProbeResult } from '../../labs/observation.ts';
import type { SandboxLimits } from '../config.ts';
import type { EngineHandle } from '../engine/engine-handle.ts';
import { removedThawed } from '../engine/frozen-removal.ts';
import type { Logger } from '../logger.ts';
import { agentCommand, AgentLink } from './agent-link.ts';
import { containerSpec } from './container-spec.ts';
import { ExecStream } from './exec-stream.ts';
import { NO_KERNEL_FACTS, parseKernelReport } from './kernel-report.ts';
import { containerName, LABELS } from './labels.ts';
import { NestedEngine } from './nested-engine.ts';
import { UNREACHABLE } from './nested-facts.ts';
import { runBounded } from './run-bounded.ts';
import {
  SandboxGoneError,
  type ExecRequest,
  type ExecResult,
  type HostedSandbox,
  type SandboxHost,
  type SandboxOrder,
} from './sandbox-host.ts';

/** Milliseconds that a new sandbox has to become usable. */
const READY_TIMEOUT = 60_000;

const FILE_TIMEOUT = 3_000;

const AGENT = agentCommand('/var/run/docker.sock');
/** In the sandbox image: see `server/engine/image/`. */
const RESTART_ENGINE = ['/usr/local/bin/relancer-docker'];
const START_TERMINAL = ['/usr/local/lib/etanche/terminal', 'start', '1'];

export interface DockerHostOptions {
  engine: EngineHandle;
  /** Names this installation among others on the same engine. */
  instance: string;
  limits: SandboxLimits;
  log: Logger;
}

/** Sandboxes as containers of the lab engine. Never uses the archive endpoints (CVE-2026-41567): files go in by exec. */
export class DockerHost implements SandboxHost {
  readonly #options: DockerHostOptions;
  readonly #docker: Docker;
  readonly #nested = new Map<string, NestedEngine>();
  /** By sandbox id; only those that live or are about to. */
  readonly #agents = new Map<string, Promise<AgentLink>>();
  /** Full container ids, by sandbox id. */
  readonly #ids = new Map<string, string>();

  constructor(options: DockerHostOptions) {
    this.#options = options;
    this.#docker = new Docker({ socketPath: options.engine.socketPath });
  }

  async create(order: SandboxOrder, signal?: AbortSignal): Promise<void> {
    const { engine, instance, limits } = this.#options;
    const spec = containerSpec({
      instance,
      sandboxId: order.id,
      image: engine.sandboxImage,
      expiresAt: order.expiresAt,
      limits,
      traits: engine.traits,
    });
    const container = await this.#docker.createContainer(spec).catch((error: { statusCode?: number }) => {
      // The name is deterministic: a conflict means that an earlier, interrupted attempt made it.
      if (error.statusCode === 409) return this.#docker.getContainer(spec.name);
      throw error;
    });
    await container.start().catch((error: { statusCode?: number }) => {
      if (error.statusCode !== 304) throw error;
    });
    await engine.warden.delegate((await container.inspect()).Id);
    signal?.throwIfAborted();
    const [terminal] = await Promise.all([
      this.exec(order.id, { command: START_TERMINAL }),
      this.#engineOf(order.id).untilReady(READY_TIMEOUT),
    ]);
    if (terminal.exitCode !== 0)
      throw new SandboxGoneError(`sandbox ${order.id} has no terminal: ${terminal.stderr.slice(0, 500)}`);
  }

  async list(): Promise<HostedSandbox[]> {
    const containers = await this.#docker.listContainers({
      all: true,
      filters: { label: [`${LABELS.instance}=${this.#options.instance}`] },
    });
    return containers.flatMap((container) => {
      const id = container.Labels[LABELS.sandbox];
      return id
        ? [{ id, running: container.State === 'running', expiresAt: Number(container.Labels[LABELS.expires]) || 0 }]
        : [];
    });
  }

  async destroy(id: string): Promise<void> {
    this.#nested.get(id)?.close();
    this.#nested.delete(id);
    this.#agents.get(id)?.then(
      (agent) => agent.close(),
      () => undefined,
    );
    const fullId = this.#fullId(id);
    const thaw = async (): Promise<void> => this.#options.engine.warden.thaw(await fullId);
    this.#ids.delete(id);
    const removal = fullId
      .then((container) => this.#docker.getContainer(container).remove({ force: true, v: true }))
      .catch((error: { statusCode?: number }) => {
        // 404: not there · 409: its removal is already under way.
        if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
      });
    await removedThawed(removal, thaw);
  }

  async exec(id: string, request: ExecRequest): Promise<ExecResult> {
    const exec = await this.#createExec(id, request.command, request.environment);
    const stderr: Buffer[] = [];
    const socket = await exec.start({ hijack: true, stdin: true });
    const stream = new ExecStream(socket, (chunk) => stderr.push(chunk));
    const run = await runBounded(stream, stderr, request);
    const exitCode = run.timedOut ? -1 : ((await exec.inspect()).ExitCode ?? -1);
    return { exitCode, stdout: run.stdout, stderr: run.stderr, truncated: run.truncated };
  }

  async openStream(id: string, command: readonly string[]): Promise<Duplex> {
    const exec = await this.#createExec(id, command);
    return new ExecStream(await exec.start({ hijack: true, stdin: true }));
  }

  async #createExec(
    id: string,
    command: readonly string[],
    environment: ExecRequest['environment'] = {},
  ): Promise<Docker.Exec> {
    try {
      return await this.#container(id).exec({
        Cmd: [...command],
        Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
      });
    } catch (cause) {
      throw new SandboxGoneError(`cannot run a command in sandbox ${id}`, { cause });
    }
  }

  async engineFacts(id: string): Promise<EngineFacts> {
    return this.#engineOf(id).facts();
  }

  async kernelFacts(id: string): Promise<KernelFacts> {
    try {
      return parseKernelReport(await this.#options.engine.warden.observe(await this.#fullId(id)));
    } catch (error) {
      this.#options.log.warn({ error, sandbox: id }, 'no kernel report');
      return NO_KERNEL_FACTS;
    }
  }

  async readFile(id: string, path: string): Promise<string | null> {
    try {
      const agent = await this.#agentOf(id);
      return (await agent.readFile(path, AbortSignal.timeout(FILE_TIMEOUT))).toString('utf8');
    } catch {
      return null;
    }
  }

  containerLogs(id: string, container: string): Promise<string | null> {
    return this.#engineOf(id).logs(container);
  }

  probe(id: string, container: string, command: readonly string[]): Promise<ProbeResult | null> {
    return this.#engineOf(id).probe(container, command);
  }

  async watchEngine(id: string, onEvent: () => void, onEnd: () => void): Promise<() => void> {
    return this.#engineOf(id).watch(onEvent, onEnd);
  }

  async restartEngine(id: string): Promise<void> {
    this.#nested.get(id)?.close();
    this.#nested.delete(id);
    const result = await this.exec(id, { command: RESTART_ENGINE, timeout: READY_TIMEOUT });
    if (result.exitCode !== 0)
      throw new SandboxGoneError(`the engine of sandbox ${id} does not restart: ${result.stdout.slice(-500)}`);
    if ((await this.#engineOf(id).facts()) === UNREACHABLE)
      throw new SandboxGoneError(`the engine of sandbox ${id} does not answer`);
  }

  close(): void {
    for (const engine of this.#nested.values()) engine.close();
    for (const agent of this.#agents.values()) {
      agent.then(
        (link) => link.close(),
        () => undefined,
      );
    }
    this.#nested.clear();
    this.#agents.clear();
  }

  #container(id: string): Docker.Container {
    return this.#docker.getContainer(containerName(this.#options.instance, id));
  }

  async #fullId(id: string): Promise<string> {
    let full = this.#ids.get(id);
    if (!full) {
      full = (await this.#container(id).inspect()).Id;
      this.#ids.set(id, full);
    }
    return full;
  }

  #engineOf(id: string): NestedEngine {
    let engine = this.#nested.get(id);
    if (!engine) {
      engine = new NestedEngine(async () => (await this.#agentOf(id)).connect());
      this.#nested.set(id, engine);
    }
    return engine;
  }

  #agentOf(id: string): Promise<AgentLink> {
    const known = this.#agents.get(id);
    if (known) return known;
    const forget = (): void => {
      if (this.#agents.get(id) === agent) this.#agents.delete(id);
    };
    const agent = this.openStream(id, AGENT).then((stream) => {
      stream.once('close', forget);
      return new AgentLink(stream);
    });
    this.#agents.set(id, agent);
    agent.catch(forget);
    return agent;
  }
}
