/** The leaderboard's rule: a record falls the moment it is beaten; who only equals it does not take it. */
import type { Schema } from '../../data/resource';
import { categories, type Counts } from '../../show';

/** The record of one category, as the leaderboard shows it. */
export type CategoryRecord = Schema['LeaderboardEntry']['type'];

/**
 * @param counts totals of the round
 * @param movie that is on in it
 * @param leaders the records that stand, at most one a category
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

/**
 * @returns the leaders with each record in its category's place, in the order of the categories
 */
export function mergeRecords(leaders: CategoryRecord[], records: CategoryRecord[]): CategoryRecord[] {
  return categories.flatMap(
    (category) => [...records, ...leaders].find((leader) => leader.category === category) ?? [],
  );
}
