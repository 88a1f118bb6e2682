import { describe, expect, it } from 'vitest';
import { noVotes, type Category, type Counts } from '../amplify/show';
import type { LeaderboardEntry } from './backend';
import { roundStartingAt } from './fake-backend.fixture';
import { mergeRecords, raisedBy, recordsOf, unlessChanged } from './leaderboard';
import { resultOf } from './recent-rounds';

const record = (category: Category, voters: number, title = 'Old', votes = voters): LeaderboardEntry => ({
  category,
  voters,
  votes,
  title,
  poster: '/a.svg',
});
const resultWith = (favourites: Partial<Counts>, votes: Partial<Counts> = favourites) =>
  resultOf(roundStartingAt(10, 'New'), {
    ...noVotes,
    ...votes,
    voters: 9,
    favourites: { ...noVotes, ...favourites },
  });

describe('a round', () => {
  it.each([
    ['breaks a record with more people', 4, [record('love', 4, 'New')]],
    ['breaks no record with as many', 3, []],
    ['breaks no record with fewer', 2, []],
  ])('%s', (_, love, broken) => {
    expect(recordsOf(resultWith({ love }), [record('love', 3)])).toEqual(broken);
  });

  it('breaks a record of a category that had none, and tells the votes', () => {
    expect(recordsOf(resultWith({ hate: 1 }, { hate: 48 }), [])).toEqual([record('hate', 1, 'New', 48)]);
  });

  it('breaks no record by the votes of one person', () => {
    expect(recordsOf(resultWith({ hate: 1 }, { hate: 100 }), [record('hate', 2)])).toEqual([]);
  });

  it('breaks none if it does not tell the favourites, as one of an older version', () => {
    expect(recordsOf({ ...resultWith({ love: 9 }), favourites: null }, [])).toEqual([]);
  });
});

describe('the leaderboard', () => {
  it('has the records in the order of the vote buttons', () => {
    const raised = raisedBy([record('hate', 5), record('like', 1)], resultWith({ love: 2, like: 3 }));
    expect(raised).toEqual([record('love', 2, 'New'), record('like', 3, 'New'), record('hate', 5)]);
  });

  it('merges records, of which the higher ones stay', () => {
    const merged = mergeRecords(
      [record('love', 5), record('hate', 3)],
      [record('love', 4, 'B'), record('hate', 4, 'B')],
    );
    expect(merged).toEqual([record('love', 5), record('hate', 4, 'B')]);
  });

  it('is the same array if nothing has changed', () => {
    const known = [record('love', 5)];
    expect(unlessChanged(known, [{ ...record('love', 5) }])).toBe(known);
    expect(unlessChanged(known, [record('love', 4)])).toEqual([record('love', 4)]);
    expect(unlessChanged(known, [])).toEqual([]);
  });
});
