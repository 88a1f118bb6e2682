import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import { controlsWith } from './fake-backend.fixture';
import { messageIntervalMs, removedAfter } from './show-controls';

const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `0:${from + index}`);
const max = limits.removedMessages;

describe('removed messages', () => {
  it('are added', () => {
    expect(removedAfter(new Set(['a']), ['a'], ['a', 'b'])).toEqual(new Set(['a', 'b']));
  });

  it('are restored if they are missing', () => {
    expect(removedAfter(new Set(['a', 'b', 'c']), ['a', 'b', 'c'], ['a', 'c'])).toEqual(new Set(['a', 'c']));
  });

  it('stay removed when there are so many that the backend does not name them any more', () => {
    const known = new Set(ids(0, max));
    expect(removedAfter(known, ids(0, max), ids(1, max + 1))).toEqual(new Set(ids(0, max + 1)));
  });

  it('stay removed if the last removal of a full list is undone', () => {
    const known = new Set(ids(0, max));
    expect(removedAfter(known, ids(0, max), ids(1, max))).toEqual(known);
    expect(removedAfter(known, ids(0, max), ids(max, max + 5))).toEqual(new Set(ids(0, max + 5)));
  });

  it('are restored from a full list if one that was removed earlier is named', () => {
    const known = new Set(ids(0, max));
    expect(removedAfter(known, ids(0, max), ids(0, max - 1))).toEqual(new Set(ids(0, max - 1)));
  });

  it('are the same set if nothing changes', () => {
    const known = new Set(['a']);
    expect(removedAfter(known, ['a'], ['a'])).toBe(known);
  });
});

describe('the time between two messages', () => {
  it.each([
    [0, 1000],
    [1, 1000],
    [30, 30_000],
  ])('is at least a second: %i s become %i ms', (slowModeSeconds, ms) => {
    expect(messageIntervalMs(controlsWith({ slowModeSeconds }))).toBe(ms);
  });
});
