/**
 * The seconds that a countdown shows. Voting and the result do not last whole seconds: what is over the whole ones belongs
 * to the first, so that each of the others lasts a second.
 */
import { closesAtMs, dueAtMs, type Times } from './phase';

/** Returns the seconds until voting closes, at least 0. */
export function secondsToVote(round: Times, now: number): number {
  return secondsLeft(closesAtMs(round) - now, closesAtMs(round) - round.startsAt * 1000);
}

/** Returns the seconds until the next movie after the close of voting, at least 0. */
export function secondsToNextMovie(round: Times, now: number): number {
  return secondsLeft(dueAtMs(round) - now, dueAtMs(round) - closesAtMs(round));
}

function secondsLeft(leftMs: number, totalMs: number): number {
  const first = Math.max(1, Math.floor(totalMs / 1000));
  return Math.max(0, Math.min(first, Math.ceil(leftMs / 1000)));
}
