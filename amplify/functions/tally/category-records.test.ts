import { describe, expect, it } from 'vitest';
import { noVotes, type Category } from '../../show';
import { findNewRecords, mergeRecords, type CategoryRecord } from './category-records';

const metropolis = { title: 'Metropolis', poster: '/posters/metropolis.svg' };
const faust = { title: 'Faust', poster: '/posters/faust.svg' };
const leader = (category: Category, votes: number, movie = faust): CategoryRecord => ({ category, votes, ...movie });

describe('a record', () => {
  it('is set by the first vote of a category', () => {
    expect(findNewRecords({ ...noVotes, love: 1 }, metropolis, [])).toEqual([leader('love', 1, metropolis)]);
    expect(findNewRecords(noVotes, metropolis, [])).toEqual([]);
  });

  it.each([
    ['beaten by one vote', 8, [leader('love', 8, metropolis)]],
    ['only equalled', 7, []],
    ['not reached', 6, []],
  ])('that is %s', (_, votes, records) => {
    expect(findNewRecords({ ...noVotes, love: votes }, metropolis, [leader('love', 7)])).toEqual(records);
  });

  it('belongs to one category', () => {
    const leaders = [leader('love', 100), leader('hate', 3)];
    expect(findNewRecords({ ...noVotes, love: 50, meh: 1, hate: 4 }, metropolis, leaders)).toEqual([
      leader('meh', 1, metropolis),
      leader('hate', 4, metropolis),
    ]);
  });

  it('can be raised by the movie that holds it', () => {
    expect(findNewRecords({ ...noVotes, love: 9 }, faust, [leader('love', 8)])).toEqual([leader('love', 9)]);
  });
});

describe('the leaderboard', () => {
  it('replaces a broken record', () => {
    const leaders = [leader('love', 7), leader('hate', 3)];
    expect(mergeRecords(leaders, [leader('love', 8, metropolis)])).toEqual([
      leader('love', 8, metropolis),
      leader('hate', 3),
    ]);
  });

  it('is sorted by category', () => {
    const leaders = [leader('hate', 1), leader('unknown', 2), leader('love', 3)];
    expect(mergeRecords(leaders, [leader('meh', 4), leader('like', 5)]).map(({ category }) => category)).toEqual([
      'love',
      'like',
      'meh',
      'unknown',
      'hate',
    ]);
  });

  it('omits categories that have no record', () => {
    expect(mergeRecords([leader('meh', 4)], [])).toEqual([leader('meh', 4)]);
  });
});
