import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectDir } from '../support/test-config.ts';

/** One page of `content/`, as written. */
export interface Page {
  slug: string;
  /** Path from the root of the project, for messages. */
  file: string;
  source: string;
  /** `null` when the page has none or when it does not parse. */
  frontmatter: Record<string, unknown> | null;
  /** What follows the front matter. */
  body: string;
  /** Lines before the body, so that a message names the line of the file. */
  offset: number;
}

export function readPage(file: string, source: string): Page {
  const match = /^---\n(?<yaml>[\s\S]*?)\n---\n/.exec(source);
  const body = source.slice(match?.[0].length ?? 0);
  return {
    slug: file.replace(/^.*\//, '').replace(/\.mdx$/, ''),
    file,
    source,
    frontmatter: parseYaml(match?.groups?.yaml),
    body,
    offset: (match?.[0].split('\n').length ?? 1) - 1,
  };
}

function parseYaml(text: string | undefined): Record<string, unknown> | null {
  if (text === undefined) return null;
  try {
    return parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

const contentDir = join(projectDir, 'content');

export const pages: readonly Page[] = readdirSync(contentDir)
  .filter((name) => name.endsWith('.mdx'))
  .map((name) => readPage(`content/${name}`, readFileSync(join(contentDir, name), 'utf8')));

/** The pages that carry a number: the chapters, in order. */
export const chapters: readonly Page[] = pages
  .filter((page) => typeof page.frontmatter?.order === 'number')
  .sort((a, b) => Number(a.frontmatter?.order) - Number(b.frontmatter?.order));

/** Source of `content/quiz/<id>.yaml`, or `null`. */
export function quizSource(id: string): string | null {
  const file = join(contentDir, 'quiz', `${id}.yaml`);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
