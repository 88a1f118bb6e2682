/** Round arithmetic. Rounds are aligned to the wall clock, so every component derives the round from the time alone. */

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
