import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff';

describe('backoff', () => {
  const range = { baseMs: 100, capMs: 1000 };

  it.each([
    { failures: 0, random: 0, waitMs: 50 },
    { failures: 1, random: 0, waitMs: 50 },
    { failures: 1, random: 0.5, waitMs: 75 },
    { failures: 2, random: 0, waitMs: 100 },
    { failures: 4, random: 0, waitMs: 400 },
    { failures: 5, random: 0, waitMs: 500 },
    { failures: 50, random: 0, waitMs: 500 },
  ])('waits $waitMs ms after $failures failures (random $random)', ({ failures, random, waitMs }) => {
    expect(backoffMs(failures, range, random)).toBe(waitMs);
  });
});
