import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { api } from '../../../lib/api.ts';
import { act, announcement, attempt, busy, clockOffset } from '../state/attempt.ts';
import { Icon } from '../../shared/icon.tsx';

/** Minutes left at which it is said aloud. */
const WARNINGS = [10, 5, 1];
const MINUTE_MS = 60_000;

/** Time left, by the server’s clock, and one click to have more. */
export function TimeLeft() {
  const second = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => (second.value += 1), 1_000);
    return () => clearInterval(timer);
  }, []);

  const view = attempt.value;
  // Read to be drawn again each second; the time itself is now, which the last second may not be.
  void second.value;
  const left = Math.max(0, (view?.expiresAt ?? 0) - (Date.now() + clockOffset.value));
  const minutes = Math.ceil(left / MINUTE_MS);
  useEffect(() => {
    if (view && WARNINGS.includes(minutes))
      announcement.value = `Il reste ${minutes} minute${minutes > 1 ? 's' : ''} à ce bac à sable.`;
  }, [minutes]);
  if (!view) return null;

  const { left: extensions, minutes: added } = view.extension;
  return (
    <div class="time-left" data-short={minutes <= 5 ? '' : undefined}>
      <Icon name="clock" />
      <span>
        <span class="sr-only">Temps restant : </span>
        {words(left)}
      </span>
      <button
        type="button"
        class="dock-button"
        disabled={extensions === 0 || busy.value === 'extend'}
        onClick={() => void act('extend', api.extend)}
        title={
          extensions === 0
            ? 'Il n’y a plus de prolongation'
            : `Prolonger de ${added} minutes (encore ${extensions} fois)`
        }
        aria-label={
          extensions === 0 ? 'Plus de prolongation' : `Prolonger de ${added} minutes, encore ${extensions} fois`
        }
      >
        +{added}
      </button>
    </div>
  );
}

function words(left: number): string {
  const minutes = Math.ceil(left / MINUTE_MS);
  if (left < MINUTE_MS) return `${Math.ceil(left / 1_000)}\u00a0s`;
  if (minutes < 60) return `${minutes}\u00a0min`;
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, '0')}`;
}
