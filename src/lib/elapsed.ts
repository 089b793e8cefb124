/** « moins d’une minute », « 9 min », « 1 h 05 ». @param ms may be negative when two clocks differ: then none. */
export function elapsed(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes === 0) return 'moins d’une minute';
  return shortElapsed(ms);
}

/** The same where room is scarce: « 0 min », « 9 min », « 1 h 05 ». */
export function shortElapsed(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)}\u00a0j`;
  return `${hours}\u00a0h\u00a0${String(minutes % 60).padStart(2, '0')}`;
}
