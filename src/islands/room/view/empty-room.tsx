import type { ClassView } from '../../../../server/contract/classes.ts';

/** Nobody yet: what to read out, or to project. */
export function EmptyRoom({ shown }: { shown: ClassView }) {
  return (
    <div class="room-empty">
      <p>Personne n’a encore rejoint cette classe. Voici ce qu’il faut saisir pour y entrer :</p>
      <p class="code" translate={false}>
        {shown.code}
      </p>
      {shown.state === 'closed' && (
        <p>
          <strong>La classe est fermée :</strong> personne ne peut la rejoindre tant que vous ne l’avez pas rouverte.
        </p>
      )}
      <p>
        <a class="button primary" href={`/formation/projeter/?classe=${encodeURIComponent(shown.id)}`}>
          Projeter le code et le lien
        </a>
      </p>
    </div>
  );
}
