import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runDurationMs, roundsToStart, roundStartSeconds } from './rounds';

const divisorsOf60 = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];
const noon = Date.parse('2026-03-01T12:00:00Z');
const at = (time: string) => Date.parse(`2026-03-01T${time}Z`);
const clock = (startsAt: number) => new Date(startsAt * 1000).toISOString().slice(11, 19);

describe('the round that is on', () => {
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

  it.each(divisorsOf60)('begins on every minute, with rounds of %i s', (roundSeconds) => {
    expect(roundStartSeconds(noon, roundSeconds)).toBe(noon / 1000);
    expect(roundStartSeconds(noon - 1, roundSeconds)).toBe(noon / 1000 - roundSeconds);
  });

  it('holds every moment, and is the same for all moments in it', () => {
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

  it('is the same or the one beside it for two clocks less than a round apart', () => {
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
    ['on the minute: the six of it', '12:00:00.000', '12:00:00', '12:00:50'],
    ['a little late: the one that is on, then all that begin within 57 s', '12:00:02.500', '12:00:00', '12:00:50'],
    ['three seconds late: as far as the next minute', '12:00:03.000', '12:00:00', '12:01:00'],
    ['half a minute late', '12:00:34.000', '12:00:30', '12:01:30'],
    ['a little early: the last of the minute before, too', '11:59:59.900', '11:59:50', '12:00:50'],
  ])('begun %s', (_, time, first, last) => {
    const rounds = roundsToStart(at(time), 10).map(clock);
    expect([rounds.at(0), rounds.at(-1)]).toEqual([first, last]);
  });

  it('plays rounds without a gap, from the one that is on, and begins none after it should have ended', () => {
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
 * A run plays for 57 s, and the next begins 60 s later: 3 s are nobody's. When the next one is late by more than
 * this one was, they grow by the difference. So a round is late by 3 s plus the scheduler's jitter, at most.
 */
describe('runs that begin every minute, each up to some seconds late', () => {
  const maxJitterMs = 5000;
  const boundMs = 60_000 - runDurationMs + maxJitterMs;
  const jitters = fc.array(fc.nat(maxJitterMs), { minLength: 2, maxLength: 10 });

  /** When each round was started, in milliseconds; who comes second starts nothing. */
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

  it(`start every round that is longer than ${boundMs} ms, at most so much late`, () => {
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

  it(`leave no movie on screen longer than its round and ${boundMs} ms, however short the rounds`, () => {
    fc.assert(
      fc.property(jitters, divisor(), (delays, roundSeconds) => {
        const times = [...play(delays, roundSeconds).values()];
        for (const [index, time] of times.slice(1).entries()) {
          expect(time - Number(times[index])).toBeLessThanOrEqual(roundSeconds * 1000 + boundMs);
        }
      }),
    );
  });

  it('can be as late as that', () => {
    const started = play([0, maxJitterMs], 1);
    const gaps = [...started.values()].map((time, index, times) => time - (times[index - 1] ?? time));
    expect(Math.max(...gaps)).toBe(boundMs);
  });

  it('start no round when it is over', () => {
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
