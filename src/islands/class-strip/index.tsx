import { render } from 'preact';
import './class-strip.css';
import { consent, seat } from '../../lib/seat.ts';
import { Strip } from './strip.tsx';

/** Takes the keyboard back from anywhere, the terminal included. No shell needs it; htop and mc do without for a while. */
const TAKE_BACK_KEY = 'F8';

let started = false;

/** Draws what comes from the class under the bar of every page, and gives it its room. Called once per visit. */
export function startStrip(host: HTMLElement): void {
  if (started) return;
  started = true;
  render(<Strip />, host);
  const root = document.documentElement;
  new ResizeObserver(() => root.style.setProperty('--strip-height', `${host.offsetHeight}px`)).observe(host);
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== TAKE_BACK_KEY || !seat.value?.keyboard) return;
      event.preventDefault();
      event.stopPropagation();
      void consent('keyboard', false).catch(() => undefined);
    },
    { capture: true },
  );
}
