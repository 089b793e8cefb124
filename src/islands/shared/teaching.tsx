import type { ComponentChildren } from 'preact';
import type { CheckView } from '../../../server/contract/api.ts';
import { inlineMarkdown } from '../../lib/inline-markdown.ts';

interface Props {
  check: CheckView;
  /** How a command is shown to whoever reads this. */
  command: (text: string) => ComponentChildren;
}

/** Why it is not so yet: the expected state, what was read, the mechanism, and how to see it oneself. */
export function Teaching({ check, command }: Props) {
  return (
    <>
      {check.contradiction && (
        <div class="contradiction">
          <p>Le moteur et le noyau ne disent pas la même chose. Le noyau fait foi.</p>
          <Text html={check.contradiction} />
        </div>
      )}
      <dl class="teaching">
        <Pair term="Attendu" text={check.expected} />
        <Pair term="Observé" text={check.observed} />
        <Pair term="Pourquoi" text={check.mechanism} />
      </dl>
      {check.see && (
        <div class="see">
          <p>Pour le voir vous-même</p>
          {command(check.see)}
        </div>
      )}
    </>
  );
}

const Pair = ({ term, text }: { term: string; text: string | undefined }) =>
  text ? (
    <div>
      <dt>{term}</dt>
      <dd dangerouslySetInnerHTML={{ __html: inlineMarkdown(text) }} />
    </div>
  ) : null;

/** Text of a lab or read in a sandbox: escaped, then only `code` and **strong** are given their marks. */
export const Text = ({ html, class: name }: { html: string; class?: string }) => (
  <p class={name} dangerouslySetInnerHTML={{ __html: inlineMarkdown(html) }} />
);
