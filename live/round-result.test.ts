import { describe, expect, it } from 'vitest';
import { noVotes } from '../amplify/show';
import { roundStartingAt } from './fake-backend.fixture';
import { resultOf } from './recent-rounds';
import { resultAt, resultLeftMs, verdictOf } from './round-result';

describe('the verdict of the house', () => {
  it.each([
    { what: 'a favourite', counts: { ...noVotes, love: 62, hate: 38 }, verdict: { favourites: ['love'], share: 0.62 } },
    {
      what: 'two of them',
      counts: { ...noVotes, love: 2, hate: 2 },
      verdict: { favourites: ['love', 'hate'], share: 0.5 },
    },
    { what: 'none where nobody voted', counts: noVotes, verdict: null },
  ])('has $what', ({ counts, verdict }) => {
    expect(verdictOf(counts)).toEqual(verdict);
  });
});

describe('the result on the screen', () => {
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
    { now: 20_000, roundId: null, leftMs: 700, why: 'the new film first' },
    { now: 20_700, roundId: '10', leftMs: 2300, why: 'then the one before it' },
    { now: 22_999, roundId: '10', leftMs: 1, why: 'for a moment' },
    { now: 23_000, roundId: null, leftMs: 7700, why: 'then the votes have the place' },
    { now: 30_699, roundId: null, leftMs: 1, why: 'until the next film should be there' },
    { now: 30_700, roundId: '20', leftMs: 2300, why: 'and if it is late, the round that is over' },
    { now: 33_000, roundId: null, leftMs: null, why: 'for a moment, too' },
  ])('at $now: $why', ({ now, roundId, leftMs }) => {
    expect(idAt(now)).toBe(roundId);
    expect(resultLeftMs(state.round, now)).toBe(leftMs);
  });

  it('is none where the round before was not seen', () => {
    expect(idAt(21_000, { ...state, recentRounds: [older] })).toBeNull();
  });

  it('is none before the first round', () => {
    expect(resultAt({ ...state, round: null }, 0)).toBeNull();
    expect(resultLeftMs(null, 0)).toBeNull();
  });
});
