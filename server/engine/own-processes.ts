import { readdir, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const commandLine = async (pid: number): Promise<string> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();

/**
 * The process that a pid file names, when it still is the one that wrote it: pids are reused, after a reboot above all.
 * @param mark text that its command line must contain.
 * @returns `null`, and removes the file, when it is stale.
 */
export async function ownProcess(pidFile: string, mark: string): Promise<number | null> {
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).trim());
  if (Number.isSafeInteger(pid) && pid > 1 && (await commandLine(pid)).includes(mark)) return pid;
  await rm(pidFile, { force: true });
  return null;
}

/** Every living process whose command line contains `mark`, this one excepted. */
export async function processesWith(mark: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1 && pid !== process.pid);
  const lines = await Promise.all(pids.map(async (pid) => ({ pid, line: await commandLine(pid) })));
  return lines.filter(({ line }) => line.includes(mark)).map(({ pid }) => pid);
}

/** Direct children of these processes (field 4 of proc_pid_stat(5)). */
export async function childrenOf(parents: readonly number[]): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1);
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  return pids.filter((_pid, index) => {
    const stat = stats[index] ?? '';
    return parents.includes(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  });
}

/** True when there is such a process, whoever owns it. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Ends processes: asks, waits up to `patience` milliseconds, then kills those that stay. */
export async function endProcesses(pids: readonly number[], patience: number): Promise<void> {
  const signal = (name: NodeJS.Signals): void => {
    for (const pid of pids.filter(isAlive)) process.kill(pid, name);
  };
  signal('SIGTERM');
  const limit = Date.now() + patience;
  while (pids.some(isAlive) && Date.now() < limit) await sleep(50);
  signal('SIGKILL');
  while (pids.some(isAlive) && Date.now() < limit + 5000) await sleep(50);
}
