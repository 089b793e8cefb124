import { useSignal } from '@preact/signals';
import { api } from '../../../lib/api.ts';
import { act, attempt } from '../state/attempt.ts';
import { Confirm } from '../../shared/dialog.tsx';
import { Markdown } from './markdown.tsx';

/** After success, or after an honest try; asking for it before success is noted, and this is said first. */
export function Solution() {
  const asking = useSignal(false);
  const view = attempt.value;
  if (!view) return null;
  const { available, revealed, script, explanation } = view.solution;
  const reveal = (): void => void act('solution', api.solution);

  if (revealed) {
    return (
      <div class="dock-prose">
        {explanation && <Markdown text={explanation} />}
        {script && (
          <pre tabIndex={0}>
            <code>{script}</code>
          </pre>
        )}
      </div>
    );
  }
  if (!available) {
    return (
      <div class="dock-prose">
        <p>
          La solution s’ouvre après la réussite, ou après un essai sérieux : essayez une commande, lisez le retour des
          contrôles, lisez un indice.
        </p>
      </div>
    );
  }
  return (
    <div class="dock-prose">
      <p>
        {view.succeededAt === null
          ? 'La solution est disponible. Elle montre une bonne réponse et explique chaque option.'
          : 'Vous avez réussi. Comparez votre réponse avec la solution de référence.'}
      </p>
      <button
        type="button"
        class="button small"
        onClick={() => (view.succeededAt === null ? (asking.value = true) : reveal())}
      >
        Voir la solution
      </button>
      <Confirm
        open={asking.value}
        title="Voir la solution ?"
        action="Voir la solution"
        onClose={() => (asking.value = false)}
        onConfirm={reveal}
      >
        <p>
          Il sera noté que la solution a été lue avant la réussite ; dans une promotion, la formatrice ou le formateur
          le verra. L’exercice reste ouvert et peut encore être réussi.
        </p>
      </Confirm>
    </div>
  );
}
