/** Lets only one task at a time work on a key, in the order of asking. */
export class KeyLocks {
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Runs `task` when every earlier task on any of the keys has ended. All keys are taken in one step,
   * so two tasks can't wait for each other.
   */
  async run<T>(keys: string[], task: () => Promise<T>): Promise<T> {
    const earlier = keys.map((key) => this.#tails.get(key) ?? Promise.resolve());
    let release = () => {};
    const done = new Promise<void>((resolve) => (release = resolve));
    for (const key of keys) this.#tails.set(key, done);

    try {
      await Promise.all(earlier);
      return await task();
    } finally {
      release();
      for (const key of keys) if (this.#tails.get(key) === done) this.#tails.delete(key);
    }
  }
}
