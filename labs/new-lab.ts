import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from './catalog.ts';

/**
 * Makes `labs/<id>/` from `labs/_gabarit/`, with the id in place.
 * @returns the path of the new folder.
 * @throws LabError when the id is not a slug or the folder exists.
 */
export async function createLab(labsDirectory: string, id: string): Promise<string> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new LabError(
      `« ${id} » ne peut pas nommer un exercice. Attendu : des minuscules sans accent, des chiffres et des traits d’union, par exemple « plafond-de-memoire ».`,
    );
  }
  const directory = join(labsDirectory, id);
  if (await stat(directory).catch(() => null))
    throw new LabError(`Le dossier labs/${id} existe déjà : rien n’a été modifié.`);
  await cp(join(labsDirectory, '_gabarit'), directory, { recursive: true });
  const file = join(directory, 'lab.ts');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('gabarit-a-renommer', id));
  return directory;
}
