import type { AttemptView } from '../../../../server/contract/api.ts';
import { api } from '../../../lib/api.ts';
import { ApiError } from '../../../lib/http.ts';

export type EventLink = 'live' | 'retrying';

interface Listeners {
  onView: (view: AttemptView) => void;
  onLink: (state: EventLink) => void;
  /** The attempt cannot be followed any more. */
  onGone: (error: unknown) => void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;

/**
 * Follows an attempt’s server-sent events, for as long as it takes: `EventSource` retries a broken connection by
 * itself, and gives up for ever on a refusal; then we ask for the attempt, and start again.
 *
 * @returns a function that stops.
 */
export function followEvents(id: string, { onView, onLink, onGone }: Listeners): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delay = FIRST_DELAY_MS;
  let stopped = false;

  const start = (): void => {
    source = new EventSource(api.eventsUrl(id));
    source.addEventListener('open', () => {
      delay = FIRST_DELAY_MS;
      onLink('live');
    });
    source.addEventListener('attempt', (event) =>
      onView(JSON.parse((event as MessageEvent<string>).data) as AttemptView),
    );
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
    try {
      const view = await api.attempt(id);
      if (stopped) return;
      onView(view);
      if (view.state !== 'ended') start();
    } catch (error) {
      if (stopped) return;
      const code = error instanceof ApiError ? error.code : 'internal';
      if (code === 'attempt-not-found' || code === 'not-signed-in' || code === 'forbidden') onGone(error);
      else retryLater();
    }
  };

  // Back from sleep or from another network: no need to wait for the end of the delay.
  const wake = (): void => {
    if (!stopped && source?.readyState === EventSource.CLOSED) {
      delay = FIRST_DELAY_MS;
      clearTimeout(timer);
      void restart();
    }
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
