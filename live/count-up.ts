/**
 * Counts up to new totals over the time until the next ones, in a few steps. In a large audience totals arrive about once a
 * second, and counters that jump would seem to stop in between.
 */
import { categories, type Counts } from '../amplify/show';
import { countsOf } from './counts';

/** Time between two steps, in milliseconds. Totals that arrive about as often are shown at once. */
export const stepMs = 250;

/**
 * Returns the counters after the next step, which never exceed the totals.
 *
 * @param shown the counters on the screen
 * @param counts the known totals, at least `shown`
 * @param leftMs the time in which the counters should reach the totals, in milliseconds
 */
export function countedUp(shown: Counts, counts: Counts, leftMs: number): Counts {
  const steps = Math.max(1, Math.round(leftMs / stepMs));
  if (steps === 1) return counts;
  const next = countsOf(shown);
  for (const category of categories) next[category] += Math.ceil((counts[category] - shown[category]) / steps);
  return next;
}

export interface CountUpOptions {
  /** Takes the next step. Returns whether the counters have reached the totals. */
  step: (leftMs: number) => boolean;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
}

export class CountUp {
  #until = 0;
  #cancel: (() => void) | null = null;

  constructor(private readonly options: CountUpOptions) {}

  /** New totals are known, and the next ones are expected after this time, in milliseconds. Takes the first step. */
  start(durationMs: number): void {
    this.#until = this.options.elapsed() + durationMs;
    this.stop();
    this.#step();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #step(): void {
    const { step, elapsed, schedule } = this.options;
    const isDone = step(this.#until - elapsed());
    this.#cancel = isDone ? null : schedule(stepMs, () => this.#step());
  }
}
