import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundStartSeconds } from './rounds';

const divisorsOf60 = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];
const noon = Date.parse('2026-03-01T12:00:00Z');
const at = (time: string) => Date.parse(`2026-03-01T${time}Z`);
const clock = (startsAt: number) => new Date(startsAt * 1000).toISOString().slice(11, 19);

describe('the current round', () => {
  it.each([
    ['at its first millisecond', '12:00:00.000', '12:00:00'],
    ['in the middle', '12:00:05.500', '12:00:00'],
    ['at its last millisecond', '12:00:09.999', '12:00:00'],
    ['at the first millisecond of the next', '12:00:10.000', '12:00:10'],
    ['before the end of a minute', '12:00:59.999', '12:00:50'],
    ['on the minute', '12:01:00.000', '12:01:00'],
    ['before midnight', '23:59:59.999', '23:59:50'],
  ])('%s', (_, time, expected) => {
    expect(clock(roundStartSeconds(at(time), 10))).toBe(expected);
  });

  it.each(divisorsOf60)('starts on every full minute if rounds last %i s', (roundSeconds) => {
    expect(roundStartSeconds(noon, roundSeconds)).toBe(noon / 1000);
    expect(roundStartSeconds(noon - 1, roundSeconds)).toBe(noon / 1000 - roundSeconds);
  });

  it('contains the time, and is the same for all times within it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        divisor(),
        (date, roundSeconds) => {
          const startMs = roundStartSeconds(date.getTime(), roundSeconds) * 1000;
          const endMs = startMs + roundSeconds * 1000;
          expect(startMs).toBeLessThanOrEqual(date.getTime());
          expect(endMs).toBeGreaterThan(date.getTime());
          expect(roundStartSeconds(endMs - 1, roundSeconds) * 1000).toBe(startMs);
        },
      ),
    );
  });

  it('is the same or the adjacent one for two clocks less than a round apart', () => {
    fc.assert(
      fc.property(
        fc.nat(600_000),
        divisor(),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (offset, roundSeconds, skew) => {
          const ahead = roundStartSeconds(noon + offset + skew * roundSeconds * 1000, roundSeconds);
          expect([0, roundSeconds]).toContain(ahead - roundStartSeconds(noon + offset, roundSeconds));
        },
      ),
    );
  });
});

function divisor() {
  return fc.constantFrom(...divisorsOf60);
}
