import { describe, expect, it } from 'vitest';
import { noVotes, type Category, type Counts } from '../../show';
import { findNewRecords, type NewRecord } from './category-records';

const metropolis = { title: 'Metropolis', poster: '/posters/metropolis.svg' };
const faust = { title: 'Faust', poster: '/posters/faust.svg' };
const startsAt = 1000;
const round = (favourites: Partial<Counts>, votes: Partial<Counts> = favourites, { title, poster } = metropolis) => ({
  startsAt,
  movie: {
    id: title,
    title,
    poster,
    releaseDate: '1927-01-10',
    synopsis: 'Once upon a time.',
    source: 'catalogue' as const,
  },
  ...noVotes,
  ...votes,
  favourites: { ...noVotes, ...favourites },
});
const record = (category: Category, voters: number, movie = faust, votes = voters): NewRecord => ({
  category,
  voters,
  votes,
  ...movie,
  roundStartsAt: startsAt,
});

describe('a record', () => {
  it('is set by the first guest with a favourite', () => {
    expect(findNewRecords([round({ love: 1 })], [], 0)).toEqual([record('love', 1, metropolis)]);
    expect(findNewRecords([round({})], [], 0)).toEqual([]);
  });

  it.each([
    ['beaten by one guest', 8, [record('love', 8, metropolis)]],
    ['only equalled', 7, []],
    ['not reached', 6, []],
  ])('that is %s', (_, voters, records) => {
    expect(findNewRecords([round({ love: voters })], [record('love', 7)], 0)).toEqual(records);
  });

  it('is not set by the votes of one guest', () => {
    expect(findNewRecords([round({ love: 30, hate: 1 }, { love: 30, hate: 100 })], [record('hate', 2)], 0)).toEqual([
      record('love', 30, metropolis),
    ]);
  });

  it('tells the votes, too', () => {
    expect(findNewRecords([round({ love: 3 }, { love: 120 })], [], 0)).toEqual([record('love', 3, metropolis, 120)]);
  });

  it('belongs to one category', () => {
    const standing = [record('love', 100), record('hate', 3)];
    expect(findNewRecords([round({ love: 50, meh: 1, hate: 4 })], standing, 0)).toEqual([
      record('meh', 1, metropolis),
      record('hate', 4, metropolis),
    ]);
  });

  it('is the best of several rounds, and of the first of equal ones', () => {
    const rounds = [round({ love: 4 }, { love: 4 }, faust), round({ love: 6 }), round({ love: 6 }, { love: 6 }, faust)];
    expect(findNewRecords(rounds, [record('love', 3)], 0)).toEqual([record('love', 6, metropolis)]);
  });

  it('of an older version, which has votes and no voters, is broken by one guest', () => {
    const { voters, ...older } = record('love', 264);
    expect(voters).toBe(264);
    expect(findNewRecords([round({ love: 1 })], [older], 0)).toEqual([record('love', 1, metropolis)]);
  });
});

describe('after the leaderboard was emptied', () => {
  it('only rounds that started since then make records', () => {
    expect(findNewRecords([round({ love: 1 })], [], startsAt)).toEqual([record('love', 1, metropolis)]);
    expect(findNewRecords([round({ love: 1 })], [], startsAt + 1)).toEqual([]);
  });

  it('a record of an earlier round, stored at the same moment, does not count', () => {
    const earlier = { ...record('love', 50), roundStartsAt: startsAt - 10 };
    expect(findNewRecords([round({ love: 1 })], [earlier], startsAt)).toEqual([record('love', 1, metropolis)]);
    expect(findNewRecords([round({})], [earlier], startsAt)).toEqual([]);
  });
});
