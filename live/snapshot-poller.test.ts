import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callTimeoutMs } from './with-timeout';
import type { Snapshot } from './backend';
import { sampleLifetimeMs, ServerClock } from './clock';
import { roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { nextSnapshotMs, SnapshotPoller, type SnapshotPollerOptions } from './snapshot-poller';
import { deviceTime } from './time';

describe('nextSnapshotMs', () => {
  const calm = { failures: 0, isLive: true, idle: 0, roundLeftMs: 6000, voters: 9 };

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
      when: 'the clock soon needs a sample',
      situation: { ...calm, sampleLeftMs: 3000 },
      minMs: 3000,
      maxMs: 3000,
    },
    {
      when: 'the clock needed a sample long ago, or has none',
      situation: { ...calm, sampleLeftMs: -Infinity },
      minMs: 1000,
      maxMs: 1000,
    },
    {
      when: 'the recent rounds can be completed in two seconds',
      situation: { ...calm, recentRoundsLeftMs: 2000 },
      minMs: 3500,
      maxMs: 5000,
    },
    {
      when: 'the recent rounds of a large audience can be completed',
      situation: { ...calm, recentRoundsLeftMs: -500, voters: 1_000_000, roundLeftMs: 9000 },
      minMs: 5000,
      maxMs: 10_000,
    },
    { when: 'the real-time connection is down', situation: { ...calm, isLive: false }, minMs: 1500, maxMs: 3000 },
    {
      when: 'the real-time connection stays down',
      situation: { ...calm, isLive: false, idle: 9, roundLeftMs: 100 },
      minMs: 10_000,
      maxMs: 20_000,
    },
    {
      when: 'the connection is down and the result is near',
      situation: { ...calm, isLive: false, resultLeftMs: 2900, roundLeftMs: 5000 },
      minMs: 3200,
      maxMs: 4200,
    },
    {
      when: 'the connection is down and the result is some seconds away',
      situation: { ...calm, isLive: false, resultLeftMs: 6000, roundLeftMs: 8100 },
      minMs: 1500,
      maxMs: 3000,
    },
    {
      when: 'the connection is down and the result is near in a large audience',
      situation: { ...calm, isLive: false, resultLeftMs: 900, roundLeftMs: 3000, voters: 100_000 },
      minMs: 1200,
      maxMs: 2200,
    },
    {
      when: 'the connection is down and the result is known',
      situation: { ...calm, isLive: false, resultLeftMs: -900, roundLeftMs: 1200 },
      minMs: 1500,
      maxMs: 2500,
    },
    {
      when: 'the connection is down and the result of a short round is near',
      situation: { ...calm, isLive: false, resultLeftMs: 1, roundLeftMs: 200 },
      minMs: 500,
      maxMs: 1500,
    },
    {
      when: 'the connection is down and the round ends soon',
      situation: { ...calm, isLive: false, roundLeftMs: 1200 },
      minMs: 1500,
      maxMs: 2500,
    },
    {
      when: 'the connection is down and the round has ended',
      situation: { ...calm, isLive: false, roundLeftMs: -50 },
      minMs: 300,
      maxMs: 1300,
    },
    {
      when: 'the connection is down and the new round is not known yet',
      situation: { ...calm, isLive: false, roundLeftMs: -1000, idle: 3 },
      minMs: 500,
      maxMs: 1000,
    },
    {
      when: 'the connection is down and there is no round',
      situation: { ...calm, isLive: false, roundLeftMs: null },
      minMs: 1500,
      maxMs: 3000,
    },
    {
      when: 'the connection is down in a large audience',
      situation: { ...calm, isLive: false, voters: 1_000_000, roundLeftMs: 60_000 },
      minMs: 5000,
      maxMs: 10_000,
    },
    {
      when: 'the connection is down and a round of a large audience has ended',
      situation: { ...calm, isLive: false, voters: 1_000_000, roundLeftMs: 0 },
      minMs: 300,
      maxMs: 3300,
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

  type Fetch = () => Promise<Snapshot>;

  function open({
    fetch = vi.fn(() => Promise.resolve(snapshotOf(roundStartingAt(0)))),
    maxAgeMs = 0,
    prepareMs = 0,
    ...options
  }: Partial<SnapshotPollerOptions> & { fetch?: Fetch; maxAgeMs?: number; prepareMs?: number } = {}) {
    const fetchSnapshot = async () => ({ snapshot: await fetch(), maxAgeMs });
    const onSnapshot = vi.fn();
    const onError = vi.fn(() => Promise.resolve());
    const clock = new ServerClock(deviceTime);
    const prepare = vi.fn<SnapshotPollerOptions['prepare']>(async () => {
      if (prepareMs > 0) await new Promise((resolve) => setTimeout(resolve, prepareMs));
      return fetchSnapshot;
    });
    const poller = new SnapshotPoller({
      prepare,
      clock,
      onSnapshot,
      onError,
      round: () => roundStartingAt(0),
      voters: () => 0,
      isLive: () => true,
      recentRoundsLeftMs: () => undefined,
      random: () => 0,
      ...options,
    });
    return { poller, prepare, fetch, onSnapshot, onError, clock };
  }

  it('requests a snapshot on demand and sets the clock', async () => {
    const { poller, onSnapshot, clock } = open();
    poller.request();
    await vi.advanceTimersByTimeAsync(0);
    expect(onSnapshot).toHaveBeenCalledTimes(1);
    expect(clock.errorMs).toBe(0);
  });

  it('starts at once without a round, and otherwise when a snapshot is due', async () => {
    const without = open({ round: () => null });
    without.poller.start();
    const within = open({ isLive: () => false });
    within.poller.start();
    await vi.advanceTimersByTimeAsync(0);
    expect([without, within].map(({ fetch }) => vi.mocked(fetch).mock.calls.length)).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(1500);
    expect(within.fetch).toHaveBeenCalledTimes(1);
  });

  it('requests rarer snapshots only after a round was due', async () => {
    const { poller, fetch } = open({ isLive: () => false });
    poller.start();
    await vi.advanceTimersByTimeAsync(10_000);
    const within = vi.mocked(fetch).mock.calls.length;
    expect(within).toBeGreaterThan(4);
    await vi.advanceTimersByTimeAsync(1500);
    expect(vi.mocked(fetch).mock.calls.length).toBeGreaterThan(within + 1);
    await vi.advanceTimersByTimeAsync(120_000);
    const overdue = vi.mocked(fetch).mock.calls.length;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(vi.mocked(fetch).mock.calls.length).toBeLessThanOrEqual(overdue + 2);
  });

  it('follows a round that it missed as without a real-time connection, however often it is told', async () => {
    const late = snapshotOf(roundStartingAt(10));
    let round = { startsAt: 0, endsAt: 100 };
    const fetch = vi.fn(() => Promise.resolve(snapshotOf(roundStartingAt(0))));
    const { poller, onSnapshot } = open({ fetch, round: () => round });
    onSnapshot.mockImplementation((snapshot) => (round = snapshot === late ? { startsAt: 100, endsAt: 200 } : round));
    poller.request();
    await vi.advanceTimersByTimeAsync(1000);
    poller.roundMissed();
    for (let times = 0; times < 30; times += 1) {
      await vi.advanceTimersByTimeAsync(100);
      poller.roundMissed();
    }
    expect(fetch.mock.calls.length).toBeGreaterThan(1);
    expect(fetch.mock.calls.length).toBeLessThan(8);
    fetch.mockResolvedValue(late);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(round.endsAt).toBe(200);
    const recovered = fetch.mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).toHaveBeenCalledTimes(recovered);
  });

  it('says when the clock needs a sample: an hour after the last, or a part of its own later', async () => {
    for (const random of [0, 0.5]) {
      const round = { startsAt: 0, endsAt: (Date.now() + 10 * sampleLifetimeMs) / 1000 };
      const { poller, prepare } = open({ round: () => round, random: () => random });
      poller.request();
      await vi.advanceTimersByTimeAsync(0);
      expect(prepare.mock.calls).toEqual([[true]]);
      prepare.mockClear();
      await vi.advanceTimersByTimeAsync(sampleLifetimeMs * (1 + random / 4) - 1);
      expect(prepare).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(prepare.mock.calls).toEqual([[true]]);
      poller.close();
    }
  });

  it('does not ask for a sample because a round is overdue', async () => {
    const { poller, prepare } = open();
    poller.request();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(prepare.mock.calls.length).toBeGreaterThan(2);
    expect(prepare.mock.calls.slice(1).every(([isSampleDue]) => !isSampleDue)).toBe(true);
  });

  it('takes the age of a cached snapshot into account', async () => {
    const aged = () => Promise.resolve({ ...snapshotOf(roundStartingAt(0)), serverTime: Date.now() - 900 });
    const { poller, clock } = open({ fetch: aged, maxAgeMs: 1000 });
    poller.request();
    await vi.advanceTimersByTimeAsync(0);
    expect(clock.now()).toBe(Date.now());
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
    const { poller, clock } = open({ prepareMs: 3000 });
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
    const { poller, fetch, onSnapshot } = open({ prepareMs: 100 });
    poller.request();
    await vi.advanceTimersByTimeAsync(50);
    poller.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).not.toHaveBeenCalled();
    expect(onSnapshot).not.toHaveBeenCalled();
  });
});
