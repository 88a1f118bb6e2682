/**
 * The leaderboard: for each category the movie that most people ever had as their favourite. The server stores a record
 * once all votes of a round are counted; screens add the rounds that it has not stored yet.
 */
import { categories } from '../amplify/show';
import type { LeaderboardEntry, RoundResult } from './backend';

const votersOf = (record: LeaderboardEntry | undefined) => record?.voters ?? 0;

/**
 * Returns whether the records count a round: those that started before a host has reset the leaderboard do not.
 *
 * @param resetAt in epoch seconds; nothing if it was never reset
 */
export function isCountedAfter(resetAt: number | null = null): (round: { roundId: string }) => boolean {
  return ({ roundId }) => Number(roundId) >= (resetAt ?? 0);
}

/** Returns the records that a round breaks: it needs more people than their holders, not as many. */
export function recordsOf(result: RoundResult, leaderboard: readonly LeaderboardEntry[]): LeaderboardEntry[] {
  const { title, poster, favourites } = result;
  return categories.flatMap((category) => {
    const voters = favourites?.[category] ?? 0;
    const standing = leaderboard.find((record) => record.category === category);
    return voters > votersOf(standing) ? [{ category, voters, votes: result[category], title, poster }] : [];
  });
}

/** Returns the leaderboard after a round. */
export function raisedBy(leaderboard: readonly LeaderboardEntry[], result: RoundResult): LeaderboardEntry[] {
  return mergeRecords(leaderboard, recordsOf(result, leaderboard));
}

/** Merges records, of which the higher ones are the newer ones, in the order of the vote buttons. */
export function mergeRecords(
  known: readonly LeaderboardEntry[],
  news: readonly LeaderboardEntry[],
): LeaderboardEntry[] {
  return categories.flatMap((category) => {
    const ofCategory = (entry: LeaderboardEntry) => entry.category === category;
    const [old, fresh] = [known.find(ofCategory), news.find(ofCategory)];
    if (old && fresh) return votersOf(fresh) > votersOf(old) ? fresh : old;
    return old ?? fresh ?? [];
  });
}

/** Returns the known leaderboard if the current one has the same records, so that nothing renders again. */
export function unlessChanged(known: LeaderboardEntry[], current: LeaderboardEntry[]): LeaderboardEntry[] {
  const isSame = (a: LeaderboardEntry, b: LeaderboardEntry | undefined) =>
    a.category === b?.category && votersOf(a) === votersOf(b) && a.votes === b.votes && a.title === b.title;
  return known.length === current.length && current.every((entry, index) => isSame(entry, known[index]))
    ? known
    : current;
}
