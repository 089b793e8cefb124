import { describe, expect, it } from 'vitest';
import { readPage, type Page } from './chapters.ts';
import { familiarAddress } from './courtesy.ts';
import { diagramFaults } from './diagrams.ts';
import { fences, runnableBlocks } from './fences.ts';
import { linkFaults, writtenAnchors } from './links.ts';
import { diagramProse, mdxProse, words, yamlProse } from './prose.ts';
import { quizFaults } from './quiz-rules.ts';
import { sameOutput } from './same-output.ts';
import { unknownWordsIn } from './spelling.ts';
import { exerciseFaults, fenceFaults, frontmatterFaults, headingFaults, lengthFaults } from './structure.ts';
import { typographyFaults } from './typography.ts';

/** Each rule is seen to fail on a planted fault, and to let the same text pass without it. */
const frontmatter = (over: Record<string, string> = {}): string =>
  Object.entries({
    title: 'Les cgroups',
    description: 'Mesurer et plafonner ce qu’un conteneur consomme, le prouver dans le noyau.',
    order: '3',
    minutes: '60',
    objectives: '[Fixer une limite, Lire une limite, Choisir un quota]',
    ...over,
  })
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');

const page = (body: string, over?: Record<string, string>): Page =>
  readPage('content/cgroups.mdx', `---\n${frontmatter(over)}\n---\n${body}`);

const messages = (findings: readonly { line: number; message: string }[]): string[] => findings.map(({ line, message }) => `${line}: ${message}`);

describe('front matter', () => {
  it('accepts a chapter’s', () => expect(frontmatterFaults(page(''))).toEqual([]));
  it.each([
    ['a wrong title', { title: 'Les groupes' }, /titre attendu est « Les cgroups »/],
    ['a wrong number', { order: '4' }, /numéro attendu est 3/],
    ['a short description', { description: 'Trop court' }, /description/],
    ['an unknown key', { durée: '60' }, /durée/],
    ['an objective that ends with a stop', { objectives: '[Un., Deux, Trois]' }, /point final/],
  ])('refuses %s', (_name, over, expected) => {
    expect(messages(frontmatterFaults(page('', over))).join()).toMatch(expected);
  });
  it('refuses what is not YAML', () => expect(frontmatterFaults(page('', { title: '"' }))).not.toEqual([]));
});

describe('headings', () => {
  it('accepts levels in order, and shell comments in fences', () => {
    expect(headingFaults(page('## Un\n\n### Deux\n\n```sh\n# commentaire\n```\n\n## Trois\n'))).toEqual([]);
  });
  it.each([
    ['a second title', '# Un', /8: un second titre/],
    ['a skipped level', '## Un\n#### Deux', /9: un titre de niveau 4 après un niveau 2/],
    ['a repeated anchor', '## L’hôte\n## L’hote', /deux titres donnent l’ancre « l-hote »/],
  ])('refuses %s', (_name, body, expected) => {
    expect(messages(headingFaults(page(body))).join()).toMatch(expected);
  });
});

describe('length', () => {
  it('counts prose only', () => {
    expect(words(mdxProse('Deux mots.\n\n```sh\npas ceux ci\n```\n\n<Figure caption="Trois mots ici">\n'))).toHaveLength(5);
  });
  it('refuses too short and too long', () => {
    expect(lengthFaults(page('mot '.repeat(1_499)))).toHaveLength(1);
    expect(lengthFaults(page('mot '.repeat(2_501)))).toHaveLength(1);
    expect(lengthFaults(page('mot '.repeat(1_500)))).toEqual([]);
  });
});

describe('fences', () => {
  const text = '```sh bac\nid\n```\n\n```text sortie v1\nuid=0\n```\n\n```sh bac\ntrue\n```\nsuite\n\n```text sortie\nrien\n```\n';
  it('pairs a command with the output right under it', () => {
    expect(runnableBlocks(text).map(({ command, expected, onlyV1 }) => [command, expected, onlyV1])).toEqual([
      ['id', 'uid=0', true],
      ['true', null, false],
    ]);
  });
  it('refuses an output without a command, and a fence left open', () => {
    expect(fenceFaults(page('```text sortie\nrien\n```\n'))).toHaveLength(1);
    expect(fenceFaults(page(text))).toEqual([]);
    expect(() => fences('```sh\nid\n')).toThrow(/line 1 is never closed/);
  });
});

describe('labs of a chapter', () => {
  const labs = [
    { id: 'deux', order: 2 },
    { id: 'un', order: 1 },
  ];
  it('accepts each once and in order', () => expect(exerciseFaults(page('<Exercice id="un" />\n<Exercice id="deux" />'), labs)).toEqual([]));
  it.each(['<Exercice id="un" />', '<Exercice id="deux" />\n<Exercice id="un" />', '<Exercice id="un" />\n<Exercice id="trois" />'])('refuses %j', (body) => {
    expect(exerciseFaults(page(body), labs)).toHaveLength(1);
  });
});

describe('links', () => {
  const other = readPage('content/namespaces.mdx', '## L’espace utilisateur\n');
  const faults = (body: string): string[] => messages(linkFaults(page(body), [other], new Set(['bombe']), writtenAnchors));
  it.each(['[a](https://docs.docker.com/)', '[a](/namespaces/#l-espace-utilisateur)', '[a](#ici)\n## Ici', '[a](/exercices/bombe/)'])('accepts %j', (body) => {
    expect(faults(body)).toEqual([]);
  });
  it.each([
    ['[a](/namespaces/#l-espace)', /8: .*pas de section « l-espace »/],
    ['[a](/reseau/)', /aucune page/],
    ['[a](#ailleurs)\n## Ici', /pas de section/],
    ['[a](http://docs.docker.com/)', /aucune page/],
    ['[a](/exercices/autre/)', /aucun exercice/],
  ])('refuses %j', (body, expected) => {
    expect(faults(body).join()).toMatch(expected);
  });
});

describe('typography', () => {
  const faults = (body: string): string[] => messages(typographyFaults('x.mdx', mdxProse(body)));
  it('accepts the house’s', () => {
    expect(faults('Quoi\u202f? Ceci\u00a0: «\u00a0l’hôte\u00a0»\u202f; 64\u00a0Mio, 25\u00a0%…\n\n```sh\nx=\'a\'; y="b"\n```\n`a:b;c` [lien](https://x.fr/a?b=c:d) <Quiz id="x" />')).toEqual([]);
  });
  it.each([
    ['Quoi ?', /1: .*U\+202F/],
    ['Quoi\u00a0?', /U\+202F/],
    ['un;deux', /U\+202F/],
    ['`docker` : le client', /U\+00A0\) avant les deux-points/],
    ['Ceci\u202f: cela', /avant les deux-points/],
    ['« mot »', /après «/],
    ['«\u00a0mot »', /avant »/],
    ["l'hôte", /apostrophe courbe/],
    ['un "mot"', /guillemets français/],
    ['et...', /points de suspension/],
    ['64 Mio', /le nombre et l’unité/],
    ['25 %', /le nombre et l’unité/],
    ['un , deux', /virgule/],
    ['un  deux', /une seule espace/],
    ['\n\n<Figure caption="Quoi ?">', /3: .*U\+202F/],
  ])('refuses %j', (body, expected) => {
    expect(faults(body).join()).toMatch(expected);
  });
  it('reads quizzes and diagrams too', () => {
    expect(typographyFaults('x.yaml', yamlProse("  - question: Qui ?\n    choices:\n      - text: '`a:b`'\n"))).toHaveLength(1);
    expect(typographyFaults('x.astro', diagramProse('<Schema id="a:b" title="Un titre : deux"><text x="1">l\'hôte</text>'))).toHaveLength(2);
  });
});

describe('courtesy', () => {
  it('accepts « vous » and words that contain « tu »', () => {
    expect(familiarAddress('x.mdx', 'Vous étudiez l’attaque, voyez-vous\u202f: la tension monte, un tutoriel attend.')).toEqual([]);
  });
  it.each(['Si tu lances', 'ouvre ton terminal', 'regarde-toi', 'cela t’aide', 'Tes conteneurs'])('refuses %j', (text) => {
    expect(familiarAddress('x.mdx', text)).toHaveLength(1);
  });
});

describe('quizzes', () => {
  const explanation = (about: string): string => `${about}, une explication assez longue pour apprendre quelque chose.`;
  const question = (right: number, choices = 3): object => ({
    question: 'Laquelle ?',
    choices: Array.from({ length: choices }, (_, i) => ({ text: `Choix ${i}`, ...(i === right ? { correct: true } : {}), explanation: explanation(`Choix ${i}`) })),
  });
  const quiz = (...questions: object[]): string => JSON.stringify({ questions });
  const five = [0, 1, 2, 0, 1].map((right) => question(right));

  it('accepts five questions with an explanation for each choice', () => expect(quizFaults(quiz(...five))).toEqual([]));
  it.each([
    ['four questions', quiz(...five.slice(1)), /exactement cinq/],
    ['two choices', quiz(question(0, 2), ...five.slice(1)), /trois ou quatre/],
    ['five choices', quiz(question(0, 5), ...five.slice(1)), /trois ou quatre/],
    ['no right answer', quiz(question(9), ...five.slice(1)), /une bonne réponse/],
    ['an answer always first', quiz(...five.map(() => question(0))), /même place/],
    ['a short explanation', quiz(...five).replace(explanation('Choix 2'), 'Non.'), /apprend quelque chose/],
    ['twice the same explanation', quiz(...five).replace(explanation('Choix 2'), explanation('Choix 1')), /propre à chaque choix/],
    ['a missing explanation', quiz(...five).replace(/,"explanation":"[^"]*"/, ''), /explanation/],
    ['no question mark', quiz(...five).replace('Laquelle ?', 'Laquelle'), /point d’interrogation/],
  ])('refuses %s', (_name, source, expected) => {
    expect(quizFaults(source).join()).toMatch(expected);
  });
});

describe('diagrams', () => {
  const description = 'Une description qui dit tout ce que montre le dessin, assez longue pour remplacer le dessin lui-même.';
  const sound = `<Schema id="un-dessin" title="Un dessin utile" description="${description}" height={10}><path class="hull" d="M0 0" /></Schema>`;
  const faults = (source: string): string => messages(diagramFaults({ file: 'x.astro', name: 'X', source })).join();
  it('accepts one that is described', () => expect(faults(sound)).toBe(''));
  it.each([
    ['no frame', sound.replaceAll('Schema', 'svg'), /texte de remplacement/],
    ['no title', sound.replace('Un dessin utile', ''), /un titre/],
    ['no description', sound.replace(description, 'Un dessin.'), /une description/],
    ['a colour of its own', sound.replace('class="hull"', 'fill="#ff0000"'), /couleurs du thème/],
    ['an image from elsewhere', sound.replace('<path', '<image href="https://x.fr/a.png" /><path'), /rien d’extérieur/],
  ])('refuses %s', (_name, source, expected) => {
    expect(faults(source)).toMatch(expected);
  });
});

describe('outputs', () => {
  it.each([
    ['numbers for numbers', 'PID 700 sleep', 'PID   12345 sleep'],
    ['identifiers for identifiers', 'b7be82fb28a2189e579a70b2f4f9cbb6867da16559b940319eaf1ca154b7ebbf\nok', `${'a1'.repeat(32)}\nok`],
    ['any lines', '…\nfin', 'un\ndeux\nfin'],
    ['no line at all', '…\nfin', 'fin'],
    ['anything within a line', 'up …', 'up 3 hours'],
  ])('accepts %s', (_name, expected, actual) => expect(sameOutput(expected, actual)).toBe(true));
  it.each([
    ['another word', 'privé', 'partagé'],
    ['a line too many', 'un', 'un\ndeux'],
    ['a line missing', 'un\ndeux', 'un'],
    ['nothing', 'un', ''],
    ['a word for a number', 'code 137', 'code aucun'],
    ['a short number for an identifier', 'b7be82fb28a2', 'b7be'],
    ['a sign that a pattern would accept', 'a.b', 'axb'],
  ])('refuses %s', (_name, expected, actual) => expect(sameOutput(expected, actual)).toBe(false));
});

describe('spelling', { timeout: 60_000 }, () => {
  it('finds a misspelt word in prose, not in code', async () => {
    const found = await unknownWordsIn('content/planted.mdx', 'Le contenneur démarre, `contenneurd` aussi.\n\n```sh\ncontenneurs\n```\n');
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('contenneur');
  });
  it('reads what a diagram says, not how it is drawn', async () => {
    const found = await unknownWordsIn('src/components/schemas/Planted.astro', '<Schema title="Une cloisson"><path d="zzzqq" class="qqzzz" /><text x="1">naviire</text>');
    expect(found.join('\n')).toMatch(/cloisson[\s\S]*naviire/);
    expect(found).toHaveLength(2);
  });
});
