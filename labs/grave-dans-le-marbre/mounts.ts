/** One line of the container's `/proc/mounts`, as the probe tells it. */
export interface Mount {
  point: string;
  type: string;
  options: readonly string[];
}

const LINE = /^montage (?<point>\S+) (?<type>\S+) (?<options>\S+)$/;

export const readMounts = (output: string): Mount[] =>
  output.split('\n').flatMap((line) => {
    const { point, type, options } = LINE.exec(line)?.groups ?? {};
    return point && type && options ? [{ point, type, options: options.split(',') }] : [];
  });

const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Bytes that a `tmpfs` may hold; `undefined` when nothing bounds it. The kernel writes kibibytes. */
export function sizeOf({ options }: Mount): number | undefined {
  const [, digits, unit = ''] = options.map((option) => /^size=(\d{1,15})([kmg]?)$/.exec(option)).find(Boolean) ?? [];
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit] ?? 1);
}
