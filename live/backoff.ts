/**
 * Exponential backoff with jitter: clients that failed together must not retry together.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export interface BackoffRange {
  /** The maximum delay after the first failure, in milliseconds. */
  baseMs: number;
  /** The maximum delay, in milliseconds. */
  capMs: number;
}

/**
 * Returns the delay before the next attempt, in milliseconds.
 *
 * @param failures number of consecutive failures, from 1
 * @param random a number in [0, 1)
 */
export function backoffMs(failures: number, { baseMs, capMs }: BackoffRange, random: number): number {
  const stepMs = Math.min(capMs, baseMs * 2 ** Math.max(0, failures - 1));
  return Math.round(stepMs * (0.5 + 0.5 * random));
}
