import { signal } from '@preact/signals';

/** Often enough for minutes to be right, and for a threshold to be crossed on time. */
const TICK_MS = 2_000;

/** The server's clock, in steps: what is read from it is drawn again as time passes, without any request. */
export const now = signal(Date.now());
let offset = 0;

/** @param serverNow the server's clock, as just received */
export function setClock(serverNow: number): void {
  offset = serverNow - Date.now();
  now.value = serverNow;
}

/** @returns a function that stops. */
export function startClock(): () => void {
  const timer = setInterval(() => (now.value = Date.now() + offset), TICK_MS);
  return () => clearInterval(timer);
}
