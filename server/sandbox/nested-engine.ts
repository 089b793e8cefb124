import Docker from 'dockerode';
import type { Duplex } from 'node:stream';
import type { EngineFacts } from '../../labs/observation.ts';
import { unreachable } from './absent-facts.ts';
import { NestedAgent } from './nested-connection.ts';
import {
  readContainer,
  readContainerIds,
  readImages,
  readInfo,
  readNetworks,
  readVolumes,
} from './nested-facts.ts';

/** Milliseconds that the nested engine has to answer everything that one observation asks. */
const FACTS_TIMEOUT = 4_000;
/** The event stream is only a bell: what it says is dropped, and no more than this is read of it in one `BELL_PERIOD`. */
const BELL_BYTES = 64 * 1024;
const BELL_PERIOD = 200;

/** The Docker Engine of one sandbox, through connections that are execs. Hostile: see `nested-facts.ts`. */
export class NestedEngine {
  readonly #agent: NestedAgent;
  readonly #docker: Docker;
  /** Networks, volumes and `info` change rarely: asked again only after an event of the engine. */
  #slow: Promise<Pick<EngineFacts, 'version' | 'securityOptions' | 'networks' | 'volumes' | 'images'>> | null = null;

  /** @param dial opens one byte stream to the nested engine's socket. */
  constructor(dial: () => Promise<Duplex>) {
    this.#agent = new NestedAgent(dial);
    // `agent` is an option of docker-modem that the types of dockerode leave out; host and port are never dialled.
    const options: Docker.DockerOptions & { agent: NestedAgent } = { host: 'nested', protocol: 'http', port: 80, agent: this.#agent };
    this.#docker = new Docker(options);
  }

  /** Everything that checks may ask. Never throws: `reachable: false` when it does not answer in time or answers nonsense. */
  async facts(): Promise<EngineFacts> {
    this.#agent.renewBudgets();
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), FACTS_TIMEOUT);
    try {
      return await Promise.race([
        this.#collect(abort.signal),
        new Promise<never>((_, reject) => abort.signal.addEventListener('abort', () => reject(new Error('no answer in time')))),
      ]);
    } catch {
      this.#slow = null;
      this.#agent.destroy();
      return unreachable;
    } finally {
      clearTimeout(limit);
    }
  }

  async #collect(abortSignal: AbortSignal): Promise<EngineFacts> {
    this.#slow ??= this.#collectSlow(abortSignal);
    const ids = readContainerIds(await this.#docker.listContainers({ all: true, abortSignal }));
    const [slow, ...documents] = await Promise.all([
      this.#slow,
      // A container may vanish between the list and the question: it is then simply not there.
      ...ids.map((id) => this.#docker.getContainer(id).inspect({ abortSignal }).catch(() => null)),
    ]);
    const containers = documents.map(readContainer).filter((container) => container !== null);
    return { reachable: true, ...slow, containers };
  }

  async #collectSlow(abortSignal: AbortSignal) {
    const [info, images, networks, volumes] = await Promise.all([
      this.#docker.info(),
      this.#docker.listImages({ abortSignal }),
      this.#docker.listNetworks({ abortSignal }),
      this.#docker.listVolumes({ abortSignal }),
    ]);
    return {
      ...readInfo(info),
      images: readImages(images),
      networks: readNetworks(networks),
      volumes: readVolumes(volumes),
    };
  }

  /** Opens connections ahead of the first question. */
  async warm(): Promise<void> {
    await this.#docker.ping();
  }

  /** @param onEvent rings for each burst of events; @param onEnd once, when the stream is over. */
  async watch(onEvent: () => void, onEnd: () => void): Promise<() => void> {
    const stream = (await this.#docker.getEvents()) as NodeJS.ReadableStream & { destroy(): void };
    let readInPeriod = 0;
    let stopped = false;
    const period = setInterval(() => {
      readInPeriod = 0;
      stream.resume();
    }, BELL_PERIOD);
    const end = (): void => {
      if (stopped) return;
      stopped = true;
      clearInterval(period);
      stream.destroy();
      onEnd();
    };
    stream.on('data', (chunk: Buffer) => {
      this.#agent.renewBudgets();
      this.#slow = null;
      readInPeriod += chunk.length;
      if (readInPeriod > BELL_BYTES) stream.pause();
      onEvent();
    });
    stream.on('end', end);
    stream.on('close', end);
    stream.on('error', end);
    return () => {
      stopped = true;
      clearInterval(period);
      stream.destroy();
    };
  }

  close(): void {
    this.#agent.destroy();
  }
}
