/** The results of recent rounds: from the server at first, then from the rounds that end on this screen. */
import { limits } from '../amplify/limits';
import type { RoundResult, Scores, CurrentRound } from './backend';
import { countsOf, totalOf } from './counts';

/** Returns the result of a round that is over, with its last known totals. */
export function resultOf(
  { roundId, movie: { title, poster } }: CurrentRound,
  scores: Omit<Scores, 'roundId'>,
): RoundResult {
  return { roundId, title, poster, ...countsOf(scores), voters: scores.voters, favourites: scores.favourites };
}

/**
 * Merges results. Totals only increase, so the one with more votes of two results of a round is the newer one.
 *
 * @param known newest first
 * @param news in any order
 * @returns the most recent results, newest first
 */
export function withResults(known: RoundResult[], news: RoundResult[]): RoundResult[] {
  const results = new Map(known.map((result) => [result.roundId, result]));
  for (const result of news) {
    const old = results.get(result.roundId);
    if (!old || totalOf(result) >= totalOf(old)) results.set(result.roundId, result);
  }
  return [...results.values()].sort((a, b) => Number(b.roundId) - Number(a.roundId)).slice(0, limits.recentRounds);
}
