/** Who is to be told of what happens to a key. */
export class Followers<Event> {
  readonly #byKey = new Map<string, Set<(event: Event) => void>>();

  /** @returns stops following. */
  add(key: string, follower: (event: Event) => void): () => void {
    const followers = this.#byKey.get(key) ?? new Set();
    this.#byKey.set(key, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.#byKey.get(key) === followers) this.#byKey.delete(key);
    };
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  tell(key: string, event: Event): void {
    for (const follower of this.#byKey.get(key) ?? []) follower(event);
  }

  tellAll(event: Event): void {
    for (const key of this.#byKey.keys()) this.tell(key, event);
  }
}
