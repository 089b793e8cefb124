import { OperatorError } from '../errors.ts';

const GIB = 2 ** 30;

/** Kept free for the rest of the machine: the sandboxes' file is sparse and must never meet a full disk below it. */
const RESERVE_GIB = 2;

/** Below this not even one person can work: an image, and a sandbox half full. */
const MINIMUM_GIB = 3;

/**
 * Size of the sandboxes' file system.
 * @param wantedGiB what the configuration asks for.
 * @param freeBytes free on the disk that will hold the file, plus what the file already occupies.
 * @returns GiB, less than wanted when the disk is too small for it.
 * @throws OperatorError when even the smallest does not fit.
 */
export function planDisk(wantedGiB: number, freeBytes: number, directory: string): number {
  const possible = Math.floor(freeBytes / GIB) - RESERVE_GIB;
  if (possible < MINIMUM_GIB) {
    throw new OperatorError(
      `Le disque est presque plein : ${(freeBytes / GIB).toFixed(1).replace('.', ',')} Gio libres sous ${directory}, il en faut ${MINIMUM_GIB + RESERVE_GIB}.`,
      `df -h ${directory}    # libérez de la place, ou choisissez un autre disque :\nETANCHE_STATE=/un/autre/disque npm start`,
    );
  }
  return Math.min(wantedGiB, possible);
}
