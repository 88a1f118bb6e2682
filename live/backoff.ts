/**
 * Exponential backoff with jitter: clients that failed together must not come back together.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export interface BackoffRange {
  /** Longest wait after the first failure, in milliseconds. */
  baseMs: number;
  /** Longest wait at all, in milliseconds. */
  capMs: number;
}

/**
 * @param failures failures in a row so far, from 1
 * @param random a number in [0, 1)
 * @returns how long to wait before the next attempt, in milliseconds: at least half of the range's step
 */
export function backoffMs(failures: number, { baseMs, capMs }: BackoffRange, random: number): number {
  const stepMs = Math.min(capMs, baseMs * 2 ** Math.max(0, failures - 1));
  return Math.round(stepMs * (0.5 + 0.5 * random));
}
