/** Round arithmetic. Rounds are aligned to the wall clock, so every component derives the round from the time alone. */

/**
 * How long after its start a run of the rotator still starts rounds, in milliseconds. The scheduler starts a run every
 * minute, slightly early or late, and the run starts the current round at once. So a round is late by at most 3 s plus
 * the delay of the scheduler.
 */
export const runDurationMs = 57_000;

/**
 * Returns the start of the current round, which is its id.
 *
 * @param nowMs the time, in milliseconds since the epoch
 * @param roundSeconds length of a round in seconds, a divisor of 60
 * @returns the start of the round at `nowMs`, in seconds since the epoch
 */
export function roundStartSeconds(nowMs: number, roundSeconds: number): number {
  const nowSeconds = Math.floor(nowMs / 1000);
  return nowSeconds - (nowSeconds % roundSeconds);
}

/**
 * Returns the rounds that one run of the rotator starts: the current round, and each round that begins within
 * {@link runDurationMs}.
 *
 * @param nowMs when the run began, in milliseconds since the epoch
 * @param roundSeconds length of a round in seconds, a divisor of 60
 * @returns starts in seconds since the epoch, in order
 */
export function roundsToStart(nowMs: number, roundSeconds: number): number[] {
  const first = roundStartSeconds(nowMs, roundSeconds);
  const count = 1 + Math.floor((nowMs + runDurationMs - first * 1000) / (roundSeconds * 1000));
  return Array.from({ length: count }, (_, index) => first + index * roundSeconds);
}
