type Version = readonly [number, number, number];

interface Escape {
  id: string;
  program: 'engine' | 'runc';
  /** First repaired version of each maintained branch; later branches are repaired. */
  repaired: readonly Version[];
  /** What it lets a container do. */
  effect: string;
}

/** Ways out of a container that matter here, from the advisories of moby/moby and opencontainers/runc. */
const ESCAPES: readonly Escape[] = [
  {
    id: 'CVE-2024-21626',
    program: 'runc',
    repaired: [[1, 1, 12]],
    effect: 'atteindre les fichiers de l’hôte par un descripteur resté ouvert',
  },
  {
    id: 'CVE-2025-31133',
    program: 'runc',
    repaired: [
      [1, 2, 8],
      [1, 3, 3],
    ],
    effect: 'écrire dans /proc de l’hôte par un chemin masqué',
  },
  {
    id: 'CVE-2025-52565',
    program: 'runc',
    repaired: [
      [1, 2, 8],
      [1, 3, 3],
    ],
    effect: 'détourner le montage de /dev/console',
  },
  {
    id: 'CVE-2025-52881',
    program: 'runc',
    repaired: [
      [1, 2, 8],
      [1, 3, 3],
    ],
    effect: 'détourner les écritures de runc dans /proc',
  },
  {
    id: 'CVE-2026-41579',
    program: 'runc',
    repaired: [
      [1, 3, 6],
      [1, 4, 3],
    ],
    effect: 'gêner la création d’autres conteneurs',
  },
  {
    id: 'CVE-2026-41567',
    program: 'engine',
    repaired: [[29, 5, 1]],
    effect: 'exécuter un programme comme root de l’hôte lors d’un docker cp',
  },
  {
    id: 'CVE-2026-41568',
    program: 'engine',
    repaired: [[29, 5, 1]],
    effect: 'créer des fichiers sur l’hôte lors d’un docker cp',
  },
  {
    id: 'CVE-2026-42306',
    program: 'engine',
    repaired: [[29, 5, 1]],
    effect: 'détourner un montage lors d’un docker cp',
  },
];

export function parseVersion(text: string): Version | null {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null;
}

const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** Repaired in its own branch, or in a branch younger than the last one listed. */
function isRepaired(version: Version, { repaired }: Escape): boolean {
  const own = repaired.find(([major, minor]) => major === version[0] && minor === version[1]);
  const last = repaired.at(-1);
  return own ? compare(version, own) >= 0 : last !== undefined && compare(version, last) >= 0;
}

/**
 * Escapes that this version has by its number. A distribution may have repaired it without changing the number.
 * @returns an empty list for a version that cannot be read.
 */
export function knownEscapes(program: Escape['program'], text: string): readonly { id: string; effect: string }[] {
  const version = parseVersion(text);
  return version ? ESCAPES.filter((escape) => escape.program === program && !isRepaired(version, escape)) : [];
}
