/** The rule of the leaderboard: a movie breaks a record with more votes than its holder, not with as many. */
import type { Schema } from '../../data/resource';
import { categories, type Counts } from '../../show';

/** The record of one category, as the leaderboard shows it. */
export type CategoryRecord = Schema['LeaderboardEntry']['type'];

/**
 * Finds the records that a round sets.
 *
 * @param counts totals of the round
 * @param movie movie of the round
 * @param leaders current records, at most one per category
 * @returns the records that this round sets
 */
export function findNewRecords(
  counts: Counts,
  movie: { title: string; poster: string },
  leaders: CategoryRecord[],
): CategoryRecord[] {
  return categories
    .filter((category) => counts[category] > (leaders.find((leader) => leader.category === category)?.votes ?? 0))
    .map((category) => ({ category, votes: counts[category], title: movie.title, poster: movie.poster }));
}

/** Replaces current records by new records of the same category, and sorts them in the order of the categories. */
export function mergeRecords(leaders: CategoryRecord[], records: CategoryRecord[]): CategoryRecord[] {
  return categories.flatMap(
    (category) => [...records, ...leaders].find((leader) => leader.category === category) ?? [],
  );
}
