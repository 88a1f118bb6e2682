/**
 * The rule of the leaderboard: a movie breaks the record of a category if it is the favourite of more guests than the
 * holder of the record, not of as many. A record without voters is of an older version, and the next movie breaks it.
 */
import type { Schema } from '../../data/resource';
import { categories, type Category } from '../../show';
import type { Round } from './round-table';

/** The record of one category, as the leaderboard shows it, and the start of its round in seconds since the epoch. */
export type CategoryRecord = Schema['LeaderboardEntry']['type'] &
  Pick<Schema['CategoryRecord']['type'], 'roundStartsAt'>;

/** A record that this version has found. */
export type NewRecord = CategoryRecord & { roundStartsAt: number };

type VotedRound = Pick<Round, Category | 'startsAt' | 'movie' | 'favourites'>;

/**
 * Finds the records that rounds have broken.
 *
 * @param rounds rounds whose votes are all counted
 * @param standing current records, at most one per category
 * @param leaderboardResetAt when an operator emptied the leaderboard, in seconds since the epoch; 0 if nobody has. Rounds
 *   that started before make no records. A record of theirs may have been stored at the same moment, and does not count
 * @returns the new records, at most one per category; of equal ones that of the first round
 */
export function findNewRecords(
  rounds: readonly VotedRound[],
  standing: CategoryRecord[],
  leaderboardResetAt: number,
): NewRecord[] {
  const isCounted = (startsAt: number) => startsAt >= leaderboardResetAt;
  return categories.flatMap((category) => {
    const holder = standing.find(
      (known) => known.category === category && isCounted(known.roundStartsAt ?? leaderboardResetAt),
    );
    let record: NewRecord | undefined;
    for (const { startsAt, movie, favourites, [category]: votes } of rounds) {
      const voters = favourites?.[category] ?? 0;
      if (isCounted(startsAt) && voters > ((record ?? holder)?.voters ?? 0))
        record = { category, voters, votes, title: movie.title, poster: movie.poster, roundStartsAt: startsAt };
    }
    return record ?? [];
  });
}
