import { followSeat } from '../lib/seat.ts';
import { refreshSession, session } from '../lib/session.ts';

/** Follows the seat of who is in a class, and shows what comes from it. The code that shows it loads only then. */
export function watchSeat(): void {
  let followed = '';
  let stop: (() => void) | undefined;
  session.subscribe((now) => {
    // A server that is silent for a while takes nobody out of their class.
    if (now.state === 'away') return;
    const id = now.state === 'known' && now.learner.class ? now.learner.id : '';
    if (id === followed) return;
    followed = id;
    stop?.();
    stop = undefined;
    if (id === '') return;
    stop = followSeat(() => void refreshSession());
    import('../islands/class-strip/index.tsx').then(
      ({ startStrip }) => startStrip(document.getElementById('class-strip')!),
      () => undefined,
    );
  });
}
