import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServerClock, type ClockSample } from './clock';

/** A question that leaves at `sentAt` and is answered by a server whose clock is ahead by `aheadMs`. */
function sample(sentAt: number, thereMs: number, backMs: number, aheadMs: number): ClockSample {
  return { sentAt, receivedAt: sentAt + thereMs + backMs, serverTime: sentAt + thereMs + aheadMs };
}

describe('the server clock', () => {
  it('starts from what it is told and otherwise from the local clock', () => {
    expect(new ServerClock(() => 5000).now()).toBe(5000);
    expect(new ServerClock(() => 5000, -300).now()).toBe(4700);
    expect(new ServerClock(() => 5000).errorMs).toBe(Infinity);
  });

  it('takes the middle of the round trip for the moment of the answer', () => {
    const clock = new ServerClock(() => 10_000);
    clock.add(sample(9000, 50, 50, 3000));
    expect(clock.now()).toBe(13_000);
    expect(clock.errorMs).toBe(50);
  });

  it('believes the fastest round trip', () => {
    const clock = new ServerClock(() => 0);
    clock.add(sample(1000, 400, 0, 0));
    expect(clock.offsetMs).toBe(200);
    clock.add(sample(2000, 20, 20, 0));
    expect(clock.offsetMs).toBe(0);
    clock.add(sample(3000, 0, 300, 0));
    expect(clock.offsetMs).toBe(0);
  });

  it('follows a device whose clock was set', () => {
    const clock = new ServerClock(() => 0);
    clock.add(sample(1000, 10, 10, 0));
    clock.add(sample(2000, 200, 200, 60_000));
    expect(clock.offsetMs).toBe(60_000);
  });

  it('renews an old sample, since clocks drift', () => {
    const clock = new ServerClock(() => 0);
    clock.add(sample(0, 10, 10, 0));
    clock.add(sample(11 * 60_000, 60, 60, 40));
    expect(clock.offsetMs).toBe(40);
  });

  it('is never wrong by more than it says', () => {
    const trip = fc.tuple(fc.nat(60_000), fc.nat(2000), fc.nat(2000));
    fc.assert(
      fc.property(fc.array(trip, { minLength: 1 }), fc.integer({ min: -1e6, max: 1e6 }), (trips, aheadMs) => {
        const clock = new ServerClock(() => 0);
        trips.forEach(([sentAt, thereMs, backMs]) => clock.add(sample(sentAt, thereMs, backMs, aheadMs)));
        expect(Math.abs(clock.offsetMs - aheadMs)).toBeLessThanOrEqual(clock.errorMs);
        expect(clock.errorMs).toBe(Math.min(...trips.map(([, thereMs, backMs]) => (thereMs + backMs) / 2)));
      }),
    );
  });
});
