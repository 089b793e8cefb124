/**
 * Spaces calls out without losing the last one: the first goes at once, then at most one per `interval` milliseconds,
 * with the most recent value.
 */
export class Latest<Value> {
  readonly #interval: number;
  readonly #deliver: (value: Value) => void;
  #waiting: { value: Value } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(interval: number, deliver: (value: Value) => void) {
    this.#interval = interval;
    this.#deliver = deliver;
  }

  push(value: Value): void {
    if (this.#timer) {
      this.#waiting = { value };
      return;
    }
    this.#send(value);
  }

  /** Stops; a value that waits is not delivered. */
  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }

  #send(value: Value): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const next = this.#waiting;
      this.#waiting = null;
      if (next) this.#send(next.value);
    }, this.#interval);
    this.#deliver(value);
  }
}
