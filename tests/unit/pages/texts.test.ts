import { describe, expect, it } from 'vitest';
import { anchor, headingIds } from '../../../src/code/heading-ids.ts';
import { hullGeometry } from '../../../src/components/brand/hull-geometry.ts';
import { blocks } from '../../../src/islands/lab-dock/view/markdown.tsx';
import { inlineMarkdown } from '../../../src/lib/inline-markdown.ts';
import { ENDS, FAILURES, HEALTH, TERMINAL_ENDS } from '../../../src/lib/messages.ts';

describe('anchors of headings', () => {
  it.each([
    ['Comparer par l’inode', 'comparer-par-l-inode'],
    ['Mémoire & échange : où est la limite ?', 'memoire-echange-ou-est-la-limite'],
    ['Le cœur du moteur', 'le-coeur-du-moteur'],
    ['« docker.sock », ou root', 'docker-sock-ou-root'],
  ])('%s', (title, expected) => {
    expect(anchor(title)).toBe(expected);
  });

  it('numbers the second heading of the same words, and keeps an anchor that is already there', () => {
    const heading = (value: string, properties = {}) => ({
      type: 'element',
      tagName: 'h2',
      properties,
      children: [{ type: 'text', value }],
    });
    const tree = {
      type: 'root',
      children: [heading('Limite'), heading('Limite'), heading('Autre', { id: 'choisie' })],
    };
    headingIds()(tree);
    expect(tree.children.map(({ properties }) => properties)).toEqual([
      { id: 'limite' },
      { id: 'limite-2' },
      { id: 'choisie' },
    ]);
  });
});

describe('the little Markdown of short texts', () => {
  it('marks code and strong words', () => {
    expect(inlineMarkdown('Lisez `ns/pid`, **deux fois**.')).toBe(
      'Lisez <code>ns/pid</code>, <strong>deux fois</strong>.',
    );
  });

  it('lets nothing of a hostile name through as HTML', () => {
    const shown = inlineMarkdown('`<img src=x onerror=alert(1)>` & "<script>"');
    expect(shown).not.toMatch(/<(?!\/?(code|strong)>)/);
    expect(shown).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});

describe('the Markdown of a solution', () => {
  it('knows paragraphs, lists and code', () => {
    const text = 'Deux lignes\nd’un paragraphe.\n\n- un\n  suite\n- deux\n\n```sh\ndocker ps\n\nid\n```\n\n1. premier';
    expect(blocks(text)).toEqual([
      { kind: 'paragraph', text: 'Deux lignes d’un paragraphe.' },
      { kind: 'list', ordered: false, items: ['un suite', 'deux'] },
      { kind: 'code', text: 'docker ps\n\nid' },
      { kind: 'list', ordered: true, items: ['premier'] },
    ]);
  });
});

describe('the hull', () => {
  it('has as many compartments as asked, side by side from stern to bow, under its deck', () => {
    const { compartments } = hullGeometry(640, 72, 10);
    expect(compartments).toHaveLength(10);
    expect(compartments[0]?.left).toBe(0);
    expect(compartments.at(-1)?.right).toBe(640);
    for (const [index, { left, right, deck }] of compartments.entries()) {
      expect(right).toBeGreaterThan(left);
      expect(left).toBe(index === 0 ? 0 : compartments[index - 1]?.right);
      expect(deck).toBeGreaterThanOrEqual(0);
      expect(deck).toBeLessThan(72);
    }
  });
});

describe('messages', () => {
  const all = Object.entries({ ...FAILURES, ...ENDS, ...HEALTH, ...TERMINAL_ENDS });

  it.each(all)('%s says what happened and what to do, in sentences', (_code, { title, advice }) => {
    for (const sentence of [title, advice]) {
      expect(sentence).toMatch(/^\p{Lu}/u);
      expect(sentence).toMatch(/\.$/);
      expect(sentence, 'a space before a colon does not break').not.toMatch(/ [:;!?»]|« /);
      expect(sentence, 'the apostrophe is a real one').not.toContain("'");
    }
    expect(advice).not.toBe(title);
  });
});
