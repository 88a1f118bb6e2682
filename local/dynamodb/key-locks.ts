/** Runs tasks that use the same key one after another, in the order of their calls. */
export class KeyLocks {
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Runs `task` after every earlier task on any of the keys. All keys are locked in one step, so tasks cannot deadlock.
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
