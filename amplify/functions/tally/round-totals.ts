/** Sums of what is counted of a round. */
import { categories, noVotes } from '../../show';
import type { RoundTotals } from './count-batch';

export const noTotals: RoundTotals = { ...noVotes, voters: 0, favourites: noVotes };

/** Returns the sum of two totals of the same round. */
export function addTotals(a: RoundTotals, b: RoundTotals): RoundTotals {
  const sum = { ...a, voters: a.voters + b.voters, favourites: { ...a.favourites } };
  for (const category of categories) {
    sum[category] += b[category];
    sum.favourites[category] += b.favourites[category];
  }
  return sum;
}
