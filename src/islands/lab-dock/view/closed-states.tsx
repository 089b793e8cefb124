import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { ENDS, FAILURES } from '../../../lib/messages.ts';
import { attempt, failure, lab, leaveAttempt, openLab, passedCount, retry } from '../state/attempt.ts';
import { open } from '../state/layout.ts';

/** Past this delay, waiting deserves an explanation. */
const SLOW_MS = 3_000;

/** A sandbox is being claimed: usually too short to be read. */
export function Opening() {
  const slow = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (slow.value = true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="dock-message" role="status">
      <p>Votre bac à sable arrive…</p>
      {slow.value && (
        <p class="advice">
          Aucun n’attendait d’avance : une machine neuve démarre, avec son moteur Docker. Quelques secondes encore.
        </p>
      )}
    </div>
  );
}

/** Nothing could be opened: why, and what to do. The course stays readable beside it. */
export function Failed() {
  if (!failure.value) return null;
  const { title, advice } = FAILURES[failure.value.code];
  return (
    <div class="dock-message" role="alert">
      <p>
        <strong>{title}</strong>
      </p>
      <p class="advice">
        {advice}
        {failure.value.reference && ` Référence : ${failure.value.reference}.`}
      </p>
      <p class="actions">
        <button type="button" class="button primary" onClick={() => void retry()}>
          Réessayer
        </button>
        <button type="button" class="button" onClick={() => (open.value = false)}>
          Continuer à lire
        </button>
      </p>
    </div>
  );
}

/** Every end has a reason, and a way on. */
export function Ended() {
  const reason = attempt.value?.endReason;
  if (!reason || !lab.value) return null;
  const { title, advice } = ENDS[reason];
  const { id } = lab.value;
  return (
    <div class="dock-message" role="alert">
      <p>
        <strong>{title}</strong>
      </p>
      <p class="advice">{advice}</p>
      <p class="advice">{tally(passedCount.value, attempt.value?.checks.length ?? 0)}</p>
      <p class="actions">
        <button type="button" class="button primary" onClick={() => void openLab(id)}>
          Rouvrir l’exercice
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            open.value = false;
            leaveAttempt();
          }}
        >
          Fermer
        </button>
      </p>
    </div>
  );
}

const tally = (passed: number, total: number): string =>
  `À la fin, ${passed === 0 ? 'aucun objectif n’était étanche' : `${passed} ${passed > 1 ? 'objectifs étaient étanches' : 'objectif était étanche'}`} sur ${total}.`;
