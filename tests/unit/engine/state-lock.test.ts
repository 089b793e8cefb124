import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from '../../../server/engine/state-lock.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'etanche-lock-'));
});
afterEach(() => rm(directory, { recursive: true }));

const lockPath = (): string => join(directory, 'engine/lock');
const ignore = (): void => {};

it('lets one work at a time, in turn', async () => {
  let inside = 0;
  let most = 0;
  let waits = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 30));
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withLock(lockPath(), 5000, () => (waits += 1), work)));
  expect(most).toBe(1);
  expect(waits).toBeGreaterThan(0);
});

it('leaves nothing behind, even when the work fails', async () => {
  await expect(withLock(lockPath(), 100, ignore, () => Promise.reject(new Error('work')))).rejects.toThrow('work');
  expect(await readdir(join(directory, 'engine'))).toEqual([]);
});

it('takes over the lock of a command that was killed', async () => {
  await withLock(lockPath(), 100, ignore, () => Promise.resolve());
  await writeFile(lockPath(), '4194304 123');
  expect(await withLock(lockPath(), 100, ignore, () => Promise.resolve('done'))).toBe('done');
});

it('takes over a lock whose pid now belongs to another process', async () => {
  await withLock(lockPath(), 100, ignore, () => Promise.resolve());
  await writeFile(lockPath(), `${process.pid} 1`);
  expect(await withLock(lockPath(), 100, ignore, () => Promise.resolve('done'))).toBe('done');
});

it('says in French which process is at work when it waits too long', async () => {
  const error: unknown = await withLock(lockPath(), 100, ignore, () =>
    withLock(lockPath(), 10, ignore, () => Promise.resolve()),
  ).catch((cause: unknown) => cause);
  expect(error).toMatchObject({
    name: 'OperatorError',
    message: expect.stringContaining(String(process.pid)) as string,
  });
});
