import { inlineMarkdown } from '../../../lib/inline-markdown.ts';

/**
 * The Markdown of `solution.md`: paragraphs, lists of one level, fenced code. What it does not know, it shows as text.
 * Solutions never reach the built pages, so they cannot be rendered there.
 */
export function Markdown({ text }: { text: string }) {
  return <>{blocks(text).map((block, index) => render(block, index))}</>;
}

type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] };

const ITEM = /^(?:[-*]|\d+\.)\s+/;

export function blocks(text: string): Block[] {
  const found: Block[] = [];
  let fence: string[] | null = null;
  let open = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) {
      if (fence) found.push({ kind: 'code', text: fence.join('\n') });
      fence = fence ? null : [];
      open = false;
    } else if (fence) {
      fence.push(line);
    } else if (line.trim() === '') {
      open = false;
    } else {
      add(found, line, open);
      open = true;
    }
  }
  return found;
}

/** @param open the line follows another one of the same block */
function add(found: Block[], line: string, open: boolean): void {
  const last = found.at(-1);
  if (ITEM.test(line)) {
    const item = line.replace(ITEM, '');
    if (last?.kind === 'list') last.items.push(item);
    else found.push({ kind: 'list', ordered: /^\d/.test(line), items: [item] });
  } else if (open && last?.kind === 'list') {
    last.items.push(`${last.items.pop() ?? ''} ${line.trim()}`);
  } else if (open && last?.kind === 'paragraph') {
    last.text += ` ${line.trim()}`;
  } else {
    found.push({ kind: 'paragraph', text: line.replace(/^#+\s+/, '').trim() });
  }
}

function render(block: Block, key: number) {
  if (block.kind === 'code') {
    return (
      <pre key={key} tabIndex={0}>
        <code>{block.text}</code>
      </pre>
    );
  }
  if (block.kind === 'paragraph')
    return <p key={key} dangerouslySetInnerHTML={{ __html: inlineMarkdown(block.text) }} />;
  const List = block.ordered ? 'ol' : 'ul';
  return (
    <List key={key}>
      {block.items.map((item, index) => (
        <li key={index} dangerouslySetInnerHTML={{ __html: inlineMarkdown(item) }} />
      ))}
    </List>
  );
}
