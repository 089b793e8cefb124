import type { Readable, Writable } from 'node:stream';
import type { Warden } from './engine-handle.ts';

/** A running `warden.pl`: what it reads, what it writes, and how to end it. */
export interface WardenProcess {
  input: Writable;
  output: Readable;
  /** Resolves when the process has ended, however it did. */
  ended: Promise<void>;
  kill(): void;
}

const ID = /^[0-9a-f]{64}$/;
const END = '\n= end\n';
const MAX_ANSWER = 8 * 2 ** 20;
const PATIENCE = 10_000;

/**
 * Speaks with `warden.pl`, one request at a time. A warden that dies, stalls or says too much is ended, the request
 * fails, and the next one starts another.
 */
export class ShellWarden implements Warden {
  private readonly start: () => Promise<WardenProcess>;
  private running: WardenProcess | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(start: () => Promise<WardenProcess>) {
    this.start = start;
  }

  async observe(containerId: string): Promise<string> {
    return this.request('observe', containerId);
  }

  async delegate(containerId: string): Promise<void> {
    await this.request('delegate', containerId);
  }

  async thaw(containerId: string): Promise<void> {
    await this.request('thaw', containerId);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.last.catch(() => undefined);
    const process = this.running;
    this.running = null;
    process?.kill();
    await process?.ended;
  }

  private request(verb: string, containerId: string): Promise<string> {
    if (!ID.test(containerId)) return Promise.reject(new Error('a container id has 64 hexadecimal digits'));
    const answer = this.last.catch(() => undefined).then(() => this.ask(`${verb} ${containerId}\n`));
    this.last = answer;
    return answer;
  }

  private async ask(line: string): Promise<string> {
    if (this.closed) throw new Error('the warden is closed');
    const process = (this.running ??= await this.launch());
    try {
      const answer = await readAnswer(process, line);
      const refusal = /^= error ([^\n]*)\n/.exec(answer);
      if (refusal) throw new WardenRefusal(refusal[1] ?? '');
      return answer;
    } catch (error) {
      if (!(error instanceof WardenRefusal)) {
        process.kill();
        if (this.running === process) this.running = null;
      }
      throw error;
    }
  }

  private async launch(): Promise<WardenProcess> {
    const process = await this.start();
    process.input.on('error', () => undefined);
    void process.ended.then(() => {
      if (this.running === process) this.running = null;
    });
    return process;
  }
}

/** The warden is well, but knows no such sandbox. */
export class WardenRefusal extends Error {
  override readonly name = 'WardenRefusal';
}

function readAnswer({ input, output, ended }: WardenProcess, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (error?: Error): void => {
      clearTimeout(timer);
      output.off('data', onData);
      if (error) reject(error);
    };
    const timer = setTimeout(() => stop(new Error(`the warden did not answer within ${PATIENCE} ms`)), PATIENCE);
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ANSWER) return stop(new Error('the warden said too much'));
      if (!endsAnswer(chunks)) return;
      stop();
      resolve(Buffer.concat(chunks).toString('utf8'));
    };
    output.on('data', onData);
    void ended.then(() => stop(new Error('the warden ended')));
    input.write(line);
  });
}

/** The end mark may be cut over two chunks: looks at the last bytes of all. */
function endsAnswer(chunks: readonly Buffer[]): boolean {
  let tail = '';
  for (let index = chunks.length - 1; index >= 0 && tail.length < END.length; index--) {
    tail = (chunks[index]?.subarray(-END.length).toString('latin1') ?? '') + tail;
  }
  return tail.endsWith(END) || tail === END.slice(1);
}
