interface Node {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/**
 * Anchor of a heading, in the letters that a lab may write in `section`: no accent, a hyphen for anything else.
 * « Comparer par l’inode » gives `comparer-par-l-inode`.
 */
export const anchor = (title: string): string =>
  title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Gives every heading its anchor before Astro does, whose own anchors keep accents and drop apostrophes. */
export function headingIds() {
  return (tree: Node): void => {
    const taken = new Map<string, number>();
    visit(tree, (heading) => {
      if (heading.properties?.id !== undefined) return;
      const id = anchor(words(heading));
      const count = taken.get(id) ?? 0;
      taken.set(id, count + 1);
      heading.properties = { ...heading.properties, id: count === 0 ? id : `${id}-${count + 1}` };
    });
  };
}

function visit(node: Node, onHeading: (heading: Node) => void): void {
  if (node.type === 'element' && /^h[1-6]$/.test(node.tagName ?? '')) onHeading(node);
  for (const child of node.children ?? []) visit(child, onHeading);
}

const words = (node: Node): string => (node.value ?? '') + (node.children ?? []).map(words).join('');
