/** Browser storage that never throws: private windows and refusals read as « nothing kept ». */
export interface Kept<T> {
  read(): T;
  write(value: T): void;
}

/**
 * @param revive makes a value from whatever was stored, or `null` when it is not usable.
 */
export function kept<T>(
  area: 'local' | 'session',
  key: string,
  fallback: T,
  revive: (stored: unknown) => T | null,
): Kept<T> {
  const name = `etanche:${key}`;
  const storage = (): Storage => (area === 'local' ? localStorage : sessionStorage);
  return {
    read() {
      try {
        const text = storage().getItem(name);
        return text === null ? fallback : (revive(JSON.parse(text)) ?? fallback);
      } catch {
        return fallback;
      }
    },
    write(value) {
      try {
        storage().setItem(name, JSON.stringify(value));
      } catch {
        // Full or refused: the page works, it only forgets.
      }
    },
  };
}
