import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabError, readCatalog, readLab, readScripts } from '../../../labs/catalog.ts';
import { createLab } from '../../../labs/new-lab.ts';
import { projectDir } from '../../support/test-config.ts';

const CHECK = `{ id: 'un-controle', title: 'Le conteneur est en marche', section: 'une-section', evaluate: () => ({ status: 'waiting', message: '' }) }`;

const FIELDS = {
  title: `'Un exercice d’essai'`,
  chapter: `'cgroups'`,
  order: '1',
  kind: `'proteger'`,
  difficulty: '1',
  minutes: '10',
  summary: `'Une phrase assez longue pour la liste des exercices.'`,
  scenario: `'Une situation assez longue pour que l’on s’y reconnaisse un peu.'`,
  hints: `['Un premier indice.', 'Un second indice.']`,
  checks: `[${CHECK}]`,
};

let root: string;
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'etanche-labs-'));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

/** A lab folder that is right but for what the test changes; `null` removes a file. */
async function labFolder(
  fields: Readonly<Record<string, string | null>> = {},
  files: Readonly<Record<string, string | null>> = {},
  parent = root,
): Promise<string> {
  const id = `essai-${++made}`;
  const directory = join(parent, id);
  const declared = Object.entries({ id: `'${id}'`, ...FIELDS, ...fields }).filter(([, value]) => value !== null);
  const contents: Record<string, string | null> = {
    'lab.ts': `export default { ${declared.map(([name, value]) => `${name}: ${value}`).join(', ')} };\n`,
    'setup.sh': ':\n',
    'solution.sh': ':\n',
    'solution.md': 'Rien à dire.\n',
    ...files,
  };
  await mkdir(join(directory, 'mutants'), { recursive: true });
  for (const [name, text] of Object.entries(contents)) if (text !== null) await writeFile(join(directory, name), text);
  return directory;
}

const mistake = async (
  fields: Readonly<Record<string, string | null>>,
  files: Readonly<Record<string, string | null>> = {},
): Promise<string> => {
  const error: unknown = await readLab(await labFolder(fields, files)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LabError);
  return (error as LabError).message;
};

const check = (changes: string): string => `[{ ...${CHECK}, ${changes} }]`;

describe('readLab', () => {
  it('reads a right lab, with its defaults', async () => {
    const entry = await readLab(await labFolder());
    expect(entry.lab.reads).toEqual({ files: [], logs: [], probes: {} });
    expect(entry.meta.hintCount).toBe(2);
    expect(entry.meta.checks[0]).toEqual({
      id: 'un-controle',
      title: 'Le conteneur est en marche',
      section: 'une-section',
      references: {},
      answer: undefined,
    });
    expect(entry.solution).toEqual({ script: ':\n', explanation: 'Rien à dire.\n' });
  });

  it.each([
    ['a missing text', { title: null }, 'le champ « title » manque. Attendu : un texte entre guillemets.'],
    ['a missing number', { order: null }, 'le champ « order » manque. Attendu : un nombre.'],
    ['a missing list', { hints: null }, 'le champ « hints » manque. Attendu : une liste […].'],
    ['a number in quotes', { minutes: `'dix'` }, 'le champ « minutes » n’a pas le bon type. Attendu : un nombre.'],
    ['a fraction', { difficulty: '1.5' }, 'le champ « difficulty » n’a pas le bon type. Attendu : un nombre entier.'],
    [
      'a text instead of a list',
      { checks: `'rien'` },
      'le champ « checks » n’a pas le bon type. Attendu : une liste […].',
    ],
    [
      'a list of the wrong things',
      { checks: '[1]' },
      'le champ « checks[1] » n’a pas le bon type. Attendu : un objet { … }.',
    ],
    [
      'a field that nothing reads',
      { titre: `'x'` },
      'la déclaration contient « titre », que rien ne lit. Vérifiez l’orthographe.',
    ],
    ['a nested one', { checks: check('titre: 1') }, 'le champ « checks[1] » contient « titre », que rien ne lit.'],
    [
      'an unknown chapter',
      { chapter: `'cgroup'` },
      'le champ « chapter » n’a pas une valeur admise. Attendu : « introduction », « namespaces », « cgroups »',
    ],
    [
      'an unknown kind',
      { kind: `'jouer'` },
      'Attendu : « comprendre », « proteger », « reparer », « attaquer-defendre ».',
    ],
    [
      'a title too short',
      { title: `'Oui'` },
      'le champ « title » est trop petit ou trop court. Attendu : au moins 5 caractères.',
    ],
    [
      'a number too small',
      { minutes: '1' },
      'le champ « minutes » est trop petit ou trop court. Attendu : au moins 5.',
    ],
    [
      'a number too big',
      { difficulty: '9' },
      'le champ « difficulty » est trop grand ou trop long. Attendu : au plus 4.',
    ],
    [
      'a list too short',
      { hints: `['Un seul indice.']` },
      'le champ « hints » est trop petit ou trop court. Attendu : au moins 2 éléments.',
    ],
    [
      'a list too long',
      { checks: `Array(7).fill(${CHECK})` },
      'le champ « checks » est trop grand ou trop long. Attendu : au plus 6 éléments.',
    ],
    [
      'an id that is no slug',
      { checks: check(`id: 'Mémoire'`) },
      'le champ « checks[1].id » n’est pas valable. Attendu : minuscules, chiffres et traits d’union',
    ],
    [
      'a wrong reference',
      { checks: check(`references: { anssi: ['R17'] }`) },
      'le champ « checks[1].references.anssi[1] » n’est pas valable. Attendu : « R1 » à « R16 ».',
    ],
    [
      'a check without function',
      { checks: check('evaluate: true') },
      'le champ « checks[1].evaluate » n’est pas valable. Attendu : une fonction (observation) => verdict.',
    ],
    [
      'a relative path to read',
      { reads: `{ files: ['Dockerfile'] }` },
      'le champ « reads.files[1] » n’est pas valable. Attendu : un chemin absolu dans le bac.',
    ],
  ])('explains %s', async (_what, fields, sentence) => {
    const message = await mistake(fields);
    expect(message).toContain(sentence);
    expect(message).toMatch(/^labs\/essai-\d+\/lab\.ts : /);
  });

  it('says every mistake at once, one a line', async () => {
    expect((await mistake({ title: null, minutes: '1' })).split('\n')).toHaveLength(2);
  });

  it('leaves no English in what an author reads', async () => {
    expect(await mistake({ title: null, chapter: '0', minutes: `'x'`, hints: '[]', kind: null })).not.toMatch(
      /invalid|expected|received|required/i,
    );
  });

  it('explains what is wrong beyond the fields', async () => {
    expect(await mistake({ id: `'autre-nom'` })).toMatch(
      /le champ « id » vaut « autre-nom »\. Attendu : le nom du dossier, « essai-\d+ »\./,
    );
    expect(await mistake({ checks: `[${CHECK}, ${CHECK}]` })).toContain(
      'deux contrôles portent l’identifiant « un-controle ». Attendu : un identifiant chacun.',
    );
    expect(await mistake({}, { 'lab.ts': 'export const lab = {};\n' })).toContain(
      'il manque l’exportation par défaut. Attendu : « export default defineLab({ … }) ».',
    );
    expect(await mistake({}, { 'lab.ts': 'throw new Error("zut");\n' })).toContain('le fichier ne s’exécute pas. zut');
    expect(await mistake({}, { 'lab.ts': null })).toMatch(/^labs\/essai-\d+ : il manque le fichier « lab\.ts »\.$/);
  });

  it.each([
    ['setup.sh', 'le script qui prépare l’état de départ'],
    ['solution.sh', 'la solution de référence'],
    ['solution.md', 'l’explication de chaque option de la solution'],
  ])('wants %s, and not empty', async (name, purpose) => {
    expect(await mistake({}, { [name]: null })).toContain(`il manque le fichier « ${name} », ${purpose}.`);
    expect(await mistake({}, { [name]: ' \n' })).toContain(`/${name} : le fichier est vide. Attendu : ${purpose}.`);
  });
});

describe('readScripts', () => {
  const scriptsOf = async (mutant: string) =>
    readScripts(await readLab(await labFolder({}, { 'mutants/erreur.sh': mutant, 'mutants/notes.txt': '' })));

  it('reads who refuses and what is said, whatever the space before the colon', async () => {
    const { mutants, alternatives } = await scriptsOf(
      '#!/bin/sh\n# refusé par : un-controle\n# dit\u00a0: tel quel\n:\n',
    );
    expect(mutants).toMatchObject([{ name: 'erreur', refusedBy: 'un-controle', says: 'tel quel' }]);
    expect(alternatives).toEqual([]);
  });

  it.each([
    ['#!/bin/sh\n# dit : rien\n', 'il manque les lignes « # refusé par : … » et « # dit : … » en tête du fichier.'],
    ['# refusé par : un-controle\n', 'il manque les lignes'],
    ['# refusé par : autre\n# dit : rien\n', 'le contrôle « autre » n’existe pas. Attendu : l’un de un-controle.'],
  ])('explains a wrong header', async (mutant, sentence) => {
    await expect(scriptsOf(mutant)).rejects.toThrow(sentence);
  });
});

describe('readCatalog', () => {
  it('orders by chapter, then by order; leaves files and templates alone', async () => {
    const parent = await mkdtemp(join(root, 'catalogue-'));
    const last = await labFolder({ chapter: `'pratiques'` }, {}, parent);
    const second = await labFolder({ order: '2' }, {}, parent);
    const first = await labFolder({ order: '1' }, {}, parent);
    await mkdir(join(parent, '_gabarit'));
    await writeFile(join(parent, 'README.md'), 'x');
    expect((await readCatalog(parent)).map((entry) => entry.directory)).toEqual([first, second, last]);
  });

  it('accepts every lab of the project', async () => {
    const labs = await readCatalog(join(projectDir, 'labs'));
    const names = (await readdir(join(projectDir, 'labs'), { withFileTypes: true })).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('_'),
    );
    expect(labs).toHaveLength(names.length);
  });
});

describe('createLab', () => {
  it('makes a lab that the tools accept as it is', async () => {
    const parent = await mkdtemp(join(root, 'nouveau-'));
    await cp(join(projectDir, 'labs/_gabarit'), join(parent, '_gabarit'), { recursive: true });
    for (const file of ['check.ts', 'facts.ts', 'lab.ts'])
      await symlink(join(projectDir, 'labs', file), join(parent, file));
    const directory = await createLab(parent, 'proteger-le-cache');
    expect(directory).toBe(join(parent, 'proteger-le-cache'));
    const entry = await readLab(directory);
    expect(entry.lab.id).toBe('proteger-le-cache');
    expect((await readScripts(entry)).mutants.length).toBeGreaterThan(0);
  });

  it.each(['Mémoire', 'deux mots', '../ailleurs', '-tiret', 'tiret-', 'a--b', ''])(
    'refuses the name %j',
    async (id) => {
      const before = await readdir(root);
      await expect(createLab(root, id)).rejects.toThrow(
        `« ${id} » ne peut pas nommer un exercice. Attendu : des minuscules sans accent`,
      );
      expect(await readdir(root)).toEqual(before);
    },
  );

  it('never writes over a lab', async () => {
    const directory = await labFolder();
    const id = directory.split('/').at(-1) ?? '';
    await expect(createLab(root, id)).rejects.toThrow(`Le dossier labs/${id} existe déjà : rien n’a été modifié.`);
    expect(await readdir(directory)).toContain('solution.md');
  });
});
