import { api } from '../../../lib/api.ts';
import { inlineMarkdown } from '../../../lib/inline-markdown.ts';
import { act, attempt, busy } from '../state/attempt.ts';

/** One hint at a time, from a nudge to nearly the command. */
export function Hints() {
  const hints = attempt.value?.hints;
  if (!hints) return null;
  const next = hints.revealed.length + 1;
  return (
    <div class="dock-prose">
      {hints.revealed.length === 0 && (
        <p>
          Les indices vont du plus discret au plus précis. En lire un n’enlève rien ; chercher encore un peu apprend
          davantage.
        </p>
      )}
      <ol class="hints">
        {hints.revealed.map((hint, index) => (
          <li key={index} dangerouslySetInnerHTML={{ __html: inlineMarkdown(hint) }} />
        ))}
      </ol>
      {next <= hints.total ? (
        <button
          type="button"
          class="button small"
          disabled={busy.value === 'hint'}
          onClick={() => void act('hint', api.nextHint)}
        >
          {next === 1 ? 'Lire un premier indice' : `Lire l’indice ${next} sur ${hints.total}`}
        </button>
      ) : (
        <p>Vous avez lu tous les indices. La solution est disponible si vous restez en panne.</p>
      )}
    </div>
  );
}
