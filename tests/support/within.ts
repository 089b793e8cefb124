import { setTimeout as sleep } from 'node:timers/promises';

/** Fails with a sentence when something that should be short lasts: a test that hangs gives no verdict. */
export async function within<T>(milliseconds: number, what: string, task: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${what}: not done in ${milliseconds} ms`);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}
