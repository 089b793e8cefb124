import { ApiError } from './http.ts';

/** Whether news arrive as they happen. */
export type LiveLink = 'live' | 'retrying';

interface Following {
  url: string;
  /** What to do with the data of each event, by the event's name. */
  on: Readonly<Record<string, (data: unknown) => void>>;
  onLink: (link: LiveLink) => void;
  /** Asks by an ordinary call whether there is still something to follow. @throws ApiError */
  ask: () => Promise<void>;
  /** There is not, and the error says why. */
  onGone: (error: ApiError) => void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;
/** Failures that may pass by themselves: anything else is an answer. */
const PASSING: ReadonlySet<string> = new Set(['unreachable', 'internal', 'too-many-requests']);

/**
 * Follows server-sent events for as long as it takes: `EventSource` retries a broken connection by itself, and gives up
 * for ever on a refusal; then we ask what is the matter, and start again.
 *
 * @returns a function that stops.
 */
export function followLive({ url, on, onLink, ask, onGone }: Following): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delay = FIRST_DELAY_MS;
  let stopped = false;

  const start = (): void => {
    source = new EventSource(url);
    source.addEventListener('open', () => {
      delay = FIRST_DELAY_MS;
      onLink('live');
    });
    for (const [name, receive] of Object.entries(on))
      source.addEventListener(name, (event) => receive(JSON.parse((event as MessageEvent<string>).data)));
    source.addEventListener('error', () => {
      onLink('retrying');
      if (source?.readyState === EventSource.CLOSED) retryLater();
    });
  };

  const retryLater = (): void => {
    source?.close();
    clearTimeout(timer);
    timer = setTimeout(() => void restart(), delay);
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  };

  const restart = async (): Promise<void> => {
    const error = await ask().catch((reason: unknown) =>
      reason instanceof ApiError ? reason : new ApiError('internal'),
    );
    if (stopped) return;
    if (!error) start();
    else if (PASSING.has(error.code)) retryLater();
    else onGone(error);
  };

  // Back from sleep or from another network: no need to wait for the end of the delay.
  const wake = (): void => {
    if (stopped || source?.readyState !== EventSource.CLOSED) return;
    delay = FIRST_DELAY_MS;
    clearTimeout(timer);
    void restart();
  };

  window.addEventListener('online', wake);
  start();
  return () => {
    stopped = true;
    window.removeEventListener('online', wake);
    clearTimeout(timer);
    source?.close();
  };
}
