import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file in one step (it is never seen half written). @returns false when it already had that content. */
export async function writeIfChanged(path: string, content: string, mode: number): Promise<boolean> {
  if ((await readFile(path, 'utf8').catch(() => null)) === content) return false;
  await mkdir(dirname(path), { recursive: true, mode: 0o711 });
  await writeFile(`${path}.new`, content, { mode });
  await chmod(`${path}.new`, mode);
  await rename(`${path}.new`, path);
  return true;
}
