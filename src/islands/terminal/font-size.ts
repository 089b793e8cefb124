/** In CSS pixels. */
export const FONT_SIZE = { smallest: 6, usual: 14, largest: 18 };

/**
 * The largest type with which a screen fits its place, in CSS pixels.
 * @param present size of the type with which `screen` was measured.
 */
export function fontSizeFor(
  present: number,
  screen: { width: number; height: number },
  place: { width: number; height: number },
): number {
  const share = Math.min(place.width / screen.width, place.height / screen.height);
  if (!Number.isFinite(share) || share <= 0) return present;
  const exact = Math.floor(present * share * 4) / 4;
  return Math.min(FONT_SIZE.largest, Math.max(FONT_SIZE.smallest, exact));
}
