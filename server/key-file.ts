import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { OperatorError } from './errors.ts';

/**
 * Reads a private key of this installation, made once.
 * @param make a new one, PKCS #8 in PEM.
 * @param whose for the operator: « des attestations ».
 * @throws OperatorError when other accounts of the machine may read it.
 */
export async function readOrMakeKey(
  file: string,
  make: () => string | Promise<string>,
  whose: string,
): Promise<string> {
  if (!(await stat(file).catch(() => null))) await makeOnce(file, await make());
  if (((await stat(file)).mode & 0o077) !== 0)
    throw new OperatorError(`D’autres comptes de cette machine peuvent lire la clé ${whose}.`, `chmod 600 ${file}`);
  return readFile(file, 'utf8');
}

/** Whole or not at all: written aside, then given its name, which fails when it is already taken. */
async function makeOnce(file: string, pem: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, pem, { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}
