/** What the house thought of a film, and when a screen says so: all in step, by the server's clock alone. Pure. */
import { categories, type Category, type Counts } from '../amplify/show';
import type { RoundResult, CurrentRound } from './backend';
import { totalOf } from './counts';
import { resultOf } from './recent-rounds';
import type { ShowState } from './show-reducer';

export interface Verdict {
  /** More than one where the house is divided. */
  favourites: Category[];
  /** Of the votes, how many went to each favourite, from 0 to 1. */
  share: number;
}

/** Null where nobody voted. */
export function verdictOf(counts: Counts): Verdict | null {
  const most = Math.max(...categories.map((category) => counts[category]));
  if (most === 0) return null;
  return { favourites: categories.filter((category) => counts[category] === most), share: most / totalOf(counts) };
}

/** After a round's end the last votes are still being counted, and the new film deserves the first look. */
const settleMs = 700;

/** How long a result stands. */
const standsMs = 2300;

type Ended = Pick<ShowState, 'round' | 'recentRounds' | 'serverTotals' | 'voters'>;

/**
 * The result to show: for a moment, that of the round just before; where the next film is late, that of the round
 * which is over.
 *
 * @param now the server's time, in epoch milliseconds
 */
export function resultAt(
  { round, recentRounds: recent, serverTotals: tallied, voters }: Ended,
  now: number,
): RoundResult | null {
  if (round === null) return null;
  if (isTimeFor(round.endsAt, now)) return resultOf(round, { ...tallied, voters });
  if (!isTimeFor(round.startsAt, now)) return null;
  return recent.find(({ roundId }) => roundId === idOfRoundBefore(round)) ?? null;
}

/** @param endedAt when the round ended, in epoch seconds */
function isTimeFor(endedAt: number, now: number): boolean {
  const sinceMs = now - endedAt * 1000;
  return sinceMs >= settleMs && sinceMs < settleMs + standsMs;
}

/** How long `resultAt` answers from the same round, in milliseconds; null: for ever, unless a round starts. */
export function resultLeftMs(round: Pick<CurrentRound, 'startsAt' | 'endsAt'> | null, now: number): number | null {
  if (round === null) return null;
  const changes = [round.startsAt, round.endsAt].flatMap((second) => [
    second * 1000 + settleMs,
    second * 1000 + settleMs + standsMs,
  ]);
  const next = changes.find((change) => change > now);
  return next === undefined ? null : next - now;
}

/** A round's id is the second it starts. */
function idOfRoundBefore({ startsAt, endsAt }: Pick<CurrentRound, 'startsAt' | 'endsAt'>): string {
  return String(2 * startsAt - endsAt);
}
