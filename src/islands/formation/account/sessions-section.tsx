import { signOutTrainerEverywhere } from '../../../lib/trainer-session.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';

/** For a browser left open elsewhere, or a doubt. */
export function SessionsSection() {
  const { busy, failure, run } = useAction();
  return (
    <section aria-labelledby="sortir-partout">
      <h2 id="sortir-partout">Sortir de partout</h2>
      <p>
        Un autre poste est resté connecté à votre compte, ou vous avez un doute ? Sortez de tous les navigateurs,
        celui-ci compris.
      </p>
      <Failure failure={failure.value} />
      <button type="button" class="button" disabled={busy.value} onClick={() => void run(signOutTrainerEverywhere)}>
        Sortir de tous les navigateurs
      </button>
    </section>
  );
}
