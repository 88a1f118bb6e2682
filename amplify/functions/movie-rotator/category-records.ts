/**
 * The rule of the leaderboard: a movie breaks the record of a category if it is the favourite of more guests than the
 * holder of the record, not of as many. A record without voters is of an older version, and the next movie breaks it.
 */
import type { Schema } from '../../data/resource';
import { categories, type Category } from '../../show';
import type { Round } from './round-table';

/** The record of one category, as the leaderboard shows it. */
export type CategoryRecord = Schema['LeaderboardEntry']['type'];

type VotedRound = Pick<Round, Category | 'movie' | 'favourites'>;

/**
 * @param leaderboardResetAt when an operator emptied the leaderboard, in seconds since the epoch
 * @returns the rounds that may make records: those that have started since then
 */
export function roundsSinceReset<R extends Pick<Round, 'startsAt'>>(
  rounds: readonly R[],
  leaderboardResetAt: number,
): R[] {
  return rounds.filter(({ startsAt }) => startsAt >= leaderboardResetAt);
}

/**
 * Finds the records that rounds have broken.
 *
 * @param rounds rounds whose votes are all counted
 * @param standing current records, at most one per category
 * @returns the new records, at most one per category; of equal ones that of the first round
 */
export function findNewRecords(rounds: readonly VotedRound[], standing: CategoryRecord[]): CategoryRecord[] {
  return categories.flatMap((category) => {
    let record = standing.find((known) => known.category === category);
    for (const { movie, favourites, [category]: votes } of rounds) {
      const voters = favourites?.[category] ?? 0;
      if (voters > (record?.voters ?? 0))
        record = { category, voters, votes, title: movie.title, poster: movie.poster };
    }
    return record && !standing.includes(record) ? [record] : [];
  });
}
