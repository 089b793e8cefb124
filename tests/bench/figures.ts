/** Times of one measure, in milliseconds. */
export class Sample {
  readonly #values: number[] = [];

  add(value: number): void {
    this.#values.push(value);
  }

  get size(): number {
    return this.#values.length;
  }

  /** The smallest value that at least `share` of them do not exceed (nearest rank). @throws when there is none. */
  percentile(share: number): number {
    const sorted = this.#values.toSorted((a, b) => a - b);
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    if (value === undefined) throw new Error('aucune valeur');
    return value;
  }

  get p50(): number {
    return this.percentile(0.5);
  }
}

const number = (value: number, digits: number): string =>
  value.toLocaleString('fr-FR', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** « 0,52 ms », « 13,1 ms », « 134 ms ». */
export const milliseconds = (value: number): string =>
  `${number(value, Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0)} ms`;

export const mebibytes = (bytes: number): string => `${number(bytes / 2 ** 20, 1)} Mio`;

/** In kilobytes, as page weights are counted. */
export const kilobytes = (bytes: number): string => `${number(bytes / 1000, 1)} ko`;

export const megabytesPerSecond = (value: number): string => `${number(value, 1)} Mo/s`;

export const times = (ratio: number): string => `${number(ratio, 2)} ×`;

/** « p50 12,3 ms · p95 20,0 ms ». */
export const percentiles = (sample: Sample, ...shares: readonly number[]): string =>
  shares.map((share) => `p${share * 100} ${milliseconds(sample.percentile(share))}`).join(' · ');
