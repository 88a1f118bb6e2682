import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleLifetimeMs, ServerClock, type ClockSample } from './clock';

/** A request sent at `sentAt` to a server whose clock is ahead of the monotonic clock by `aheadMs`. */
function sample(sentAt: number, thereMs: number, backMs: number, aheadMs: number): ClockSample {
  return { sentAt, receivedAt: sentAt + thereMs + backMs, serverTime: sentAt + thereMs + aheadMs };
}

/** A device whose clocks a test sets. */
function fakeDevice({ wall = 0, elapsed = 0 } = {}) {
  const device = { wall, elapsed };
  return {
    device,
    time: { now: () => device.wall, elapsed: () => device.elapsed },
    /** Lets time pass while the device is awake. */
    pass: (ms: number) => {
      device.wall += ms;
      device.elapsed += ms;
    },
  };
}

describe('the server clock', () => {
  it('starts from the wall clock and the given lead', () => {
    const { time } = fakeDevice({ wall: 5000, elapsed: 70 });
    expect(new ServerClock(time).now()).toBe(5000);
    expect(new ServerClock(time, -300).now()).toBe(4700);
    expect(new ServerClock(time).errorMs).toBe(Infinity);
  });

  it('assumes that the server answered in the middle of the round trip', () => {
    const clock = new ServerClock(fakeDevice({ wall: 7777, elapsed: 10_000 }).time);
    clock.add(sample(9000, 50, 50, 3000));
    expect(clock.now()).toBe(13_000);
    expect(clock.errorMs).toBe(50);
  });

  it.each([
    [-300_001, true],
    [-299_999, false],
    [299_999, false],
    [300_001, true],
  ])('knows whether a device clock that is %i ms ahead is too wrong for AWS: %s', (aheadMs, isWrong) => {
    const clock = new ServerClock(fakeDevice({ wall: aheadMs }).time, 3_600_000);
    expect(clock.isDeviceClockWrong).toBe(false);
    clock.add(sample(0, 0, 0, 0));
    expect(clock.isDeviceClockWrong).toBe(isWrong);
  });

  it('prefers the sample with the shortest round trip', () => {
    const clock = new ServerClock(fakeDevice().time);
    clock.add(sample(1000, 400, 0, 0));
    expect(clock.now()).toBe(200);
    clock.add(sample(2000, 20, 20, 0));
    expect(clock.now()).toBe(0);
    clock.add(sample(3000, 0, 300, 0));
    expect(clock.now()).toBe(0);
  });

  it('discards a sample that a newer one contradicts', () => {
    const clock = new ServerClock(fakeDevice().time);
    clock.add(sample(1000, 10, 10, 0));
    clock.add(sample(2000, 200, 200, 60_000));
    expect(clock.now()).toBe(60_000);
  });

  it('replaces an old sample, since clocks drift', () => {
    const clock = new ServerClock(fakeDevice().time);
    clock.add(sample(0, 10, 10, 0));
    clock.add(sample(sampleLifetimeMs + 60_000, 60, 60, 40));
    expect(clock.now()).toBe(40);
  });

  it('measures a request by the monotonic clock', () => {
    const { device, time, pass } = fakeDevice({ wall: 1_000_000 });
    const clock = new ServerClock(time);
    const addSample = clock.startSample();
    pass(100);
    device.wall -= 3_600_000;
    addSample(1_000_050);
    expect(clock.errorMs).toBe(50);
    expect(clock.now()).toBe(1_000_100);
  });

  it('does not jump when the wall clock is set back', () => {
    const { device, time, pass } = fakeDevice({ wall: 1_000_000 });
    const clock = new ServerClock(time);
    device.wall -= 3_600_000;
    pass(10_000);
    expect(clock.now()).toBe(1_010_000);
  });

  it('corrects itself with the next sample after the wall clock was set forward', () => {
    const { device, time, pass } = fakeDevice({ wall: 1_000_000 });
    const clock = new ServerClock(time);
    clock.startSample()(1_000_000);
    device.wall += 3_600_000;
    const addSample = clock.startSample();
    pass(400);
    addSample(1_000_200);
    expect(clock.now()).toBe(1_000_400);
  });

  it('counts the time in which the device slept and the monotonic clock stopped', () => {
    const { device, time } = fakeDevice({ wall: 1_000_000 });
    const clock = new ServerClock(time);
    clock.startSample()(1_000_000);
    device.wall += 60_000;
    expect(clock.now()).toBe(1_060_000);
    clock.startSample()(1_060_000);
    expect(clock.now()).toBe(1_060_000);
  });

  it('takes the next sample after a short sleep', () => {
    const { time, device } = fakeDevice();
    const clock = new ServerClock(time);
    clock.add({ sentAt: -20, receivedAt: 0, serverTime: -10 });
    device.wall += 150;
    clock.add({ sentAt: -400, receivedAt: 0, serverTime: -50 });
    expect(clock.now()).toBe(150);
  });

  it('tells the age of its estimate', () => {
    const { time, pass } = fakeDevice();
    const clock = new ServerClock(time);
    expect(clock.sampleAgeMs).toBe(Infinity);
    clock.add({ sentAt: -20, receivedAt: 0, serverTime: -10 });
    pass(5000);
    clock.add({ sentAt: 4000, receivedAt: 5000, serverTime: 4500 });
    expect(clock.sampleAgeMs).toBe(5000);
  });

  it('ignores a sample during which the device slept', () => {
    const { device, time } = fakeDevice({ wall: 1_000_000 });
    const clock = new ServerClock(time);
    const addSample = clock.startSample();
    device.wall += 60_000;
    addSample(1_000_000);
    expect(clock.now()).toBe(1_060_000);
    expect(clock.errorMs).toBe(Infinity);
  });

  it('has an error of at most half the shortest round trip', () => {
    const trip = fc.tuple(fc.nat(60_000), fc.nat(2000), fc.nat(2000));
    fc.assert(
      fc.property(fc.array(trip, { minLength: 1 }), fc.integer({ min: -1e6, max: 1e6 }), (trips, aheadMs) => {
        const clock = new ServerClock(fakeDevice().time);
        trips.forEach(([sentAt, thereMs, backMs]) => clock.add(sample(sentAt, thereMs, backMs, aheadMs)));
        expect(Math.abs(clock.now() - aheadMs)).toBeLessThanOrEqual(clock.errorMs);
        expect(clock.errorMs).toBe(Math.min(...trips.map(([, thereMs, backMs]) => (thereMs + backMs) / 2)));
      }),
    );
  });
});

describe('a sample from a cache', () => {
  it('changes nothing if the estimate is possible, whether measured or of the device', () => {
    const { time } = fakeDevice({ wall: 5000 });
    const clock = new ServerClock(time);
    clock.bound({ sentAt: -100, receivedAt: 0, serverTime: 4000 }, 2000);
    expect(clock.now()).toBe(5000);
    clock.add({ sentAt: -10, receivedAt: 0, serverTime: 5100 });
    clock.bound({ sentAt: -100, receivedAt: 0, serverTime: 4000 }, 2000);
    expect([clock.now(), clock.errorMs]).toEqual([5105, 5]);
  });

  it.each([
    ['ahead', 60_000, 6100],
    ['behind', -60_000, 4000],
  ])('moves an estimate that is %s to the nearest possible time', (_what, wall, now) => {
    const clock = new ServerClock(fakeDevice({ wall }).time);
    clock.bound({ sentAt: -100, receivedAt: 0, serverTime: 4000 }, 2000);
    expect([clock.now(), clock.errorMs]).toEqual([now, Infinity]);
  });

  it('tells that a device clock is too wrong for AWS', () => {
    const clock = new ServerClock(fakeDevice({ wall: 3_600_000 }).time);
    expect(clock.isDeviceClockWrong).toBe(false);
    clock.bound({ sentAt: 0, receivedAt: 0, serverTime: 1000 }, 1000);
    expect(clock.isDeviceClockWrong).toBe(true);
  });

  it('replaces a measured estimate that it contradicts, and is replaced by the next measurement', () => {
    const clock = new ServerClock(fakeDevice().time);
    clock.add(sample(-20, 10, 10, 0));
    clock.bound({ sentAt: -20, receivedAt: 0, serverTime: 60_000 }, 1000);
    expect([clock.now(), clock.errorMs]).toEqual([60_000, Infinity]);
    clock.add(sample(-400, 200, 200, 60_500));
    expect(clock.now()).toBe(60_500);
  });

  it('does not move a measured estimate if it is only a little older than it says, as of a slow server', () => {
    const clock = new ServerClock(fakeDevice().time);
    clock.add(sample(-20, 10, 10, 0));
    clock.bound({ sentAt: -20, receivedAt: 0, serverTime: -5000 }, 1000);
    expect([clock.now(), clock.errorMs]).toEqual([0, 10]);
  });

  it('counts the time in which the device slept', () => {
    const { time, device } = fakeDevice({ wall: 1_000_000 });
    const clock = new ServerClock(time);
    clock.add({ sentAt: 0, receivedAt: 0, serverTime: 1_000_000 });
    device.wall += 60_000;
    clock.bound({ sentAt: 0, receivedAt: 0, serverTime: 1_059_500 }, 1000);
    expect(clock.now()).toBe(1_060_000);
    clock.add({ sentAt: -50, receivedAt: 50, serverTime: 1_060_010 });
    expect(clock.now()).toBe(1_060_010);
  });

  it('never leaves an error greater than its age and round trip, however wrong the device is', () => {
    const cached = fc.record({ thereMs: fc.nat(2000), backMs: fc.nat(2000), ageMs: fc.nat(2000) });
    fc.assert(
      fc.property(fc.array(cached, { minLength: 1 }), fc.integer({ min: -1e9, max: 1e9 }), (answers, aheadMs) => {
        const clock = new ServerClock(fakeDevice().time);
        for (const { thereMs, backMs, ageMs } of answers) {
          const { sentAt, receivedAt, serverTime } = sample(0, thereMs, backMs, aheadMs);
          clock.bound({ sentAt, receivedAt, serverTime: serverTime - ageMs }, 2000);
        }
        const errors = answers.map(({ thereMs, backMs }) => 2000 + thereMs + backMs);
        expect(Math.abs(clock.now() - aheadMs)).toBeLessThanOrEqual(Math.min(...errors));
      }),
    );
  });
});
