/** The rounds just shown, with what the house thought of them: from the server once, then as they end here. Pure. */
import { limits } from '../amplify/limits';
import type { RoundResult, Scores, CurrentRound } from './backend';
import { countsOf, greaterOf } from './counts';

/** @param round that is over, with the last totals that are known of it */
export function resultOf(
  { roundId, movie: { title, poster } }: CurrentRound,
  scores: Omit<Scores, 'roundId'>,
): RoundResult {
  return { roundId, title, poster, ...countsOf(scores), voters: scores.voters };
}

/**
 * @param known newest first
 * @param news in any order; totals only rise, so of two results of one round the greater is the newer
 * @returns the last rounds, newest first
 */
export function withResults(known: RoundResult[], news: RoundResult[]): RoundResult[] {
  const results = new Map(known.map((result) => [result.roundId, result]));
  for (const result of news) {
    const old = results.get(result.roundId);
    results.set(
      result.roundId,
      old ? { ...result, ...greaterOf(old, result), voters: Math.max(old.voters, result.voters) } : result,
    );
  }
  return [...results.values()].sort((a, b) => Number(b.roundId) - Number(a.roundId)).slice(0, limits.recentRounds);
}
