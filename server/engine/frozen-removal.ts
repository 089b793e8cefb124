import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a removal takes at most when nothing is frozen, about. */
const THAW_PERIOD = 1_500;

/**
 * Waits for the removal of a sandbox. One that lasts has met processes that the learner froze (`docker pause`), which on
 * cgroup v1 outlive even SIGKILL: wakes them until it is done.
 */
export async function removedThawed(removal: Promise<unknown>, thaw: () => Promise<void>): Promise<void> {
  const done = new AbortController();
  const thawing = (async () => {
    while (await sleep(THAW_PERIOD, true, { signal: done.signal }).catch(() => false)) {
      await thaw().catch(() => undefined);
    }
  })();
  try {
    await removal;
  } finally {
    done.abort();
    await thawing;
  }
}
