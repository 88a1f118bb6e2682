import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runDurationMs, roundsToStart, roundStartSeconds } from './rounds';

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

describe('one run of the rotator', () => {
  it.each([
    ['on the full minute starts its six rounds', '12:00:00.000', '12:00:00', '12:00:50'],
    ['slightly late starts the current round and those within 57 s', '12:00:02.500', '12:00:00', '12:00:50'],
    ['three seconds late starts rounds up to the next minute', '12:00:03.000', '12:00:00', '12:01:00'],
    ['half a minute late starts rounds of the next minute', '12:00:34.000', '12:00:30', '12:01:30'],
    ['slightly early also starts the last round of the previous minute', '11:59:59.900', '11:59:50', '12:00:50'],
  ])('that begins %s', (_, time, first, last) => {
    const rounds = roundsToStart(at(time), 10).map(clock);
    expect([rounds.at(0), rounds.at(-1)]).toEqual([first, last]);
  });

  it('starts consecutive rounds from the current one, and none after its duration', () => {
    fc.assert(
      fc.property(fc.nat(600_000), divisor(), (offset, roundSeconds) => {
        const nowMs = noon + offset;
        const rounds = roundsToStart(nowMs, roundSeconds);
        expect(rounds[0]).toBe(roundStartSeconds(nowMs, roundSeconds));
        for (const [index, startsAt] of rounds.entries()) {
          expect(startsAt).toBe(Number(rounds[0]) + index * roundSeconds);
          expect(startsAt * 1000).toBeLessThanOrEqual(nowMs + runDurationMs);
        }
        expect((Number(rounds.at(-1)) + roundSeconds) * 1000).toBeGreaterThan(nowMs + runDurationMs);
      }),
    );
  });
});

/**
 * A run starts rounds for 57 s, and the next run begins 60 s after it, which leaves a gap of 3 s. The gap grows if the
 * next run is later than this one. So a round is late by at most 3 s plus the jitter of the scheduler.
 */
describe('runs that begin every minute, each up to some seconds late', () => {
  const maxJitterMs = 5000;
  const boundMs = 60_000 - runDurationMs + maxJitterMs;
  const jitters = fc.array(fc.nat(maxJitterMs), { minLength: 2, maxLength: 10 });

  /** When each round was started, in milliseconds. Only the first run starts a round. */
  function play(delays: number[], roundSeconds: number): Map<number, number> {
    const startedAt = new Map<number, number>();
    for (const [minute, delay] of delays.entries()) {
      const beganAt = noon + minute * 60_000 + delay;
      for (const startsAt of roundsToStart(beganAt, roundSeconds)) {
        const time = Math.max(beganAt, startsAt * 1000);
        startedAt.set(startsAt, Math.min(time, startedAt.get(startsAt) ?? Infinity));
      }
    }
    return new Map([...startedAt].toSorted(([a], [b]) => a - b));
  }

  it(`start every round that is longer than ${boundMs} ms with at most that delay`, () => {
    const longer = fc.constantFrom(...divisorsOf60.filter((roundSeconds) => roundSeconds * 1000 > boundMs));
    fc.assert(
      fc.property(jitters, longer, (delays, roundSeconds) => {
        const started = play(delays, roundSeconds);
        const starts = [...started.keys()];
        for (let round = Math.min(...starts); round <= Math.max(...starts); round += roundSeconds) {
          expect(Number(started.get(round)) - round * 1000).toBeLessThanOrEqual(boundMs);
        }
      }),
    );
  });

  it(`show no movie longer than its round plus ${boundMs} ms`, () => {
    fc.assert(
      fc.property(jitters, divisor(), (delays, roundSeconds) => {
        const times = [...play(delays, roundSeconds).values()];
        for (const [index, time] of times.slice(1).entries()) {
          expect(time - Number(times[index])).toBeLessThanOrEqual(roundSeconds * 1000 + boundMs);
        }
      }),
    );
  });

  it('can be late by the whole bound', () => {
    const started = play([0, maxJitterMs], 1);
    const gaps = [...started.values()].map((time, index, times) => time - (times[index - 1] ?? time));
    expect(Math.max(...gaps)).toBe(boundMs);
  });

  it('start no round after its end', () => {
    fc.assert(
      fc.property(jitters, divisor(), (delays, roundSeconds) => {
        for (const [startsAt, time] of play(delays, roundSeconds)) {
          expect(time).toBeLessThan((startsAt + roundSeconds) * 1000);
        }
      }),
    );
  });
});

function divisor() {
  return fc.constantFrom(...divisorsOf60);
}
