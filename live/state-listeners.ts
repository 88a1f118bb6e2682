/** Those who render the state, told of its changes: of most at once, of what changes all the time no oftener than an eye can follow. */
export interface StateListenersOptions {
  /** Least time between two notices of what changes all the time, in milliseconds. */
  minIntervalMs: number;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
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
    this.#notifiedAt = this.options.elapsed();
    this.#listeners.forEach((listener) => listener());
  }

  /** At once if the last notice is old enough, else when it is; one notice then does for all that changed. */
  notifyThrottled(): void {
    const { elapsed, schedule, minIntervalMs } = this.options;
    const waitMs = this.#notifiedAt + minIntervalMs - elapsed();
    if (waitMs <= 0) this.notify();
    else this.#cancel ??= schedule(waitMs, () => this.notify());
  }

  /** What is not told yet stays untold. */
  cancelPending(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
