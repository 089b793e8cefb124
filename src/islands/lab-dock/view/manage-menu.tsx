import { useSignal } from '@preact/signals';
import { api } from '../../../lib/api.ts';
import { act } from '../state/attempt.ts';
import { Confirm } from '../../shared/dialog.tsx';
import { Icon } from '../../shared/icon.tsx';

type Question = 'engine' | 'fresh' | 'end';

/** The actions that lose something, each behind a question. */
export function ManageMenu() {
  const asked = useSignal<Question | null>(null);
  const ask = (question: Question) => () => {
    document.getElementById('manage-menu')?.hidePopover();
    asked.value = question;
  };
  const close = () => (asked.value = null);
  return (
    <>
      <button
        type="button"
        class="dock-button"
        popovertarget="manage-menu"
        aria-label="Gérer le bac à sable"
        title="Gérer le bac à sable"
      >
        <Icon name="gear" />
      </button>
      <div id="manage-menu" class="dock-menu" popover="auto">
        <button type="button" onClick={ask('engine')}>
          Redémarrer le moteur Docker…
          <small>vos fichiers et vos conteneurs sont gardés</small>
        </button>
        <button type="button" onClick={ask('fresh')}>
          Repartir d’un bac neuf…
          <small>tout est remis à l’état de départ</small>
        </button>
        <button type="button" onClick={ask('end')}>
          Terminer l’exercice…
          <small>le bac à sable est rendu, vos résultats sont gardés</small>
        </button>
      </div>
      <Confirm
        open={asked.value === 'engine'}
        title="Redémarrer le moteur Docker ?"
        action="Redémarrer le moteur"
        onClose={close}
        onConfirm={() => void act('reset', (id) => api.reset(id, 'engine'))}
      >
        <p>
          Le moteur de votre bac à sable s’arrête et repart, en quelques secondes. Vos fichiers, vos images et vos
          conteneurs restent ; les conteneurs en marche s’arrêtent, sauf ceux dont la politique de redémarrage les
          relance.
        </p>
      </Confirm>
      <Confirm
        open={asked.value === 'fresh'}
        title="Repartir d’un bac neuf ?"
        action="Tout recommencer"
        onClose={close}
        onConfirm={() => void act('reset', (id) => api.reset(id, 'fresh'))}
      >
        <p>
          Ce bac à sable est remplacé par un autre, à l’état de départ de l’exercice. Vos fichiers, vos conteneurs et
          vos terminaux sont perdus. Vos résultats déjà obtenus et les indices lus sont gardés.
        </p>
      </Confirm>
      <Confirm
        open={asked.value === 'end'}
        title="Terminer l’exercice ?"
        action="Terminer"
        onClose={close}
        onConfirm={() => void act('close', api.close)}
      >
        <p>
          Le bac à sable est rendu : ce qu’il contient est perdu, vos résultats sont gardés. Vous pourrez rouvrir
          l’exercice quand vous voudrez.
        </p>
      </Confirm>
    </>
  );
}
