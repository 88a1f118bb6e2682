/** What a batch of ballot changes adds to each round. Pure: changes in, sums out. */
import { categories, noVotes, type Counts } from '../../show';
import type { BallotChange } from './ballot';

export interface RoundDifference {
  counts: Counts;
  /** Ballots cast for the first time. */
  voters: number;
}

/**
 * Sums the changes per round.
 *
 * @param changes in the order of the stream
 * @returns the differences by round id; rounds that gained nothing are left out
 */
export function differencesByRound(changes: BallotChange[]): Map<string, RoundDifference> {
  const rounds = new Map<string, RoundDifference>();
  for (const { oldImage, newImage } of changes) {
    const round = rounds.get(newImage.roundId) ?? { counts: { ...noVotes }, voters: 0 };
    for (const category of categories) {
      round.counts[category] += newImage[category] - (oldImage?.[category] ?? 0);
    }
    if (!oldImage) round.voters += 1;
    rounds.set(newImage.roundId, round);
  }
  return new Map([...rounds].filter(([, { counts, voters }]) => voters > 0 || categories.some((category) => counts[category] > 0)));
}
