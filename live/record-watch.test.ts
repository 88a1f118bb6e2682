import { describe, expect, it } from 'vitest';
import { noVotes, type Category } from '../amplify/show';
import type { LeaderboardEntry } from './backend';
import { roundStartingAt } from './fake-backend.fixture';
import { resultOf } from './recent-rounds';
import { RecordWatch } from './record-watch';

const entry = (category: Category, votes: number, title: string): LeaderboardEntry => ({
  category,
  votes,
  title,
  poster: '/a.svg',
});

/** While `Film 20` is on, after `Film 10`. */
const standing = (leaders: LeaderboardEntry[], startsAt = 20) => ({
  round: roundStartingAt(startsAt),
  recentRounds: [resultOf(roundStartingAt(startsAt - 10), { ...noVotes, voters: 0 })],
  leaderboard: leaders,
});

const watchFrom = (leaders: LeaderboardEntry[]) => new RecordWatch(standing(leaders));

describe('a record', () => {
  const old = entry('love', 5, 'An older film');

  it('is told when it is taken for the first time', () => {
    const taken = entry('love', 1, 'Film 20');
    expect(watchFrom([]).look(standing([taken]))).toEqual([taken]);
  });

  it('is told when it is beaten', () => {
    const beaten = entry('love', 6, 'Film 20');
    expect(watchFrom([old]).look(standing([beaten]))).toEqual([beaten]);
  });

  it('is told once a round, however often it rises', () => {
    const watch = watchFrom([old]);
    watch.look(standing([entry('love', 6, 'Film 20')]));
    expect(watch.look(standing([entry('love', 9, 'Film 20')]))).toEqual([]);
  });

  it('is told again when the next film beats it', () => {
    const watch = watchFrom([old]);
    watch.look(standing([entry('love', 6, 'Film 20')]));
    expect(watch.look(standing([entry('love', 7, 'Film 30')], 30))).toHaveLength(1);
  });

  it('is told when the last votes of the film before break it', () => {
    expect(watchFrom([old]).look(standing([entry('love', 6, 'Film 10')]))).toHaveLength(1);
  });

  it('is told for each category', () => {
    expect(watchFrom([]).look(standing([entry('love', 1, 'Film 20'), entry('hate', 1, 'Film 20')]))).toHaveLength(2);
  });

  it.each([
    { what: 'a standing one', before: [old], after: [old] },
    { what: 'the same after a reconnect', before: [old], after: [{ ...old }] },
    { what: 'one that fell while nobody looked', before: [old], after: [entry('love', 9, 'A film of an hour ago')] },
  ])('is not told of $what', ({ before, after }) => {
    expect(watchFrom(before).look(standing(after))).toEqual([]);
  });

  it('is not told when the page has just come', () => {
    const watch = new RecordWatch({ round: null, recentRounds: [], leaderboard: [] });
    expect(watch.look(standing([entry('love', 1, 'Film 20')]))).toEqual([]);
  });
});
