import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineFacts, ProbeResult } from '../../labs/observation.ts';
import { NestedClient, NestedRefusal, readAll } from './nested-connection.ts';
import {
  readContainer,
  readContainerIds,
  readExecId,
  readExitCode,
  readHasTerminal,
  readImages,
  readImageUser,
  readInfo,
  readNetworks,
  readVolumes,
  UNREACHABLE,
} from './nested-facts.ts';
import { withoutFrames } from './exec-stream.ts';
import { SandboxGoneError } from './sandbox-host.ts';

/** Milliseconds that the nested engine has to answer everything that one observation asks. */
const FACTS_TIMEOUT = 10_000;
const PING_TIMEOUT = 5_000;
const PING_PERIOD = 15;
const PROBE_TIMEOUT = 3_000;
/** Bytes kept of a probe's output: the first; of a container's logs: the last. */
const PROBE_OUTPUT = 16 * 1024;
const LOG_OUTPUT = 64 * 1024;
const LOG_LINES = 2_000;
/** What a shell says of a command that could not be run. */
const NOT_RUN = 126;
const ABSENT = /No such container|is not running/;
/** The event stream is only a bell: what it says is dropped, and no more than this is read of it in one `BELL_PERIOD`. */
const BELL_BYTES = 64 * 1024;
const BELL_PERIOD = 200;

const IMAGE_ID = /^sha256:[0-9a-f]{64}$/;
const MOST_IMAGES_READ = 50;

type SlowFacts = Omit<EngineFacts, 'reachable' | 'containers'>;

/** The Docker Engine of one sandbox. Hostile: see `nested-facts.ts`. */
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
      images: await this.#withUsers(readImages(images), signal),
      networks: readNetworks(networks),
      volumes: readVolumes(volumes),
    };
  }

  /** The list of images does not tell their account: each tagged one is asked for, the first ones only. */
  #withUsers(images: EngineFacts['images'], signal: AbortSignal): Promise<EngineFacts['images']> {
    return Promise.all(
      images.map(async (image, index) => {
        if (index >= MOST_IMAGES_READ || image.tags.length === 0 || !IMAGE_ID.test(image.id)) return image;
        const user = readImageUser(await this.#client.get(`/images/${image.id}/json`, signal).catch(() => null));
        return user === undefined ? image : { ...image, user };
      }),
    );
  }

  /** Resolves when it answers. @throws SandboxGoneError when it does not within `patience` milliseconds. */
  async untilReady(patience: number): Promise<void> {
    const limit = performance.now() + patience;
    for (;;) {
      try {
        return void (await readAll(await this.#client.open('/_ping', AbortSignal.timeout(PING_TIMEOUT))));
      } catch (cause) {
        if (cause instanceof SandboxGoneError) throw cause;
        if (performance.now() > limit) throw new SandboxGoneError('the nested engine never answered', { cause });
      }
      await sleep(PING_PERIOD);
    }
  }

  /** The last 64 KiB of what a container wrote, of its last 2 000 lines; `null` when there is no such container. Never throws. */
  async logs(container: string): Promise<string | null> {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT);
    const path = `/containers/${encodeURIComponent(container)}`;
    try {
      const hasTerminal = readHasTerminal(await this.#client.get(`${path}/json`, signal));
      const query = `stdout=true&stderr=true&tail=${LOG_LINES}`;
      const bytes = await readAll(await this.#client.open(`${path}/logs?${query}`, signal));
      return (hasTerminal ? bytes : withoutFrames(bytes)).subarray(-LOG_OUTPUT).toString('utf8');
    } catch {
      return null;
    }
  }

  /** Runs a command in a running container, as `docker exec` does; `null` when there is none of that name. Never throws. */
  async probe(container: string, command: readonly string[]): Promise<ProbeResult | null> {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT);
    const path = `/containers/${encodeURIComponent(container)}/exec`;
    try {
      const wanted = { AttachStdout: true, AttachStderr: true, Cmd: command };
      const id = readExecId(await this.#client.post(path, wanted, signal));
      const output = await readAll(await this.#client.open(`/exec/${id}/start`, signal, { Detach: false, Tty: false }));
      return {
        exitCode: readExitCode(await this.#client.get(`/exec/${id}/json`, signal)),
        output: withoutFrames(output).subarray(0, PROBE_OUTPUT).toString('utf8'),
      };
    } catch (error) {
      if (signal.aborted) return { exitCode: -1, output: '' };
      if (!(error instanceof NestedRefusal) || ABSENT.test(error.message)) return null;
      return { exitCode: NOT_RUN, output: error.message };
    }
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
