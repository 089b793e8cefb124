import { Dialog } from '../../shared/dialog.tsx';
import { singleKeys } from '../state/filters.ts';
import { CELLS, type CellState } from '../state/words.ts';

const KEYS: readonly (readonly [keys: readonly string[], effect: string])[] = [
  [['↑', '↓', '←', '→'], 'aller de ligne en ligne, de case en case'],
  [['Début', 'Fin'], 'première, dernière case de la ligne'],
  [['Ctrl + Début', 'Ctrl + Fin'], 'première, dernière personne'],
  [['Page préc.', 'Page suiv.'], 'dix personnes plus haut, plus bas'],
  [['Entrée'], 'ouvrir la personne'],
  [['Espace'], 'lire en entier le retour du contrôle'],
  [['/'], 'chercher une personne'],
  [['v'], 'passer du tableau à la vue serrée'],
  [['f'], 'la salle seule, en plein écran'],
  [['r'], 'remettre les lignes en ordre'],
  [['?'], 'cette aide'],
];

const STATES: readonly CellState[] = ['done', 'live', 'left', 'none'];

/** The keys of the room, and what its small shapes mean. */
export function RoomKeys({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="Clavier et signes" onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([keys, effect]) => (
          <div key={effect}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{effect}</dd>
          </div>
        ))}
      </dl>
      <label class="single-keys">
        <input
          type="checkbox"
          checked={singleKeys.value}
          onChange={({ currentTarget }) => (singleKeys.value = currentTarget.checked)}
        />
        Les touches d’un seul caractère commandent la salle
      </label>
      <h3>Les exercices, chapitre par chapitre</h3>
      <ul class="legend">
        {STATES.map((state) => (
          <li key={state}>
            <span class="cells" aria-hidden="true">
              <span class="cell" data-state={state} />
            </span>{' '}
            {CELLS[state]}
          </li>
        ))}
      </ul>
      <p>
        Les lignes se rangent d’elles-mêmes : d’abord qui demande de l’aide, puis qui bloque depuis 8 minutes, puis qui
        ne fait plus rien depuis 5 minutes. Elles ne bougent pas tant que le pointeur les parcourt ou que le clavier y
        est.
      </p>
      <div class="modal-actions">
        <button type="button" class="button primary" onClick={onClose}>
          Fermer
        </button>
      </div>
    </Dialog>
  );
}
