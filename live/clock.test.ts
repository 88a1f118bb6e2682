import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServerClock, type ClockSample } from './clock';

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
    clock.add(sample(11 * 60_000, 60, 60, 40));
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
    expect(clock.sampleAgeMs).toBe(0);
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
