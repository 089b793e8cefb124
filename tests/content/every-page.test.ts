import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../labs/catalog.ts';
import { CHAPTERS } from '../../labs/schema.ts';
import { projectDir } from '../support/test-config.ts';
import { chapters, pages, quizSource, type Page } from './chapters.ts';
import { familiarAddress } from './courtesy.ts';
import { diagramFaults, type Diagram } from './diagrams.ts';
import { report, type Finding } from './finding.ts';
import { anchorsOf, linkFaults } from './links.ts';
import { diagramProse, mdxProse, yamlProse } from './prose.ts';
import { quizFaults } from './quiz-rules.ts';
import { unknownWords } from './spelling.ts';
import { exerciseFaults, fenceFaults, frontmatterFaults, headingFaults, lengthFaults, uses } from './structure.ts';
import { typographyFaults } from './typography.ts';

const MINIMUM_FIGURES = 2;

const labs = (await readCatalog(join(projectDir, 'labs'))).map(({ lab }) => lab);
const labIds = new Set(labs.map(({ id }) => id));

const diagramDir = join(projectDir, 'src/components/schemas');
const diagrams: readonly Diagram[] = readdirSync(diagramDir)
  .filter((name) => name !== 'Schema.astro')
  .map((name) => ({
    name: name.replace('.astro', ''),
    file: `src/components/schemas/${name}`,
    source: readFileSync(join(diagramDir, name), 'utf8'),
  }));

/** Everything of a page that is French, on the lines of its file. */
const proseOf = (page: Page): string => yamlProse(page.source.slice(0, page.source.length - page.body.length)) + mdxProse(page.body);

/** No finding, or the list of them as the message. */
const none = (findings: readonly Finding[]): void => expect(report(findings)).toEqual([]);

it('publishes the chapters in their order', () => {
  expect(chapters.map(({ slug }) => slug)).toEqual(CHAPTERS.slice(0, chapters.length));
  expect(chapters.length).toBeGreaterThanOrEqual(3);
});

describe.each(chapters)('$file', (page) => {
  it('has the front matter of a chapter', () => none(frontmatterFaults(page)));
  it('has one first-level title and no level skipped', () => none(headingFaults(page)));
  it('is as long as a chapter should be', () => none(lengthFaults(page)));
  it('shows outputs under their commands only', () => none(fenceFaults(page)));
  it('links to what exists', () => none(linkFaults(page, pages, labIds)));
  it('places each lab of the chapter once, in order', () => none(exerciseFaults(page, labs.filter(({ chapter }) => chapter === page.slug))));
  it('follows French typography', () => none(typographyFaults(page.file, proseOf(page))));
  it('says « vous »', () => none(familiarAddress(page.file, proseOf(page))));

  it('explains, at its place, every section that a check of its labs refers to', () => {
    const anchors = anchorsOf(page);
    const missing = labs
      .filter(({ chapter }) => chapter === page.slug)
      .flatMap(({ id, checks }) => checks.map(({ section }) => ({ id, section })))
      .filter(({ section }) => !anchors.has(section));
    expect(missing).toEqual([]);
  });

  it('draws figures, each with a caption and a diagram of ours', () => {
    const drawn = [...page.body.matchAll(/<Figure caption="[^"]{20,}">\s*<(?<name>[A-Z]\w+) \/>\s*<\/Figure>/g)].map(({ groups }) => groups?.name);
    expect(drawn.length).toBeGreaterThanOrEqual(MINIMUM_FIGURES);
    expect(drawn).toHaveLength(page.body.match(/<Figure\b/g)?.length ?? 0);
    expect(diagrams.map(({ name }) => name)).toEqual(expect.arrayContaining(drawn));
  });

  it('ends with a quiz that follows the rules', () => {
    expect(uses(page, 'Quiz')).toEqual([page.slug]);
    expect(quizFaults(quizSource(page.slug) ?? '')).toEqual([]);
  });
});

describe.each(readdirSync(join(projectDir, 'content/quiz')))('content/quiz/%s', (name) => {
  const prose = yamlProse(readFileSync(join(projectDir, 'content/quiz', name), 'utf8'));

  it('belongs to a chapter', () => {
    expect(chapters.map(({ slug }) => `${slug}.yaml`)).toContain(name);
  });
  it('follows French typography', () => none(typographyFaults(`content/quiz/${name}`, prose)));
  it('says « vous »', () => none(familiarAddress(`content/quiz/${name}`, prose)));
});

describe.each(diagrams)('$file', (diagram) => {
  it('has a text alternative and the theme’s colours', () => none(diagramFaults(diagram)));
  it('follows French typography', () => none(typographyFaults(diagram.file, diagramProse(diagram.source))));
  it('is used by a chapter', () => {
    expect(chapters.some(({ body }) => body.includes(`<${diagram.name} />`))).toBe(true);
  });
});

it('gives each diagram an identifier of its own', () => {
  const ids = diagrams.map(({ source }) => /\bid="([^"]*)"/.exec(source)?.[1]);
  expect(new Set(ids).size).toBe(diagrams.length);
});

it('spells every word as French or as the project’s dictionary does', { timeout: 60_000 }, async () => {
  const files = [...chapters.map(({ file }) => file), 'content/quiz/*.yaml', ...diagrams.map(({ file }) => file)];
  expect(await unknownWords(files)).toEqual([]);
});
