/** Stands for what is not prose, one for one, so that lines and columns stay those of the file. */
const HIDDEN = '\u0000';
/** Stands for a piece of code inside a sentence: the spaces around it count. */
const CODE = 'x';

const hide = (text: string, by = HIDDEN): string => text.replace(/[^\n]/g, by);

/** The sentences of an MDX page: fences, imports, tags and addresses hidden, captions kept. */
export const mdxProse = (body: string): string =>
  body
    .replace(/^```[\s\S]*?^```$/gm, (fence) => hide(fence))
    .replace(/^import .*$/gm, (line) => hide(line))
    .replace(/`[^`\n]+`/g, (code) => hide(code, CODE))
    .replace(/\]\([^)\n]*\)/g, (target) => `]${hide(target.slice(1))}`)
    .replace(/<\/?[A-Z][^>]*>/g, hideTag);

function hideTag(tag: string): string {
  const caption = /\bcaption="(?<text>[^"]*)"/d.exec(tag);
  const span = caption?.indices?.groups?.text;
  return span ? hide(tag.slice(0, span[0])) + tag.slice(...span) + hide(tag.slice(span[1])) : hide(tag);
}

/** The values of a YAML text: keys, list marks, quotes and code hidden. */
export const yamlProse = (source: string): string =>
  source
    .replace(/`[^`\n]+`/g, (code) => hide(code, CODE))
    .replace(/^\s*(?:- )?(?:[a-z]+:(?: '|(?=\s)|$))?/gm, (key) => hide(key))
    .replace(/'$/gm, HIDDEN);

/** What a reader reads of a diagram: its title, its description, the text drawn. */
export const diagramProse = (source: string): string => {
  let result = '';
  let from = 0;
  for (const { indices } of source.matchAll(/\b(?:title|description)="(?<text>[^"]*)"|<text\b[^>]*>(?<drawn>[^<{]*)<\/text>/dg)) {
    const [start, end] = indices?.groups?.text ?? indices?.groups?.drawn ?? [0, 0];
    result += hide(source.slice(from, start)) + source.slice(start, end);
    from = end;
  }
  return result + hide(source.slice(from));
};

/** Words of running text, as a word processor counts them. */
export const words = (prose: string): string[] =>
  prose.split(/[\s\u0000|]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
