import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callTimeoutMs } from './with-timeout';
import type { Snapshot } from './backend';
import { ServerClock } from './clock';
import { roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { nextSnapshotMs, SnapshotPoller, type SnapshotPollerOptions } from './snapshot-poller';
import { deviceTime } from './time';

describe('nextSnapshotMs', () => {
  const calm = { failures: 0, isLive: true, idle: 0, roundLeftMs: 6000, sampleAgeMs: 0, voters: 9 };

  it.each([
    { when: 'the round is open', situation: calm, minMs: 7000, maxMs: 8500 },
    { when: 'a round is overdue', situation: { ...calm, roundLeftMs: -3000, idle: 1 }, minMs: 750, maxMs: 1500 },
    {
      when: 'a round is long overdue',
      situation: { ...calm, roundLeftMs: -90_000, idle: 9 },
      minMs: 15_000,
      maxMs: 30_000,
    },
    {
      when: 'a round with 5,000 voters is overdue',
      situation: { ...calm, roundLeftMs: -3000, idle: 1, voters: 5000 },
      minMs: 5000,
      maxMs: 10_000,
    },
    {
      when: 'a round with 500,000 voters is overdue',
      situation: { ...calm, roundLeftMs: -3000, idle: 1, voters: 500_000 },
      minMs: 15_000,
      maxMs: 30_000,
    },
    { when: 'there is no round', situation: { ...calm, roundLeftMs: null }, minMs: 1750, maxMs: 2500 },
    {
      when: 'the clock was sampled almost ten minutes ago',
      situation: { ...calm, sampleAgeMs: 599_000 },
      minMs: 1000,
      maxMs: 8500,
    },
    {
      when: 'the clock was sampled long ago',
      situation: { ...calm, sampleAgeMs: 3_600_000 },
      minMs: 1000,
      maxMs: 1000,
    },
    { when: 'the real-time connection is down', situation: { ...calm, isLive: false }, minMs: 1500, maxMs: 3000 },
    {
      when: 'the real-time connection stays down',
      situation: { ...calm, isLive: false, idle: 9, roundLeftMs: 100 },
      minMs: 10_000,
      maxMs: 20_000,
    },
    { when: 'a request failed', situation: { ...calm, failures: 1 }, minMs: 500, maxMs: 1000 },
    { when: 'many requests failed', situation: { ...calm, failures: 9 }, minMs: 7500, maxMs: 15_000 },
  ])('is $minMs to $maxMs if $when', ({ situation, minMs, maxMs }) => {
    expect(nextSnapshotMs(situation, 0)).toBeGreaterThanOrEqual(minMs);
    expect(nextSnapshotMs(situation, 0.999)).toBeLessThanOrEqual(maxMs);
  });
});

describe('the snapshot poller', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function open(options: Partial<SnapshotPollerOptions> = {}) {
    const fetch = vi.fn(() => Promise.resolve(snapshotOf(roundStartingAt(0))));
    const onSnapshot = vi.fn();
    const onError = vi.fn(() => Promise.resolve());
    const clock = new ServerClock(deviceTime);
    const poller = new SnapshotPoller({
      prepare: () => Promise.resolve(),
      fetch,
      clock,
      onSnapshot,
      onError,
      roundEndsAtMs: () => 10_000,
      voters: () => 0,
      isLive: () => true,
      random: () => 0,
      ...options,
    });
    return { poller, fetch, onSnapshot, onError, clock };
  }

  it('requests a snapshot on demand and sets the clock', async () => {
    const { poller, onSnapshot, clock } = open();
    poller.request();
    await vi.advanceTimersByTimeAsync(0);
    expect(onSnapshot).toHaveBeenCalledTimes(1);
    expect(clock.errorMs).toBe(0);
  });

  it('sends one more request for all demands during a request', async () => {
    const fetch = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return snapshotOf(roundStartingAt(0));
    });
    const { poller } = open({ fetch });
    poller.request();
    await vi.advanceTimersByTimeAsync(50);
    poller.request();
    poller.request();
    await vi.advanceTimersByTimeAsync(1000);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('excludes the preparation from the round trip', async () => {
    const { poller, clock } = open({ prepare: () => new Promise((resolve) => setTimeout(resolve, 3000)) });
    poller.request();
    await vi.advanceTimersByTimeAsync(3000);
    expect(clock.errorMs).toBe(0);
  });

  it('requests a snapshot if a round is overdue', async () => {
    const { poller, fetch } = open();
    poller.request();
    await vi.advanceTimersByTimeAsync(10_900);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('still sends a scheduled request after a round has started', async () => {
    const { poller, fetch } = open();
    poller.request(100);
    poller.roundStarted();
    await vi.advanceTimersByTimeAsync(100);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('reports a failure and retries after a delay', async () => {
    const fetch = vi.fn(() => Promise.resolve(snapshotOf(null))).mockRejectedValueOnce(new Error('down'));
    const { poller, onError, onSnapshot } = open({ fetch });
    poller.request();
    await vi.advanceTimersByTimeAsync(0);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(onSnapshot).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(onSnapshot).toHaveBeenCalledTimes(1);
  });

  it('retries after a timeout and ignores the late response', async () => {
    let respond: (snapshot: Snapshot) => void = () => undefined;
    const fetch = vi
      .fn(() => Promise.resolve(snapshotOf(null)))
      .mockReturnValueOnce(new Promise((resolve) => (respond = resolve)));
    const { poller, onError, onSnapshot, clock } = open({ fetch });
    poller.request();
    await vi.advanceTimersByTimeAsync(callTimeoutMs);
    expect(onError).toHaveBeenCalledTimes(1);
    respond(snapshotOf(roundStartingAt(0)));
    await vi.advanceTimersByTimeAsync(0);
    expect(onSnapshot).not.toHaveBeenCalled();
    expect(clock.errorMs).toBe(Infinity);
    await vi.advanceTimersByTimeAsync(1000);
    expect(onSnapshot).toHaveBeenCalledTimes(1);
  });

  it('sends no request after it is closed', async () => {
    const { poller, fetch } = open();
    poller.request();
    poller.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).not.toHaveBeenCalled();
  });
  it('sends no request if it is closed during the preparation', async () => {
    const { poller, fetch, onSnapshot } = open({ prepare: () => new Promise((resolve) => setTimeout(resolve, 100)) });
    poller.request();
    await vi.advanceTimersByTimeAsync(50);
    poller.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).not.toHaveBeenCalled();
    expect(onSnapshot).not.toHaveBeenCalled();
  });
});
