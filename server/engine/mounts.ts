import { readFile } from 'node:fs/promises';

export interface Mount {
  target: string;
  type: string;
  source: string;
}

const unescape = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** Reads the text of `/proc/self/mountinfo` (proc_pid_mountinfo(5)), in the order in which the mounts were made. */
export const parseMountInfo = (text: string): Mount[] =>
  text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const target = before?.split(' ')[4];
    const [type, source] = after?.split(' ') ?? [];
    return target && type ? [{ target: unescape(target), type, source: unescape(source ?? '') }] : [];
  });

/** Mounts at `path` and below, deepest and latest first: the order in which they can be undone. */
export async function mountsUnder(path: string): Promise<Mount[]> {
  const mounts = parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'));
  return mounts.filter(({ target }) => target === path || target.startsWith(`${path}/`)).reverse();
}
