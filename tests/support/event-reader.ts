import type { Client } from './test-app.ts';
import { waitUntil } from './wait-until.ts';

export interface ServerEvent {
  event: string;
  data: unknown;
}

/** The events of an answer, one by one; `data` as it came. */
export async function* serverEvents(response: Response): AsyncGenerator<{ event: string; data: string }> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, event, data] = /^event: (\S+)\ndata: (.*)$/s.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (event !== undefined && data !== undefined) yield { event, data };
    }
  }
}

/** Server-sent events of one route, as they come. */
export class EventReader implements AsyncDisposable {
  readonly events: ServerEvent[] = [];
  readonly #abort = new AbortController();
  readonly #reading: Promise<void>;

  constructor(url: string, client: Client) {
    this.#reading = this.#read(url, client.cookie).catch((error: unknown) => {
      if (!this.#abort.signal.aborted) throw error;
    });
  }

  async #read(url: string, cookie: string): Promise<void> {
    const response = await fetch(url, { headers: { cookie }, signal: this.#abort.signal });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    for await (const { event, data } of serverEvents(response)) this.events.push({ event, data: JSON.parse(data) });
  }

  /** The first event, past or to come, that is what one waits for. */
  async next<T>(event: string, like: (data: T) => boolean): Promise<T> {
    const found = () => this.events.find((each) => each.event === event && like(each.data as T));
    await waitUntil(async () => found() !== undefined);
    return found()?.data as T;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#reading;
  }
}
