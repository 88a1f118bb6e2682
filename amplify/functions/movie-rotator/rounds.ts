/** Round arithmetic: rounds are cut by the wall clock, so that every part knows the round from the time alone. */

/**
 * How long after its start a run of the rotator still begins rounds, in milliseconds. The scheduler comes
 * every minute, a little early or late; what this leaves of the minute, the next run makes up at once. So no
 * round starts later than 3 s and what the scheduler is late by.
 */
export const runDurationMs = 57_000;

/**
 * @param nowMs the time, in milliseconds since the epoch
 * @param roundSeconds length of a round in seconds, a divisor of 60
 * @returns when the round that is on at `nowMs` started, in seconds since the epoch: its id
 */
export function roundStartSeconds(nowMs: number, roundSeconds: number): number {
  const nowSeconds = Math.floor(nowMs / 1000);
  return nowSeconds - (nowSeconds % roundSeconds);
}

/**
 * The rounds that one run of the rotator is to start: the one that is on, then each that begins
 * within {@link runDurationMs}.
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
