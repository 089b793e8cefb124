import { useSignal } from '@preact/signals';
import { api } from '../../../lib/api.ts';
import { FAILURES, HEALTH } from '../../../lib/messages.ts';
import { act, attempt, busy, failure, link, phase } from '../state/attempt.ts';
import { Confirm } from '../../shared/dialog.tsx';
import { Icon } from '../../shared/icon.tsx';

/** What stands in the way while an attempt is open: its health, the connection, the last action that failed. */
export function Notices() {
  const live = phase.value === 'open' ? attempt.value : null;
  if (!live) return null;
  return (
    <div class="notices">
      {live.health !== 'ok' && <HealthNotice health={live.health} />}
      {link.value === 'retrying' && (
        <p class="notice" role="status">
          <span>
            <strong>La liaison avec le serveur est interrompue.</strong> Elle reprendra d’elle-même ; rien de ce que
            vous avez fait n’est perdu.
          </span>
        </p>
      )}
      {failure.value && (
        <p class="notice" role="alert">
          <span>
            <strong>{FAILURES[failure.value.code].title}</strong> {FAILURES[failure.value.code].advice}
            {failure.value.reference && ` Référence : ${failure.value.reference}.`}
          </span>
          <button
            type="button"
            class="dock-button"
            aria-label="Effacer ce message"
            onClick={() => (failure.value = null)}
          >
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  );
}

function HealthNotice({ health }: { health: keyof typeof HEALTH }) {
  const asking = useSignal(false);
  const { title, advice } = HEALTH[health];
  return (
    <div class="notice" role="alert">
      <span>
        <strong>{title}</strong> {advice}
      </span>
      {(health === 'engine-down' || health === 'saturated') && (
        <button
          type="button"
          class="button small"
          disabled={busy.value === 'reset'}
          onClick={() => void act('reset', (id) => api.reset(id, 'engine'))}
        >
          Redémarrer le moteur
        </button>
      )}
      {health === 'disk-full' && (
        <button
          type="button"
          class="button small"
          disabled={busy.value === 'reset'}
          onClick={() => (asking.value = true)}
        >
          Repartir d’un bac neuf
        </button>
      )}
      <Confirm
        open={asking.value}
        title="Repartir d’un bac neuf ?"
        action="Tout recommencer"
        onClose={() => (asking.value = false)}
        onConfirm={() => void act('reset', (id) => api.reset(id, 'fresh'))}
      >
        <p>Vos fichiers et vos conteneurs sont perdus. Vos résultats déjà obtenus et les indices lus sont gardés.</p>
      </Confirm>
    </div>
  );
}
