import { ApiError, type FailureCode } from './http.ts';

/** `retrying`: what is shown may be old. */
export type LiveLink = 'live' | 'retrying';

interface Followed<T> {
  url: string;
  /** Name of the events, each a whole view. */
  event: string;
  /** Events that only change a part of what is shown, by name. */
  on?: Readonly<Record<string, (data: unknown) => void>>;
  /** The same view, asked for: after a refusal, or back in front of the page. */
  ask: () => Promise<T>;
  onView: (view: T) => void;
  onLink?: (link: LiveLink) => void;
  /** It cannot be followed any more. */
  onGone: (error: unknown) => void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;
/** Refusals after which asking again is of no use. */
const FINAL: ReadonlySet<FailureCode> = new Set([
  'attempt-not-found',
  'class-not-found',
  'forbidden',
  'learner-not-found',
  'not-in-a-class',
  'not-signed-in',
  'trainer-not-signed-in',
]);
/** A page that comes to the front says so to the others of this browser. */
const CHANNEL = 'etanche:front';

/**
 * Follows server-sent events, for as long as it takes: `EventSource` retries a broken connection by itself, and gives
 * up for ever on a refusal; then we ask, and start again. A page in the background lets go of its stream when another
 * comes to the front: over HTTP/1.1 a browser has six connections to a server, all its tabs together.
 *
 * @returns a function that stops.
 */
export function followLive<T>({ url, event, on = {}, ask, onView, onLink, onGone }: Followed<T>): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delay = FIRST_DELAY_MS;
  let stopped = false;
  let resting = false;
  const events = new AbortController();
  const front = 'BroadcastChannel' in globalThis ? new BroadcastChannel(CHANNEL) : undefined;

  const start = (): void => {
    if (stopped || resting || source) return;
    source = new EventSource(url);
    source.addEventListener('open', () => {
      delay = FIRST_DELAY_MS;
      onLink?.('live');
    });
    const handlers = { ...on, [event]: (data: unknown) => onView(data as T) };
    for (const [name, receive] of Object.entries(handlers))
      source.addEventListener(name, (message) => receive(JSON.parse((message as MessageEvent<string>).data)));
    source.addEventListener('error', () => {
      onLink?.('retrying');
      if (source?.readyState === EventSource.CLOSED) retryLater();
    });
  };

  const letGo = (): void => {
    source?.close();
    source = undefined;
    clearTimeout(timer);
  };

  const retryLater = (): void => {
    letGo();
    timer = setTimeout(() => void restart(), delay);
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  };

  const restart = async (): Promise<void> => {
    try {
      const view = await ask();
      if (stopped) return;
      onView(view);
      start();
    } catch (error) {
      if (stopped) return;
      if (error instanceof ApiError && FINAL.has(error.code)) onGone(error);
      else retryLater();
    }
  };

  // Back from sleep or from another network: no need to wait for the end of the delay.
  const wake = (): void => {
    if (stopped || resting || source) return;
    delay = FIRST_DELAY_MS;
    clearTimeout(timer);
    void restart();
  };

  const comeToTheFront = (): void => {
    if (document.hidden) return;
    front?.postMessage(null);
    if (!resting) return;
    resting = false;
    void restart();
  };

  front?.addEventListener('message', () => {
    if (!document.hidden || stopped) return;
    resting = true;
    letGo();
  });
  window.addEventListener('online', wake, { signal: events.signal });
  document.addEventListener('visibilitychange', comeToTheFront, { signal: events.signal });
  start();
  comeToTheFront();
  return () => {
    stopped = true;
    events.abort();
    front?.close();
    letGo();
  };
}
