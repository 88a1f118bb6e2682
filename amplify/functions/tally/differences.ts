/** What a batch of ballot changes adds to each round. Pure: the images of the stream in, sums out. */
import { z } from 'zod';
import { categories, noVotes, type Counts } from '../../show';

const votes = z.int().nonnegative();

/** A row of `Ballot`: one tab's running totals in one round. */
export const ballotSchema = z.object({
  roundId: z.string().regex(/^\d+$/),
  love: votes,
  like: votes,
  meh: votes,
  unknown: votes,
  hate: votes,
});

export type Ballot = z.infer<typeof ballotSchema>;

/** One change of one ballot: no old image is a first vote, no new image a row that expired. */
export interface BallotChange {
  oldImage?: Ballot | undefined;
  newImage?: Ballot | undefined;
}

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
    // An expired ballot takes no vote back.
    if (!newImage) continue;
    const round = rounds.get(newImage.roundId) ?? { counts: { ...noVotes }, voters: 0 };
    for (const category of categories) {
      round.counts[category] += newImage[category] - (oldImage?.[category] ?? 0);
    }
    if (!oldImage) round.voters += 1;
    rounds.set(newImage.roundId, round);
  }
  return rounds;
}
