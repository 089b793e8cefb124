import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition, or fails saying which. @param patience milliseconds. */
export async function waitUntil(condition: () => boolean | Promise<boolean>, patience = 5_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`still not true after ${patience} ms: ${condition.toString()}`);
    await sleep(20);
  }
}
