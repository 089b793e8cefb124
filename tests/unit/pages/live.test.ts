import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../../src/lib/http.ts';
import { followLive } from '../../../src/lib/live.ts';

/** A browser’s `EventSource`, as far as ours is concerned: what the server does is decided here. */
class Source extends EventTarget {
  static readonly CLOSED = 2;
  static all: Source[] = [];
  readyState = 0;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    Source.all.push(this);
  }
  close(): void {
    this.readyState = Source.CLOSED;
  }
  say(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('seat'), { data: JSON.stringify(data) }));
  }
  refuse(): void {
    this.readyState = Source.CLOSED;
    this.dispatchEvent(new Event('error'));
  }
}

/** One page of a browser: visible or not. */
class Page extends EventTarget {
  hidden = false;
  show(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: Page;
const live = (): Source[] => Source.all.filter(({ readyState }) => readyState !== Source.CLOSED);

beforeEach(() => {
  vi.useFakeTimers();
  Source.all = [];
  page = new Page();
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function follow(ask: () => Promise<string>) {
  const seen: string[] = [];
  const gone: unknown[] = [];
  const stop = followLive<string>({
    url: '/api/learner/seat/events',
    event: 'seat',
    ask,
    onView: (view) => seen.push(view),
    onGone: (error) => gone.push(error),
  });
  return { seen, gone, stop };
}

describe('following the server', () => {
  it('shows what comes, and stops when told', () => {
    const { seen, stop } = follow(async () => 'asked');
    Source.all[0]?.say('one');
    expect(seen).toEqual(['one']);
    stop();
    expect(live()).toEqual([]);
  });

  it('asks again after a refusal, then listens again', async () => {
    const { seen } = follow(async () => 'asked');
    Source.all[0]?.refuse();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen).toEqual(['asked']);
    expect(live()).toHaveLength(1);
  });

  it('gives up when there is nothing to follow any more', async () => {
    const { gone } = follow(() => Promise.reject(new ApiError('not-signed-in')));
    Source.all[0]?.refuse();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(gone).toHaveLength(1);
    expect(Source.all).toHaveLength(1);
  });

  it('lets go of its stream in the background once another page is in front, and is up to date when it comes back', async () => {
    const { seen, stop } = follow(async () => 'asked');
    page.show(true);
    expect(live()).toHaveLength(1);
    vi.useRealTimers();
    const other = new BroadcastChannel('etanche:front');
    other.postMessage(null);
    await vi.waitFor(() => expect(live()).toHaveLength(0));
    page.show(false);
    await vi.waitFor(() => expect(seen).toEqual(['asked']));
    expect(live()).toHaveLength(1);
    other.close();
    stop();
  });
});
