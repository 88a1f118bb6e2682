/** Those who render the state, told of its changes: of most at once, of what changes all the time no oftener than an eye can follow. */
export interface StateListenersOptions {
  /** Least time between two notices of what changes all the time, in milliseconds. */
  minIntervalMs: number;
  /** In milliseconds, of any clock. */
  now: () => number;
  /** Calls back after a time in milliseconds; returns how to cancel. */
  schedule: (delayMs: number, callback: () => void) => () => void;
}

export class StateListeners {
  readonly #listeners = new Set<() => void>();
  #notifiedAt = -Infinity;
  #cancel: (() => void) | null = null;

  constructor(private readonly options: StateListenersOptions) {}

  /** Returns how to stop. */
  add(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notify(): void {
    this.cancelPending();
    this.#notifiedAt = this.options.now();
    this.#listeners.forEach((listener) => listener());
  }

  /** At once if the last notice is old enough, else when it is; one notice then does for all that changed. */
  notifyThrottled(): void {
    const { now, schedule, minIntervalMs: everyMs } = this.options;
    const waitMs = this.#notifiedAt + everyMs - now();
    if (waitMs <= 0) this.notify();
    // A clock that is set back makes nobody wait longer.
    else this.#cancel ??= schedule(Math.min(waitMs, everyMs), () => this.notify());
  }

  /** What is not told yet stays untold. */
  cancelPending(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
