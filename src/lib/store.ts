/** A value that tells its listeners when it changes: enough for the pages, which load no framework. */
export interface Store<T> {
  readonly value: T;
  set(value: T): void;
  /** Calls back at once, then at each change. @returns a function that stops. */
  subscribe(listener: (value: T) => void): () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      value = next;
      for (const listener of listeners) listener(value);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(value);
      return () => listeners.delete(listener);
    },
  };
}
