import { describe, expect, it } from 'vitest';
import type { Category } from '../amplify/show';
import { FakeTimers } from './fake-timers.fixture';
import { holdAfterMs, repeatEveryMs, VoteRepeater } from './vote-repeater';

function open(limit = Infinity) {
  const timers = new FakeTimers();
  const votes: { at: number; category: Category }[] = [];
  const repeater = new VoteRepeater({
    vote: (category) => {
      if (votes.length >= limit) return false;
      votes.push({ at: timers.now(), category });
      return true;
    },
    schedule: timers.schedule,
  });
  return { timers, votes, repeater };
}

describe('a finger on a ticket', () => {
  it('is a tap when it is lifted soon, and has not voted by itself', () => {
    const { timers, votes, repeater } = open();
    repeater.press('finger', 'love');
    timers.pass(holdAfterMs - 1);
    expect(repeater.lift('finger')).toBe(true);
    timers.pass(10_000);
    expect(votes).toEqual([]);
  });

  it('votes at an even pace when it stays, and is no tap then', () => {
    const { timers, votes, repeater } = open();
    repeater.press('finger', 'love');
    timers.pass(holdAfterMs + 2 * repeatEveryMs);
    expect(repeater.lift('finger')).toBe(false);
    timers.pass(10_000);
    expect(votes.map(({ at }) => at)).toEqual([0, 1, 2].map((repeat) => holdAfterMs + repeat * repeatEveryMs));
  });

  it('stops at the first vote that is not taken', () => {
    const { timers, votes, repeater } = open(3);
    repeater.press('finger', 'love');
    timers.pass(60_000);
    expect(votes).toHaveLength(3);
    expect(repeater.lift('finger')).toBe(false);
  });

  it('may be joined by others, each for itself', () => {
    const { timers, votes, repeater } = open();
    repeater.press('left', 'love');
    repeater.press('right', 'hate');
    expect(repeater.lift('right')).toBe(true);
    timers.pass(holdAfterMs);
    expect(votes).toEqual([{ at: holdAfterMs, category: 'love' }]);
  });

  it('does nothing after all were lifted', () => {
    const { timers, votes, repeater } = open();
    repeater.press('finger', 'love');
    repeater.liftAll();
    timers.pass(10_000);
    expect(votes).toEqual([]);
    expect(repeater.lift('finger')).toBe(false);
  });

  it('is down from press to lift', () => {
    const { repeater } = open();
    expect(repeater.isDown('finger')).toBe(false);
    repeater.press('finger', 'love');
    expect(repeater.isDown('finger')).toBe(true);
    repeater.lift('finger');
    expect(repeater.isDown('finger')).toBe(false);
  });
});
