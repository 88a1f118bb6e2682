/** Sums the changes of a batch per round. */
import { categories, noVotes, type Counts } from '../../show';
import type { BallotChange } from './ballot-changes';

export interface RoundDifference {
  counts: Counts;
  /** Ballots cast for the first time. */
  voters: number;
}

/** Groups the changes that add votes or voters by round id, in the order of the stream. */
export function groupChangesByRound(changes: BallotChange[]): Map<string, BallotChange[]> {
  const rounds = new Map<string, BallotChange[]>();
  for (const change of changes) {
    if (!sumChanges([change])) continue;
    const { roundId } = change.newImage;
    const ofRound = rounds.get(roundId);
    if (ofRound) ofRound.push(change);
    else rounds.set(roundId, [change]);
  }
  return rounds;
}

/**
 * Sums the changes of one round.
 *
 * @returns undefined if the round gained nothing, because ballots were only rewritten
 */
export function sumChanges(changes: BallotChange[]): RoundDifference | undefined {
  const counts = { ...noVotes };
  let voters = 0;
  for (const { oldImage, newImage } of changes) {
    for (const category of categories) counts[category] += newImage[category] - (oldImage?.[category] ?? 0);
    if (!oldImage) voters += 1;
  }
  return voters > 0 || categories.some((category) => counts[category] > 0) ? { counts, voters } : undefined;
}
