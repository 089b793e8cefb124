import { useSignal } from '@preact/signals';
import type { ClassView } from '../../../../server/contract/classes.ts';
import { joinLink } from '../../formation/class/code-panel.tsx';
import { Projection } from '../../formation/class/projection.tsx';

/** Nobody yet: what to read out, or to project. */
export function EmptyRoom({ shown }: { shown: ClassView }) {
  const projecting = useSignal(false);
  return (
    <div class="room-empty">
      <p>Personne n’a encore rejoint cette classe. Voici le code qui y fait entrer :</p>
      <p class="code" translate={false}>
        {shown.code}
      </p>
      {shown.state === 'closed' && (
        <p>
          <strong>La classe est fermée :</strong> personne ne peut la rejoindre tant que vous ne l’avez pas rouverte.
        </p>
      )}
      <button type="button" class="button primary" onClick={() => (projecting.value = true)}>
        Projeter le code et le lien
      </button>
      <Projection
        theClass={shown}
        link={joinLink(shown.code)}
        open={projecting.value}
        onClose={() => (projecting.value = false)}
      />
    </div>
  );
}
