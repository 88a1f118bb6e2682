/** Sums the changes of a batch per round. */
import { favouriteOf } from '../../favourite';
import { categories, noVotes } from '../../show';
import type { BallotChange } from './ballot-changes';
import type { RoundTotals } from './count-batch';

/**
 * Groups the changes that add votes by round id, in the order of the stream. The others only rewrote a ballot.
 */
export function groupChangesByRound(changes: BallotChange[]): Map<string, BallotChange[]> {
  const rounds = new Map<string, BallotChange[]>();
  for (const change of changes) {
    const difference = sumChanges([change]);
    if (difference.voters === 0 && categories.every((category) => difference[category] === 0)) continue;
    const { roundId } = change.newImage;
    const ofRound = rounds.get(roundId);
    if (ofRound) ofRound.push(change);
    else rounds.set(roundId, [change]);
  }
  return rounds;
}

/**
 * Sums the changes of one round. A guest's favourite may change, so the number of guests with a favourite may decrease;
 * all other numbers only increase.
 */
export function sumChanges(changes: BallotChange[]): RoundTotals {
  const sum = { ...noVotes, voters: 0, favourites: { ...noVotes } };
  for (const { oldImage, newImage } of changes) {
    for (const category of categories) sum[category] += newImage[category] - (oldImage?.[category] ?? 0);
    if (!oldImage) sum.voters += 1;
    const [before, after] = [oldImage && favouriteOf(oldImage), favouriteOf(newImage)];
    if (before) sum.favourites[before] -= 1;
    if (after) sum.favourites[after] += 1;
  }
  return sum;
}
