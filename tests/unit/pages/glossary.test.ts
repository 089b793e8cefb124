import { describe, expect, it } from 'vitest';
import { glossaryLinks } from '../../../src/code/glossary-links.ts';
import { GLOSSARY } from '../../../src/lib/glossary.ts';

const text = (value: string) => ({ type: 'text', value });
const paragraph = (...children: unknown[]) => ({ type: 'element', tagName: 'p', children });

/** The page after the links: those as « [words](term) ». */
function linked(...children: unknown[]): string {
  const tree = { type: 'root', children } as Parameters<ReturnType<typeof glossaryLinks>>[0];
  glossaryLinks()(tree);
  const words = (node: typeof tree): string => {
    const inside = (node.value ?? '') + (node.children ?? []).map(words).join('');
    const href = node.properties?.['href'];
    return typeof href === 'string' ? `[${inside}](${href.replace('/glossaire/#', '')})` : inside;
  };
  return words(tree);
}

describe('the words of the glossary', () => {
  it('are in alphabetical order, each once, with an anchor each', () => {
    const names = GLOSSARY.map(({ name }) => name);
    expect(names).toEqual([...names].sort(new Intl.Collator('fr').compare));
    expect(new Set(GLOSSARY.map(({ id }) => id)).size).toBe(GLOSSARY.length);
  });

  it('are linked at their first use, plural or capital, and not again', () => {
    expect(linked(paragraph(text('Les Cgroups bornent. Un cgroup mesure.')))).toBe(
      'Les [Cgroups](cgroup) bornent. Un cgroup mesure.',
    );
  });

  it('are found whole only, the longest first', () => {
    expect(linked(paragraph(text('Le containerd-shim, runcible, /run/runc et runc.')))).toBe(
      'Le [containerd-shim](shim), runcible, /run/runc et [runc](runc).',
    );
  });

  it('are left alone in titles, code and links', () => {
    const alone = ['h2', 'code', 'a'].map((tagName) => ({ type: 'element', tagName, children: [text('seccomp ')] }));
    expect(linked(...alone, paragraph(text('seccomp')))).toBe('seccomp seccomp seccomp [seccomp](seccomp)');
  });
});
