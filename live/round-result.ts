/** The result of a round and when it is shown. All screens show it at the same time, by the server's clock. */
import { categories, type Category, type Counts } from '../amplify/show';
import type { RoundResult, CurrentRound } from './backend';
import { totalOf } from './counts';
import { resultOf } from './recent-rounds';
import type { ShowState } from './show-reducer';

export interface Verdict {
  /** The categories with the most votes; several in a tie. */
  favourites: Category[];
  /** The share of the votes for each favourite, from 0 to 1. */
  share: number;
}

/** Returns the verdict, or null without votes. */
export function verdictOf(counts: Counts): Verdict | null {
  const max = Math.max(...categories.map((category) => counts[category]));
  if (max === 0) return null;
  return { favourites: categories.filter((category) => counts[category] === max), share: max / totalOf(counts) };
}

/** After the end of a round the last votes are still being counted, and the next movie is shown first. */
const settleMs = 700;

/** How long a result is shown. */
const shownMs = 2300;

type Ended = Pick<ShowState, 'round' | 'recentRounds' | 'serverTotals' | 'voters'>;

/**
 * Returns the result to show, or null. It is the result of the previous round, or of the current one if it is over and
 * the next is late.
 *
 * @param now the server's time, in epoch milliseconds
 */
export function resultAt(
  { round, recentRounds: recent, serverTotals, voters }: Ended,
  now: number,
): RoundResult | null {
  if (round === null) return null;
  if (isTimeFor(round.endsAt, now)) return resultOf(round, { ...serverTotals, voters });
  if (!isTimeFor(round.startsAt, now)) return null;
  return recent.find(({ roundId }) => roundId === idOfRoundBefore(round)) ?? null;
}

/** @param endedAt the end of the round, in epoch seconds */
function isTimeFor(endedAt: number, now: number): boolean {
  const sinceMs = now - endedAt * 1000;
  return sinceMs >= settleMs && sinceMs < settleMs + shownMs;
}

/** Returns how long `resultAt` returns the same round's result, in milliseconds, or null until a round starts. */
export function resultLeftMs(round: Pick<CurrentRound, 'startsAt' | 'endsAt'> | null, now: number): number | null {
  if (round === null) return null;
  const changes = [round.startsAt, round.endsAt].flatMap((second) => [
    second * 1000 + settleMs,
    second * 1000 + settleMs + shownMs,
  ]);
  const next = changes.find((change) => change > now);
  return next === undefined ? null : next - now;
}

/** The id of a round is its start in epoch seconds. */
function idOfRoundBefore({ startsAt, endsAt }: Pick<CurrentRound, 'startsAt' | 'endsAt'>): string {
  return String(2 * startsAt - endsAt);
}
