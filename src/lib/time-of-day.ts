/** « 14 h 05 ». @param at milliseconds since the epoch */
export function timeOfDay(at: number): string {
  const time = new Date(at);
  return `${time.getHours()}\u00a0h\u00a0${String(time.getMinutes()).padStart(2, '0')}`;
}
