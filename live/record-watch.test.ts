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

/** The state while `Movie 20` is shown, after `Movie 10`. */
const stateWith = (leaders: LeaderboardEntry[], startsAt = 20) => ({
  round: roundStartingAt(startsAt),
  recentRounds: [resultOf(roundStartingAt(startsAt - 10), { ...noVotes, voters: 0 })],
  leaderboard: leaders,
});

const watchFrom = (leaders: LeaderboardEntry[]) => new RecordWatch(stateWith(leaders));

describe('a new record', () => {
  const old = entry('love', 5, 'An older movie');

  it('is reported if the category had none', () => {
    const first = entry('love', 1, 'Movie 20');
    expect(watchFrom([]).look(stateWith([first]))).toEqual([first]);
  });

  it('is reported if it is higher', () => {
    const higher = entry('love', 6, 'Movie 20');
    expect(watchFrom([old]).look(stateWith([higher]))).toEqual([higher]);
  });

  it('is reported once per round, although it rises further', () => {
    const watch = watchFrom([old]);
    watch.look(stateWith([entry('love', 6, 'Movie 20')]));
    expect(watch.look(stateWith([entry('love', 9, 'Movie 20')]))).toEqual([]);
  });

  it('is reported again if the next movie breaks it', () => {
    const watch = watchFrom([old]);
    watch.look(stateWith([entry('love', 6, 'Movie 20')]));
    expect(watch.look(stateWith([entry('love', 7, 'Movie 30')], 30))).toHaveLength(1);
  });

  it('is reported if late votes of the previous movie break it', () => {
    expect(watchFrom([old]).look(stateWith([entry('love', 6, 'Movie 10')]))).toHaveLength(1);
  });

  it('is reported for each category', () => {
    expect(watchFrom([]).look(stateWith([entry('love', 1, 'Movie 20'), entry('hate', 1, 'Movie 20')]))).toHaveLength(2);
  });

  it.each([
    { what: 'an unchanged record', before: [old], after: [old] },
    { what: 'the same record after a reconnection', before: [old], after: [{ ...old }] },
    {
      what: 'a record broken while the page was hidden',
      before: [old],
      after: [entry('love', 9, 'A movie from an hour ago')],
    },
  ])('is not reported for $what', ({ before, after }) => {
    expect(watchFrom(before).look(stateWith(after))).toEqual([]);
  });

  it('is not reported when the page has just loaded', () => {
    const watch = new RecordWatch({ round: null, recentRounds: [], leaderboard: [] });
    expect(watch.look(stateWith([entry('love', 1, 'Movie 20')]))).toEqual([]);
  });
});
