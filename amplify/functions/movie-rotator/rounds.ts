/**
 * Round arithmetic. Rounds are aligned to the wall clock: each starts at a multiple of the default length, whatever its own,
 * so that a long round that a host has ended, or a new length, leaves no long gap.
 */

/**
 * Returns the last time at which a round could start.
 *
 * @param nowMs the time, in milliseconds since the epoch
 * @param roundSeconds default length of a round in seconds, a divisor of 60
 * @returns a time until `nowMs`, in seconds since the epoch
 */
export function roundStartSeconds(nowMs: number, roundSeconds: number): number {
  const nowSeconds = Math.floor(nowMs / 1000);
  return nowSeconds - (nowSeconds % roundSeconds);
}

/**
 * Returns when the next round starts: at the first multiple of the default length that does not overlap with the round
 * before. That may be the current one, because a round that could not start in time starts late.
 *
 * @param nowMs the time, in milliseconds since the epoch
 * @param roundSeconds default length of a round in seconds, a divisor of 60
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
 * Returns the next time at which a round could start.
 *
 * @param afterMs milliseconds since the epoch
 * @param roundSeconds default length of a round in seconds, a divisor of 60
 * @returns a later time, in seconds since the epoch
 */
export function nextBoundary(afterMs: number, roundSeconds: number): number {
  return roundStartSeconds(afterMs, roundSeconds) + roundSeconds;
}
