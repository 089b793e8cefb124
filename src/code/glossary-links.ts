import { GLOSSARY } from '../lib/glossary.ts';

interface Node {
  type: string;
  tagName?: string;
  name?: string | null;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** Where a link would be one too many, or would change what is meant to be copied. */
const LEFT_ALONE = new Set(['a', 'code', 'pre', 'h1', 'h2', 'h3', 'h4', 'th', 'figcaption', 'button', 'summary']);

/** By form, in lower case. The longest form wins: « appels système » before « appel ». */
const ids = new Map(
  GLOSSARY.flatMap(({ id, name, forms = [] }) => [name, ...forms].map((form) => [form.toLowerCase(), id] as const)),
);
const pattern = new RegExp(
  `(?<![\\p{L}\\p{N}_./-])(${[...ids.keys()]
    .sort((a, b) => b.length - a.length)
    .join('|')})(?:[sx])?(?![\\p{L}\\p{N}_/-])`,
  'giu',
);

/** Links the first use of each term of the glossary, in each page, to its definition. */
export function glossaryLinks() {
  return (tree: Node): void => link(tree, new Set());
}

function link(node: Node, seen: Set<string>): void {
  if (node.tagName !== undefined && LEFT_ALONE.has(node.tagName)) return;
  // A component of the page words its own children.
  if (node.name !== undefined && node.name !== null) return;
  node.children = node.children?.flatMap((child) => {
    if (child.type === 'text') return pieces(child.value ?? '', seen);
    link(child, seen);
    return [child];
  });
}

function pieces(text: string, seen: Set<string>): Node[] {
  const found: Node[] = [];
  let from = 0;
  for (const { index, 0: words, 1: form = '' } of text.matchAll(pattern)) {
    const id = ids.get(form.toLowerCase());
    if (id === undefined || seen.has(id)) continue;
    seen.add(id);
    found.push(
      { type: 'text', value: text.slice(from, index) },
      {
        type: 'element',
        tagName: 'a',
        properties: { href: `/glossaire/#${id}`, className: 'term' },
        children: [{ type: 'text', value: words }],
      },
    );
    from = index + words.length;
  }
  return [...found, { type: 'text', value: text.slice(from) }].filter(({ value }) => value !== '');
}
