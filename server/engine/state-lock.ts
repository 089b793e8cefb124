import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../errors.ts';
import { isAlive } from './own-processes.ts';

/** Start time of a process, in clock ticks since boot (field 22 of proc_pid_stat(5)); tells a pid from its reuse. */
async function startTime(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

const holderIsAlive = async (text: string): Promise<boolean> => {
  const [pid, started] = text.split(' ');
  return isAlive(Number(pid)) && (await startTime(Number(pid))) === started;
};

/**
 * Runs `work` while no other command of ours works on the same state. The lock of a command that was killed is taken over.
 * @param patience milliseconds to wait for the other one.
 * @throws OperatorError when it is still at work after that.
 */
export async function withLock<T>(
  path: string,
  patience: number,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o711 });
  const limit = Date.now() + patience;
  for (let waited = false; ; waited = true) {
    if (await acquire(path)) break;
    const holder = await readFile(path, 'utf8').catch(() => '');
    if (holder !== '' && !(await holderIsAlive(holder))) {
      await rm(path, { force: true });
      continue;
    }
    if (Date.now() > limit) {
      throw new OperatorError(
        `Une autre commande d’Étanche travaille déjà dans ce dossier d’état (processus ${holder.split(' ')[0]}).`,
        `Attendez qu’elle finisse, ou arrêtez-la : kill ${holder.split(' ')[0]}`,
      );
    }
    if (!waited) onWait();
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** The file appears with its content, in one step: a lock whose holder is unknown cannot exist. */
async function acquire(path: string): Promise<boolean> {
  const own = `${path}.${process.pid}`;
  await writeFile(own, `${process.pid} ${await startTime(process.pid)}`);
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}
