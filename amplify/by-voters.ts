import type { ByVoters } from './limits';

/**
 * Returns the value for an audience.
 *
 * @param points at least one
 * @param voters a number of voters, from 0
 */
export function valueFor(points: ByVoters, voters: number): number {
  const after = points.findIndex(([from]) => voters < from);
  const [upper, lower] = [points.at(after), points[after - 1]];
  if (!upper) throw new RangeError('A value by the number of voters needs at least one point.');
  if (after === -1 || !lower) return upper[1];
  const share = (voters - lower[0]) / (upper[0] - lower[0]);
  return Math.round(lower[1] + share * (upper[1] - lower[1]));
}
