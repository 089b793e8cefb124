import type { Duplex } from 'node:stream';
import { HELLO_FRAME } from './holder-protocol.ts';

const PROMPT_TIMEOUT_MS = 10_000;

/**
 * Streams opened ahead to the first terminal of sandboxes that nobody has claimed yet: greeting and prompt already wait
 * in them, so that opening the terminal costs no exec in the lab engine (about 100 ms). Each is used once.
 */
export class PreparedStreams {
  readonly #open: (sandboxId: string) => Promise<Duplex>;
  readonly #streams = new Map<string, Duplex>();

  /** @param open attaches to terminal 1 from what is kept. */
  constructor(open: (sandboxId: string) => Promise<Duplex>) {
    this.#open = open;
  }

  /**
   * Resolves when the prompt waits in the stream. Does nothing when there is one already.
   * @throws what `open` throws, or an error when the terminal says nothing within 10 s.
   */
  async prepare(sandboxId: string): Promise<void> {
    if (this.#streams.has(sandboxId)) return;
    const stream = await this.#open(sandboxId);
    const forget = () => {
      if (this.#streams.get(sandboxId) === stream) this.#streams.delete(sandboxId);
    };
    stream.on('error', forget);
    stream.on('close', forget);
    this.drop(sandboxId);
    this.#streams.set(sandboxId, stream);
    try {
      await firstOutput(stream);
    } catch (error) {
      this.drop(sandboxId);
      throw error;
    }
  }

  /** @returns the stream, now the caller's, or `null` when there is none in good state. */
  take(sandboxId: string): Duplex | null {
    const stream = this.#streams.get(sandboxId);
    this.#streams.delete(sandboxId);
    return stream && !stream.destroyed && stream.readable ? stream : null;
  }

  drop(sandboxId: string): void {
    const stream = this.#streams.get(sandboxId);
    this.#streams.delete(sandboxId);
    stream?.destroy();
  }

  close(): void {
    for (const sandboxId of this.#streams.keys()) this.drop(sandboxId);
  }
}

/** Waits, without consuming anything, for bytes after the greeting. */
function firstOutput(stream: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      clearTimeout(timer);
      stream.off('readable', look);
      stream.off('close', gone);
      if (error) reject(error);
      else resolve();
    };
    const look = () => {
      if (stream.readableLength > HELLO_FRAME) settle();
      else stream.read(0);
    };
    const gone = () => settle(new Error('the terminal stream closed before its first output'));
    const timer = setTimeout(() => settle(new Error('the terminal said nothing')), PROMPT_TIMEOUT_MS);
    stream.on('readable', look);
    stream.on('close', gone);
    look();
  });
}
