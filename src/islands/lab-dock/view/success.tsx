import { inlineMarkdown } from '../../../lib/inline-markdown.ts';
import { isClosed } from '../../../lib/seat.ts';
import { seatSignal } from '../../shared/store-signal.ts';
import { attempt, lab } from '../state/attempt.ts';

/** All compartments sealed: what was proven, and where to go on. */
export function Success() {
  const view = attempt.value;
  const card = lab.value;
  if (!view || !card) return null;
  return (
    <section class="success" aria-labelledby="success-title">
      <h3 id="success-title">Tout est étanche.</h3>
      <p>Ce que vous venez de prouver, constaté sur votre bac à sable :</p>
      <ul>
        {view.checks.map(
          ({ id, observed }) =>
            observed && <li key={id} dangerouslySetInnerHTML={{ __html: inlineMarkdown(observed) }} />,
        )}
      </ul>
      <p class="success-next">
        {card.next && isClosed(seatSignal.value, card.next.id, card.next.chapter) && (
          <span>L’exercice suivant n’est pas encore ouvert dans votre classe.</span>
        )}
        {card.next && !isClosed(seatSignal.value, card.next.id, card.next.chapter) && (
          <button type="button" class="button primary small" data-open-lab={card.next.id}>
            Exercice suivant : {card.next.title}
          </button>
        )}
        <a href={`/${card.chapter}/`}>Revenir au chapitre</a>
      </p>
    </section>
  );
}
