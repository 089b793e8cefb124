import { chmod, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '../errors.ts';

/**
 * Lets the sandboxes' root, an ordinary user of this machine, pass through the state folder to the files of its own
 * sandbox: dockerd refuses to start otherwise. The folder itself is ours to open (`o+x`, not its contents).
 * @throws OperatorError when a folder above it is closed.
 */
export async function requireTraversable(stateDir: string): Promise<void> {
  const { mode } = await stat(stateDir);
  if ((mode & 0o001) === 0) await chmod(stateDir, (mode & 0o7777) | 0o001);
  for (let path = dirname(stateDir); path !== dirname(path); path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) {
      throw new OperatorError(
        `Le dossier ${path} est fermé aux autres utilisateurs : les bacs à sable, rangés dessous, ne pourraient pas atteindre leurs propres fichiers.`,
        `ETANCHE_STATE=/var/lib/etanche npm start\nchmod o+x ${path}    # ou ouvrez le passage, sans donner à lire`,
      );
    }
  }
}
