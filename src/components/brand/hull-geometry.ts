/** A ship’s hull seen from the side, stern on the left, bow on the right, cut by bulkheads: the site’s recurring image. */
export interface HullGeometry {
  /** Outline, closed. */
  outline: string;
  compartments: readonly Compartment[];
  /** Height of the deck above the keel at one abscissa. */
  deckAt(x: number): number;
}

export interface Compartment {
  left: number;
  right: number;
  centre: number;
  /** Ordinate of the deck at the compartment’s middle. */
  deck: number;
}

/**
 * @param width overall length, in the units of the drawing
 * @param height from the top of the bow to the keel
 * @param count number of compartments; the first and the last are a little longer, since stern and bow are cut away
 */
export function hullGeometry(width: number, height: number, count: number): HullGeometry {
  // The deck is a quadratic curve whose control point is at mid-length: its abscissa is then linear in the parameter.
  const deckAt = (x: number): number => {
    const t = 1 - x / width;
    return 2 * 0.2 * height * t * (1 - t) + 0.12 * height * t * t;
  };
  const stern = 0.12 * height;
  const bilge = Math.min(0.18 * height, 0.04 * width);
  const rake = Math.min(0.2 * width, 0.95 * height);
  const outline = [
    `M0 ${round(stern)}`,
    `L${round(bilge * 0.6)} ${round(height - bilge)}`,
    `Q${round(bilge * 0.8)} ${height} ${round(bilge * 2)} ${height}`,
    `H${round(width - rake)}`,
    `C${round(width - rake * 0.45)} ${height} ${round(width - rake * 0.22)} ${round(height * 0.62)} ${width} 0`,
    `Q${width / 2} ${round(0.2 * height)} 0 ${round(stern)}Z`,
  ].join('');

  const unit = width / (count + 0.55);
  const edges = Array.from({ length: count + 1 }, (_, index) => {
    if (index === 0) return 0;
    if (index === count) return width;
    return round(index * unit + 0.12 * unit);
  });
  const compartments = edges.slice(0, -1).map((left, index) => {
    const right = edges[index + 1] ?? width;
    const bow = index === count - 1 ? 0.2 * unit : 0;
    const centre = round((left + right) / 2 - bow);
    return { left, right, centre, deck: round(deckAt(centre)) };
  });
  return { outline, compartments, deckAt: (x) => round(deckAt(x)) };
}

const round = (value: number): number => Math.round(value * 10) / 10;
