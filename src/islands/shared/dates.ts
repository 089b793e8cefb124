const DAY = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long', year: 'numeric' });

/** « 26 novembre 2026 ». @param at milliseconds since the epoch */
export const day = (at: number): string => DAY.format(at);

/** « 14 h 05 », in this browser's time zone. */
export function hour(at: number): string {
  const date = new Date(at);
  return `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, '0')}`;
}

/** « 26 novembre 2026 à 14 h 05 ». */
export const moment = (at: number): string => `${day(at)} à ${hour(at)}`;

/** Value of an `<input type="datetime-local">`, in this browser's time zone. */
export function toLocalInput(at: number | null): string {
  if (at === null) return '';
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @returns `null` for an empty or half-filled field */
export function fromLocalInput(value: string): number | null {
  const at = new Date(value).getTime();
  return Number.isNaN(at) ? null : at;
}
