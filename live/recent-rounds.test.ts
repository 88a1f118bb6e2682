import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import { noVotes } from '../amplify/show';
import { roundStartingAt } from './fake-backend.fixture';
import { resultOf, withResults } from './recent-rounds';

const result = (startsAt: number, love = 0) => resultOf(roundStartingAt(startsAt), { ...noVotes, love, voters: love });

describe('withResults', () => {
  it('sorts results newest first', () => {
    expect(withResults([result(20)], [result(10), result(30)]).map(({ roundId }) => roundId)).toEqual([
      '30',
      '20',
      '10',
    ]);
  });

  it('keeps the greater of two results of a round', () => {
    expect(withResults([result(10, 5)], [result(10, 3)])).toEqual([result(10, 5)]);
    expect(withResults([result(10, 5)], [result(10, 7)])).toEqual([result(10, 7)]);
  });

  it('limits the number of results', () => {
    const many = Array.from({ length: limits.recentRounds + 5 }, (_, index) => result(index * 10));
    const kept = withResults([], many);
    expect(kept).toHaveLength(limits.recentRounds);
    expect(kept[0]).toEqual(many.at(-1));
  });
});
