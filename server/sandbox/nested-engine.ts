import type { Duplex } from 'node:stream';
import type { EngineFacts } from '../../labs/observation.ts';
import { NestedClient } from './nested-connection.ts';
import {
  readContainer,
  readContainerIds,
  readImages,
  readInfo,
  readNetworks,
  readVolumes,
  UNREACHABLE,
} from './nested-facts.ts';

/** Milliseconds that the nested engine has to answer everything that one observation asks. */
const FACTS_TIMEOUT = 10_000;
const PING_TIMEOUT = 20_000;
/** The event stream is only a bell: what it says is dropped, and no more than this is read of it in one `BELL_PERIOD`. */
const BELL_BYTES = 64 * 1024;
const BELL_PERIOD = 200;

type SlowFacts = Omit<EngineFacts, 'reachable' | 'containers'>;

/** The Docker Engine of one sandbox, through connections that are execs. Hostile: see `nested-facts.ts`. */
export class NestedEngine {
  readonly #client: NestedClient;
  /** What changes only with an event of the engine; kept only while its events are watched, so that a restart is noticed. */
  #slow: SlowFacts | null = null;
  #watches = 0;

  /** @param dial opens one byte stream to the nested engine's socket. */
  constructor(dial: () => Promise<Duplex>) {
    this.#client = new NestedClient(dial);
  }

  /** Everything that checks may ask. Never throws: `reachable: false` when it does not answer in time or answers nonsense. */
  async facts(): Promise<EngineFacts> {
    const signal = AbortSignal.timeout(FACTS_TIMEOUT);
    try {
      const slow = this.#slow ?? (await this.#readSlow(signal));
      this.#slow = this.#watches > 0 ? slow : null;
      return { reachable: true, ...slow, containers: await this.#readContainers(signal) };
    } catch {
      this.#slow = null;
      this.#client.close();
      return UNREACHABLE;
    }
  }

  async #readContainers(signal: AbortSignal): Promise<EngineFacts['containers']> {
    const ids = readContainerIds(await this.#client.get('/containers/json?all=1', signal));
    // A container may vanish between the list and the question: it is then simply not there.
    const documents = await Promise.all(
      ids.map((id) => this.#client.get(`/containers/${id}/json`, signal).catch(() => null)),
    );
    signal.throwIfAborted();
    return documents.map(readContainer).filter((container) => container !== null);
  }

  async #readSlow(signal: AbortSignal): Promise<SlowFacts> {
    const [info, images, networks, volumes] = await Promise.all(
      ['/info', '/images/json', '/networks', '/volumes'].map((path) => this.#client.get(path, signal)),
    );
    return {
      ...readInfo(info),
      images: readImages(images),
      networks: readNetworks(networks),
      volumes: readVolumes(volumes),
    };
  }

  /** Opens connections ahead of the first question. */
  async warm(): Promise<void> {
    await this.#client.get('/info', AbortSignal.timeout(PING_TIMEOUT));
  }

  /** @param onEvent rings for each burst of events; @param onEnd once, when the stream is over. */
  async watch(onEvent: () => void, onEnd: () => void): Promise<() => void> {
    const abort = new AbortController();
    const stream = await this.#client.open('/events', abort.signal);
    let readInPeriod = 0;
    let over = false;
    this.#slow = null;
    this.#watches++;
    const period = setInterval(() => {
      readInPeriod = 0;
      stream.resume();
    }, BELL_PERIOD);
    const finish = (): boolean => {
      if (over) return false;
      over = true;
      clearInterval(period);
      this.#slow = null;
      this.#watches--;
      return true;
    };
    const end = (): void => {
      if (finish()) onEnd();
    };
    stream.on('data', (chunk: Buffer) => {
      this.#slow = null;
      readInPeriod += chunk.length;
      if (readInPeriod > BELL_BYTES) stream.pause();
      onEvent();
    });
    stream.on('close', end);
    stream.on('error', end);
    return () => {
      finish();
      abort.abort();
    };
  }

  close(): void {
    this.#client.close();
  }
}
