import { describe, expect, it } from 'vitest';
import { noVotes } from '../amplify/show';
import { roundStartingAt } from './fake-backend.fixture';
import { resultOf } from './recent-rounds';
import { resultAt, resultLeftMs, verdictOf } from './round-result';

describe('verdictOf', () => {
  it.each([
    {
      what: 'one favourite',
      counts: { ...noVotes, love: 62, hate: 38 },
      verdict: { favourites: ['love'], share: 0.62 },
    },
    {
      what: 'two favourites in a tie',
      counts: { ...noVotes, love: 2, hate: 2 },
      verdict: { favourites: ['love', 'hate'], share: 0.5 },
    },
    { what: 'null without votes', counts: noVotes, verdict: null },
  ])('returns $what', ({ counts, verdict }) => {
    expect(verdictOf(counts)).toEqual(verdict);
  });
});

describe('resultAt', () => {
  const last = resultOf(roundStartingAt(10), { ...noVotes, love: 3, voters: 1 });
  const older = resultOf(roundStartingAt(0), { ...noVotes, hate: 1, voters: 1 });
  const state = {
    round: roundStartingAt(20),
    recentRounds: [last, older],
    serverTotals: { ...noVotes, meh: 4 },
    voters: 2,
  };
  const idAt = (ms: number, at = state) => resultAt(at, ms)?.roundId ?? null;

  it.each([
    { now: 20_000, roundId: null, leftMs: 700, what: 'null while the new movie is shown first' },
    { now: 20_700, roundId: '10', leftMs: 2300, what: 'the previous round' },
    { now: 22_999, roundId: '10', leftMs: 1, what: 'the previous round until its time is over' },
    { now: 23_000, roundId: null, leftMs: 7700, what: 'null while the round is open' },
    { now: 30_699, roundId: null, leftMs: 1, what: 'null until the next movie is due' },
    { now: 30_700, roundId: '20', leftMs: 2300, what: 'the round that is over if the next one is late' },
    { now: 33_000, roundId: null, leftMs: null, what: 'null once its time is over' },
  ])('returns $what at $now', ({ now, roundId, leftMs }) => {
    expect(idAt(now)).toBe(roundId);
    expect(resultLeftMs(state.round, now)).toBe(leftMs);
  });

  it('is null if the previous round is unknown', () => {
    expect(idAt(21_000, { ...state, recentRounds: [older] })).toBeNull();
  });

  it('is null before the first round', () => {
    expect(resultAt({ ...state, round: null }, 0)).toBeNull();
    expect(resultLeftMs(null, 0)).toBeNull();
  });
});
