/** Attempts that run in the background until they succeed. */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Delays before the attempts, in milliseconds; the last one repeats. They add up to more than the engine's time limit. */
const defaultDelaysMs = [50, 100, 200, 400, 800, 1600, 3200];

export class BackgroundRetries {
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #delaysMs: readonly number[];

  constructor(delaysMs = defaultDelaysMs) {
    this.#delaysMs = delaysMs;
    // Each attempt listens; Node.js warns of more than ten listeners.
    setMaxListeners(0, this.#closing.signal);
  }

  /**
   * Starts to attempt something after the first delay.
   *
   * @param attempt resolves with whether it succeeded. `isLate` is true once every delay has passed
   */
  start(attempt: (isLate: boolean) => Promise<boolean>): void {
    const running = this.#run(attempt).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Starts no more attempts. Resolves after those in progress. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }

  async #run(attempt: (isLate: boolean) => Promise<boolean>): Promise<void> {
    const { signal } = this.#closing;
    for (let index = 0; ; index += 1) {
      const isLate = index >= this.#delaysMs.length - 1;
      const delayMs = this.#delaysMs[isLate ? this.#delaysMs.length - 1 : index];
      await sleep(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted || (await attempt(isLate))) return;
    }
  }
}
