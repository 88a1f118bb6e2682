import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextBoundary, nextRoundStart, roundStartSeconds } from './rounds';

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

describe('the next round', () => {
  const next = (
    time: string,
    roundSeconds: number,
    latest?: [startsAt: string, endsAt: string],
    notBefore?: string,
  ) => {
    const seconds = (time: string) => at(time) / 1000;
    const [startsAt, endsAt] = latest?.map(seconds) ?? [];
    const before = startsAt === undefined || endsAt === undefined ? undefined : { startsAt, endsAt };
    return clock(
      nextRoundStart(at(time), roundSeconds, before, notBefore === undefined ? undefined : seconds(notBefore)),
    );
  };

  it.each<[string, string, string, number, [string, string]?, string?]>([
    ['is the current one if there is none before', '12:00:00', '12:00:07', 10],
    ['follows the running one', '12:00:20', '12:00:13', 10, ['12:00:10', '12:00:20']],
    ['starts late if it could not start in time', '12:00:20', '12:00:23', 10, ['12:00:10', '12:00:20']],
    ['is the current one after a break', '12:05:20', '12:05:23', 10, ['12:00:10', '12:00:20']],
    ['follows a longer one at once', '12:01:10', '12:00:13', 10, ['12:00:10', '12:01:10']],
    ['starts at a multiple of the default length', '12:01:12', '12:00:13', 12, ['12:00:10', '12:01:10']],
    [
      'starts at the next boundary if the last one was ended early',
      '12:00:20',
      '12:00:14',
      10,
      ['12:00:10', '12:00:13'],
    ],
    ['follows a long one that was ended early', '12:00:30', '12:00:24', 10, ['12:00:00', '12:00:23']],
    ['does not start again if it was ended as it began', '12:00:20', '12:00:10', 10, ['12:00:10', '12:00:10']],
    ['follows one that starts in the future', '12:00:30', '12:00:19', 10, ['12:00:20', '12:00:30']],
    ['does not start before a time', '12:00:40', '12:00:35', 10, ['12:00:10', '12:00:20'], '12:00:31'],
  ])('%s: at %s', (_, expected, time, roundSeconds, latest, notBefore) => {
    expect(next(time, roundSeconds, latest, notBefore)).toBe(expected);
  });

  it('starts at a multiple of the default length, after the one before, and is not over', () => {
    fc.assert(
      fc.property(fc.nat(600_000), divisor(), fc.nat(600), fc.nat(60), (offset, roundSeconds, start, length) => {
        const latest = { startsAt: noon / 1000 + start, endsAt: noon / 1000 + start + length };
        const startsAt = nextRoundStart(noon + offset, roundSeconds, latest);
        expect(startsAt % roundSeconds).toBe(0);
        expect(startsAt).toBeGreaterThan(latest.startsAt);
        expect(startsAt).toBeGreaterThanOrEqual(latest.endsAt);
        expect((startsAt + roundSeconds) * 1000).toBeGreaterThan(noon + offset);
        // The first such time, or the current one.
        expect(startsAt).toBeLessThan(
          Math.max(latest.startsAt + 1, latest.endsAt, (noon + offset) / 1000) + roundSeconds,
        );
      }),
    );
  });
});

describe('the next boundary', () => {
  it.each([
    ['12:00:00.000', '12:00:10'],
    ['12:00:09.999', '12:00:10'],
    ['12:00:10.000', '12:00:20'],
    ['12:00:50.001', '12:01:00'],
  ])('after %s is the next multiple of the default length: %s', (time, expected) => {
    expect(clock(nextBoundary(at(time), 10))).toBe(expected);
  });
});

function divisor() {
  return fc.constantFrom(...divisorsOf60);
}
