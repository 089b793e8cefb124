import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeIssues } from './friendly-issues.ts';
import { labMeta, labSchema, type Lab } from './lab.ts';
import type { LabMeta } from './schema.ts';

/** One lab as the server and the tests hold it. */
export interface CatalogEntry {
  lab: Lab;
  meta: LabMeta;
  /** Absolute path of the lab's folder. */
  directory: string;
  setup: string;
  solution: { script: string; explanation: string };
}

/** A wrong answer that a named check must refuse, or another right one. */
export interface LabScript {
  /** File name without extension. */
  name: string;
  script: string;
  /** For mutants: the check that must refuse, and a fragment of what it must say. */
  refusedBy: string | null;
  says: string | null;
}

/** The author's mistake, as one or several French sentences that name file, field and what is expected. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/**
 * @param fresh a token that forces `lab.ts` to be read again after a change (development).
 * @throws LabError on the first folder that is not a lab.
 */
export async function readCatalog(labsDirectory: string, fresh = ''): Promise<CatalogEntry[]> {
  const names = (await readdir(labsDirectory, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name);
  const entries = await Promise.all(names.map((name) => readLab(join(labsDirectory, name), fresh)));
  return entries.sort(
    (a, b) =>
      chapterRank(a.meta) - chapterRank(b.meta) || a.meta.order - b.meta.order || a.meta.id.localeCompare(b.meta.id),
  );
}

/** The same, by identifier. @throws LabError */
export const catalogById = async (labsDirectory: string, fresh?: string): Promise<ReadonlyMap<string, CatalogEntry>> =>
  new Map((await readCatalog(labsDirectory, fresh)).map((entry) => [entry.lab.id, entry]));

const chapterRank = (meta: LabMeta): number => labSchema.shape.chapter.options.indexOf(meta.chapter);

/** @throws LabError */
export async function readLab(directory: string, fresh = ''): Promise<CatalogEntry> {
  const file = join(directory, 'lab.ts');
  const short = `labs/${directory.split('/').at(-1)}`;
  if (!existsSync(file)) throw new LabError(`${short} : il manque le fichier « lab.ts ».`);
  let exported: unknown;
  try {
    const address = `${pathToFileURL(file).href}${fresh && `?${fresh}`}`;
    // For Vite, whose server of `npm run dev` reads this module too: the file is found at run time.
    exported = ((await import(/* @vite-ignore */ address)) as { default?: unknown }).default;
  } catch (cause) {
    throw new LabError(
      `${short}/lab.ts : le fichier ne s’exécute pas. ${cause instanceof Error ? cause.message : ''}`,
      { cause },
    );
  }
  if (exported === undefined) {
    throw new LabError(
      `${short}/lab.ts : il manque l’exportation par défaut. Attendu : « export default defineLab({ … }) ».`,
    );
  }
  const result = labSchema.safeParse(exported);
  if (!result.success) throw new LabError(describeIssues(`${short}/lab.ts`, result.error).join('\n'));
  const lab = result.data;
  const folder = directory.split('/').at(-1) ?? '';
  if (lab.id !== folder) {
    throw new LabError(
      `${short}/lab.ts : le champ « id » vaut « ${lab.id} ». Attendu : le nom du dossier, « ${folder} ».`,
    );
  }
  const repeated = lab.checks.map((check) => check.id).find((id, index, all) => all.indexOf(id) !== index);
  if (repeated)
    throw new LabError(
      `${short}/lab.ts : deux contrôles portent l’identifiant « ${repeated} ». Attendu : un identifiant chacun.`,
    );
  return {
    lab,
    meta: labMeta(lab),
    directory,
    setup: await readRequired(directory, short, 'setup.sh', 'le script qui prépare l’état de départ'),
    solution: {
      script: await readRequired(directory, short, 'solution.sh', 'la solution de référence'),
      explanation: await readRequired(directory, short, 'solution.md', 'l’explication de chaque option de la solution'),
    },
  };
}

async function readRequired(directory: string, short: string, name: string, purpose: string): Promise<string> {
  const path = join(directory, name);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new LabError(`${short} : il manque le fichier « ${name} », ${purpose}.`);
  const text = await readFile(path, 'utf8');
  if (!text.trim()) throw new LabError(`${short}/${name} : le fichier est vide. Attendu : ${purpose}.`);
  return text;
}

/**
 * Reads `alternatives/` and `mutants/`. A mutant's first lines name who refuses it and why:
 *
 *     # refusé par : <identifiant du contrôle>
 *     # dit : <fragment du retour>
 *
 * @throws LabError
 */
export async function readScripts(entry: CatalogEntry): Promise<{ alternatives: LabScript[]; mutants: LabScript[] }> {
  const read = async (kind: 'alternatives' | 'mutants'): Promise<LabScript[]> => {
    const directory = join(entry.directory, kind);
    if (!existsSync(directory)) return [];
    const files = (await readdir(directory)).filter((name) => name.endsWith('.sh')).sort();
    return Promise.all(
      files.map(async (name) => {
        const script = await readFile(join(directory, name), 'utf8');
        const where = `labs/${entry.lab.id}/${kind}/${name}`;
        const refusedBy = /^# refusé par\s*: (.+)$/mu.exec(script)?.[1]?.trim() ?? null;
        const says = /^# dit\s*: (.+)$/mu.exec(script)?.[1]?.trim() ?? null;
        if (kind === 'mutants') {
          if (!refusedBy || !says) {
            throw new LabError(
              `${where} : il manque les lignes « # refusé par : … » et « # dit : … » en tête du fichier.`,
            );
          }
          if (!entry.lab.checks.some((check) => check.id === refusedBy)) {
            const known = entry.lab.checks.map((check) => check.id).join(', ');
            throw new LabError(`${where} : le contrôle « ${refusedBy} » n’existe pas. Attendu : l’un de ${known}.`);
          }
        }
        return { name: name.replace(/\.sh$/, ''), script, refusedBy, says };
      }),
    );
  };
  return { alternatives: await read('alternatives'), mutants: await read('mutants') };
}
