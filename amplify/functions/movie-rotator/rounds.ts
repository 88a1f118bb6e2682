/** Round arithmetic. Rounds are aligned to the wall clock: each starts at a multiple of its length. */

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
 * Returns when the next round starts: at the first multiple of its length that does not overlap with the round before.
 * That is also a time in the past, as long as the round is not over, because a round that could not start in time starts
 * late.
 *
 * @param nowMs the time, in milliseconds since the epoch
 * @param roundSeconds length of the next round in seconds, a divisor of 60
 * @param latest the round before, in seconds since the epoch. A host may have ended it early, even as it began
 * @param notBefore the earliest start, in seconds since the epoch
 * @returns the start of the round, in seconds since the epoch
 */
export function nextRoundStart(
  nowMs: number,
  roundSeconds: number,
  latest?: { startsAt: number; endsAt: number },
  notBefore = 0,
): number {
  const earliest = Math.max(notBefore, latest ? Math.max(latest.startsAt + 1, latest.endsAt) : 0);
  return Math.max(roundStartSeconds(nowMs, roundSeconds), Math.ceil(earliest / roundSeconds) * roundSeconds);
}

/**
 * Returns the next time at which a round of any of these lengths would start.
 *
 * @param afterMs milliseconds since the epoch
 * @param lengths in seconds, at least one
 * @returns a later time, in seconds since the epoch
 */
export function nextBoundary(afterMs: number, lengths: readonly number[]): number {
  return Math.min(...lengths.map((seconds) => roundStartSeconds(afterMs, seconds) + seconds));
}
