import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The name by which this installation knows its own sandboxes: made once, kept in the state folder. */
export async function instanceName(stateDir: string): Promise<string> {
  const file = join(stateDir, 'instance');
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (/^[0-9a-f]{8}$/.test(known)) return known;
  const name = randomBytes(4).toString('hex');
  await writeFile(file, `${name}\n`);
  return name;
}
