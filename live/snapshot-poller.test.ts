import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callTimeoutMs } from './with-timeout';
import type { Snapshot } from './backend';
import { ServerClock } from './clock';
import { roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { nextSnapshotMs, SnapshotPoller, type SnapshotPollerOptions } from './snapshot-poller';
import { deviceTime } from './time';

describe('the next snapshot', () => {
  const calm = { failures: 0, isLive: true, idle: 0, roundLeftMs: 6000, voters: 9 };

  it.each([
    { when: 'all is well', situation: calm, least: 7000, most: 8500 },
    { when: 'a round is overdue', situation: { ...calm, roundLeftMs: -3000, idle: 1 }, least: 750, most: 1500 },
    {
      when: 'it is overdue for long',
      situation: { ...calm, roundLeftMs: -90_000, idle: 9 },
      least: 15_000,
      most: 30_000,
    },
    {
      when: 'a round is overdue in a full house',
      situation: { ...calm, roundLeftMs: -3000, idle: 1, voters: 5000 },
      least: 5000,
      most: 10_000,
    },
    {
      when: 'it is so in a stadium',
      situation: { ...calm, roundLeftMs: -3000, idle: 1, voters: 500_000 },
      least: 15_000,
      most: 30_000,
    },
    { when: 'there never was a round', situation: { ...calm, roundLeftMs: null }, least: 1750, most: 2500 },
    { when: 'the live connection is down', situation: { ...calm, isLive: false }, least: 1500, most: 3000 },
    {
      when: 'that lasts, still once a round',
      situation: { ...calm, isLive: false, idle: 9, roundLeftMs: 100 },
      least: 10_000,
      most: 20_000,
    },
    { when: 'a snapshot failed', situation: { ...calm, failures: 1 }, least: 500, most: 1000 },
    { when: 'many failed', situation: { ...calm, failures: 9 }, least: 7500, most: 15_000 },
  ])('is due in $least to $most ms when $when', ({ situation, least, most }) => {
    expect(nextSnapshotMs(situation, 0)).toBeGreaterThanOrEqual(least);
    expect(nextSnapshotMs(situation, 0.999)).toBeLessThanOrEqual(most);
  });
});

describe('the snapshot taker', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function open(options: Partial<SnapshotPollerOptions> = {}) {
    const take = vi.fn(() => Promise.resolve(snapshotOf(roundStartingAt(0))));
    const onSnapshot = vi.fn();
    const onError = vi.fn(() => Promise.resolve());
    const clock = new ServerClock(deviceTime);
    const taker = new SnapshotPoller({
      prepare: () => Promise.resolve(),
      take,
      clock,
      onSnapshot,
      onError,
      roundEndsAtMs: () => 10_000,
      voters: () => 0,
      isLive: () => true,
      random: () => 0,
      ...options,
    });
    return { taker, take, onSnapshot, onError, clock };
  }

  it('takes one when asked, and sets the clock', async () => {
    const { taker, onSnapshot, clock } = open();
    taker.ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(onSnapshot).toHaveBeenCalledTimes(1);
    expect(clock.errorMs).toBe(0);
  });

  it('takes one more after the one under way, however often it is asked meanwhile', async () => {
    const take = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return snapshotOf(roundStartingAt(0));
    });
    const { taker } = open({ take });
    taker.ask();
    await vi.advanceTimersByTimeAsync(50);
    taker.ask();
    taker.ask();
    await vi.advanceTimersByTimeAsync(1000);
    expect(take).toHaveBeenCalledTimes(2);
  });

  it('does not count the time that credentials take as round trip', async () => {
    const { taker, clock } = open({ prepare: () => new Promise((resolve) => setTimeout(resolve, 3000)) });
    taker.ask();
    await vi.advanceTimersByTimeAsync(3000);
    expect(clock.errorMs).toBe(0);
  });

  it('asks again by itself when the round that is due does not come', async () => {
    const { taker, take } = open();
    taker.ask();
    await vi.advanceTimersByTimeAsync(10_900);
    expect(take).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(take).toHaveBeenCalledTimes(2);
  });

  it('does not forget what it was asked for when a round comes', async () => {
    const { taker, take } = open();
    taker.ask(100);
    taker.relax();
    await vi.advanceTimersByTimeAsync(100);
    expect(take).toHaveBeenCalledTimes(1);
  });

  it('reports a failure, waits and tries again', async () => {
    const take = vi.fn(() => Promise.resolve(snapshotOf(null))).mockRejectedValueOnce(new Error('down'));
    const { taker, onError, onSnapshot } = open({ take });
    taker.ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(onSnapshot).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(onSnapshot).toHaveBeenCalledTimes(1);
  });

  it('takes the next when one is not answered; what comes late is of no interest', async () => {
    let answer: (snapshot: Snapshot) => void = () => undefined;
    const take = vi
      .fn(() => Promise.resolve(snapshotOf(null)))
      .mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const { taker, onError, onSnapshot, clock } = open({ take });
    taker.ask();
    await vi.advanceTimersByTimeAsync(callTimeoutMs);
    expect(onError).toHaveBeenCalledTimes(1);
    answer(snapshotOf(roundStartingAt(0)));
    await vi.advanceTimersByTimeAsync(0);
    expect(onSnapshot).not.toHaveBeenCalled();
    expect(clock.errorMs).toBe(Infinity);
    await vi.advanceTimersByTimeAsync(1000);
    expect(onSnapshot).toHaveBeenCalledTimes(1);
  });

  it('takes none after close', async () => {
    const { taker, take } = open();
    taker.ask();
    taker.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(take).not.toHaveBeenCalled();
  });
  it('requests none if it is closed while it prepares', async () => {
    const { taker, take, onSnapshot } = open({ prepare: () => new Promise((resolve) => setTimeout(resolve, 100)) });
    taker.ask();
    await vi.advanceTimersByTimeAsync(50);
    taker.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(take).not.toHaveBeenCalled();
    expect(onSnapshot).not.toHaveBeenCalled();
  });
});
