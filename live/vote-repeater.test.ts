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

describe('a press', () => {
  it('is a tap if it is short, and casts no vote on its own', () => {
    const { timers, votes, repeater } = open();
    repeater.press('finger', 'love');
    timers.pass(holdAfterMs - 1);
    expect(repeater.lift('finger')).toBe(true);
    timers.pass(10_000);
    expect(votes).toEqual([]);
  });

  it('votes at a fixed rate if it is held, and is not a tap', () => {
    const { timers, votes, repeater } = open();
    repeater.press('finger', 'love');
    timers.pass(holdAfterMs + 2 * repeatEveryMs);
    expect(repeater.lift('finger')).toBe(false);
    timers.pass(10_000);
    expect(votes.map(({ at }) => at)).toEqual([0, 1, 2].map((repeat) => holdAfterMs + repeat * repeatEveryMs));
  });

  it('stops at the first refused vote', () => {
    const { timers, votes, repeater } = open(3);
    repeater.press('finger', 'love');
    timers.pass(60_000);
    expect(votes).toHaveLength(3);
    expect(repeater.lift('finger')).toBe(false);
  });

  it('is independent of other presses', () => {
    const { timers, votes, repeater } = open();
    repeater.press('left', 'love');
    repeater.press('right', 'hate');
    expect(repeater.lift('right')).toBe(true);
    timers.pass(holdAfterMs);
    expect(votes).toEqual([{ at: holdAfterMs, category: 'love' }]);
  });

  it('does nothing after all presses are cancelled', () => {
    const { timers, votes, repeater } = open();
    repeater.press('finger', 'love');
    repeater.liftAll();
    timers.pass(10_000);
    expect(votes).toEqual([]);
    expect(repeater.lift('finger')).toBe(false);
  });

  it('is down until it is lifted', () => {
    const { repeater } = open();
    expect(repeater.isDown('finger')).toBe(false);
    repeater.press('finger', 'love');
    expect(repeater.isDown('finger')).toBe(true);
    repeater.lift('finger');
    expect(repeater.isDown('finger')).toBe(false);
  });
});
