/** Notifies the listeners of a state: of most changes at once, of frequent ones at a limited rate. */
export interface StateListenersOptions {
  /** The minimum time between two notifications of frequent changes, in milliseconds. */
  minIntervalMs: number;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
}

/** @param isAnswer whether the change answers the guest's own input, and should be shown at once */
export type StateListener = (isAnswer: boolean) => void;

/** A set of listeners with two rates of notification. */
export class StateListeners {
  readonly #listeners = new Set<StateListener>();
  #notifiedAt = -Infinity;
  #cancel: (() => void) | null = null;

  constructor(private readonly options: StateListenersOptions) {}

  /** Adds a listener. Returns a function that removes it. */
  add(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Notifies all listeners at once. */
  notify(isAnswer = false): void {
    this.cancelPending();
    this.#notifiedAt = this.options.elapsed();
    this.#listeners.forEach((listener) => callSafely(listener, isAnswer));
  }

  /** Notifies all listeners at once or when the interval is over. One notification covers all changes until then. */
  notifyThrottled(): void {
    const { elapsed, schedule, minIntervalMs } = this.options;
    const waitMs = this.#notifiedAt + minIntervalMs - elapsed();
    if (waitMs <= 0) this.notify();
    else this.#cancel ??= schedule(waitMs, () => this.notify());
  }

  /** Cancels a delayed notification. */
  cancelPending(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

/** An error of one listener does not keep the change from the others. It is reported like any uncaught error. */
function callSafely(listener: StateListener, isAnswer: boolean): void {
  try {
    listener(isAnswer);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
