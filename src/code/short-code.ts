interface Node {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** Fits on the narrowest phone. */
const SHORT = 24;

/** Marks the short pieces of code of a sentence, for the style sheet to keep `--pid=host` on one line. */
export function shortCode() {
  return (tree: Node): void => mark(tree);
}

function mark(node: Node): void {
  for (const child of node.children ?? []) {
    if (child.tagName === 'pre') continue;
    const text = child.children?.[0]?.value;
    if (child.tagName === 'code' && text !== undefined && text.length <= SHORT)
      child.properties = { ...child.properties, className: 'short' };
    mark(child);
  }
}
