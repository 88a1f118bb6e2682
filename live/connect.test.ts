import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noVotes } from '../amplify/show';
import { callTimeoutMs } from './with-timeout';
import { ServerClock } from './clock';
import { connect } from './connect';
import { FakeBackend, roundStartingAt } from './fake-backend.fixture';
import { emptyShow, showReducer, type ShowEvent } from './show-reducer';
import { deviceTime } from './time';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Amplify's error for a connection that AppSync refused. */
const unauthorized = { errors: [{ message: 'Connection failed: UnauthorizedException' }] };

const unknownGuest = Object.assign(new Error('Identity not found.'), { name: 'ResourceNotFoundException' });

/** A screen connected to a backend whose current round starts now. */
async function open({ isLive = true } = {}) {
  const backend = new FakeBackend();
  backend.current = roundStartingAt(1000);
  let state = emptyShow;
  const events: ShowEvent['type'][] = [];
  const connection = connect({
    backend,
    clock: new ServerClock(deviceTime),
    dispatch: (event) => {
      events.push(event.type);
      state = showReducer(state, event);
    },
    roundEndsAtMs: () => (state.round ? state.round.endsAt * 1000 : null),
    voters: () => 0,
    elapsed: deviceTime.elapsed,
    random: () => 0,
  });
  await vi.advanceTimersByTimeAsync(0);
  if (isLive) {
    backend.report('Connected');
    backend.acknowledge();
    await vi.advanceTimersByTimeAsync(200);
  }
  return { backend, connection, events, state: () => state };
}

describe('connecting', () => {
  it('requests a snapshot, and another when the subscriptions are confirmed', async () => {
    const { backend, state } = await open();
    expect(state()).toMatchObject({ round: { roundId: '1000' }, connection: 'live', sender: '000000000001' });
    expect(backend.snapshotsTaken).toBe(2);
  });

  it('subscribes once it has a guest identity', async () => {
    const { backend } = await open();
    expect([backend.rounds, backend.scores, backend.messages].map(({ observers }) => observers.size)).toEqual([
      1, 1, 1,
    ]);
  });

  it('is not reported as a reconnection', async () => {
    const { backend, state } = await open({ isLive: false });
    backend.report('Connecting');
    expect(state().connection).toBe('connecting');
  });

  it('dispatches published rounds, scores and messages', async () => {
    const { backend, state } = await open();
    backend.rounds.publish(roundStartingAt(1010));
    backend.scores.publish({ scores: { roundId: '1010', ...noVotes, love: 3, voters: 2 }, leaders: [] });
    backend.messages.publish({ id: 'a', nickname: 'Ada', text: 'Hello', sender: 'x', sentAt: 0 });
    expect(state()).toMatchObject({ round: { roundId: '1010' }, counts: { love: 3 }, messages: [{ id: 'a' }] });
  });

  it('ignores publications without the fields that screens need', async () => {
    const { backend, events } = await open();
    const before = [...events];
    backend.messages.publish(null);
    expect(events).toEqual(before);
  });
});

describe('a lost connection', () => {
  it('requests the recent rounds at first and after an interruption', async () => {
    const { backend, state } = await open();
    const result = (roundId: string) => ({ roundId, title: roundId, poster: '/p.svg', ...noVotes, voters: 0 });
    expect(state().recentRounds).toEqual([]);
    backend.recent = [result('990')];
    backend.report('ConnectionDisrupted');
    backend.report('Connected');
    backend.acknowledge();
    await vi.advanceTimersByTimeAsync(200);
    expect(state().recentRounds).toEqual([result('990')]);
  });

  it('is reported, and a snapshot follows the reconnection', async () => {
    const { backend, state } = await open();
    backend.report('ConnectionDisrupted');
    expect(state().connection).toBe('reconnecting');
    backend.current = roundStartingAt(1010);
    backend.love = 8;
    backend.report('Connected');
    backend.acknowledge();
    await vi.advanceTimersByTimeAsync(200);
    expect(state()).toMatchObject({ connection: 'live', round: { roundId: '1010' }, counts: { love: 8 } });
  });

  it('is replaced by polling', async () => {
    const { backend, state } = await open();
    backend.report('ConnectionDisrupted');
    await vi.advanceTimersByTimeAsync(10_000);
    backend.current = roundStartingAt(1010);
    await vi.advanceTimersByTimeAsync(5000);
    expect(state().round?.roundId).toBe('1010');
  });

  it('is opened again if the backend responds while Amplify still waits', async () => {
    const { backend } = await open();
    const [before] = backend.rounds.observers;
    backend.report('ConnectionDisrupted');
    await vi.advanceTimersByTimeAsync(30_000);
    const [after] = backend.rounds.observers;
    expect(backend.rounds.observers.size).toBe(1);
    expect(after).not.toBe(before);
  });

  it('is reported as offline without a network', async () => {
    const { backend, state } = await open();
    backend.report('ConnectionDisruptedPendingNetwork');
    expect(state().connection).toBe('offline');
  });
});

describe('a WebSocket that cannot be opened although the backend answers', () => {
  it('is reported as blocked, and rounds are followed by snapshots', async () => {
    const { backend, state } = await open({ isLive: false });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(state().connection).toBe('connecting');
    await vi.advanceTimersByTimeAsync(25_000);
    expect(state().connection).toBe('blocked');
    for (const startsAt of [1040, 1050, 1060]) {
      backend.current = roundStartingAt(startsAt);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(state().round?.roundId).toBe(String(startsAt));
    }
  });

  it('is reported as blocked after a loss too, while Amplify keeps trying', async () => {
    const { backend, state } = await open();
    backend.report('ConnectionDisrupted');
    await vi.advanceTimersByTimeAsync(40_000);
    backend.report('Connecting');
    backend.report('ConnectionDisrupted');
    expect(state().connection).toBe('blocked');
  });

  it('is live as soon as it opens', async () => {
    const { backend, state } = await open({ isLive: false });
    await vi.advanceTimersByTimeAsync(40_000);
    backend.report('Connected');
    backend.acknowledge();
    expect(state().connection).toBe('live');
  });

  it('is not blocked while the backend does not answer', async () => {
    const { backend, state } = await open();
    backend.failure = new TypeError('Failed to fetch');
    backend.report('ConnectionDisrupted');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(state().connection).toBe('reconnecting');
  });

  it('is not blocked at once when the backend answers again', async () => {
    const { backend, state } = await open();
    backend.failure = new TypeError('Failed to fetch');
    backend.report('ConnectionDisrupted');
    await vi.advanceTimersByTimeAsync(60_000);
    backend.failure = null;
    const { snapshotsTaken } = backend;
    await vi.advanceTimersByTimeAsync(16_000);
    expect(backend.snapshotsTaken).toBeGreaterThan(snapshotsTaken);
    expect(state().connection).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(40_000);
    expect(state().connection).toBe('blocked');
  });

  it('is not blocked any more when the backend stops answering', async () => {
    const { backend, state } = await open({ isLive: false });
    await vi.advanceTimersByTimeAsync(40_000);
    backend.failure = new TypeError('Failed to fetch');
    await vi.advanceTimersByTimeAsync(40_000);
    expect(state().connection).toBe('reconnecting');
  });

  it('is not blocked without a network', async () => {
    const { backend, state } = await open();
    backend.report('ConnectionDisruptedPendingNetwork');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(state().connection).toBe('offline');
  });

  it('is tried less and less often', async () => {
    const { backend } = await open({ isLive: false });
    const onRound = vi.spyOn(backend.client.subscriptions, 'onRound');
    await vi.advanceTimersByTimeAsync(240_000);
    expect(onRound.mock.calls.length).toBeLessThan(8);
  });
});

describe('a backend that is down', () => {
  it('is polled until it responds', async () => {
    const backend = new FakeBackend();
    backend.failure = new TypeError('Failed to fetch');
    backend.current = roundStartingAt(1000);
    const dispatch = vi.fn();
    connect({
      backend,
      clock: new ServerClock(deviceTime),
      dispatch,
      roundEndsAtMs: () => null,
      voters: () => 0,
      elapsed: deviceTime.elapsed,
      random: Math.random,
    });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(dispatch).not.toHaveBeenCalledWith(expect.objectContaining({ type: 'snapshotArrived' }));
    backend.failure = null;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(dispatch).toHaveBeenCalledWith(expect.objectContaining({ type: 'snapshotArrived' }));
  });
});

describe('a call without a response', () => {
  it('for the guest identity does not stop polling, and a late response is ignored', async () => {
    const { backend, connection, events } = await open();
    let respond: (id: string) => void = () => undefined;
    vi.spyOn(backend.guest, 'id').mockReturnValueOnce(new Promise((resolve) => (respond = resolve)));
    const before = [...events];
    const { snapshotsTaken } = backend;
    connection.refresh();
    await vi.advanceTimersByTimeAsync(callTimeoutMs);
    respond('late');
    await vi.advanceTimersByTimeAsync(0);
    expect(events).toEqual(before);
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.snapshotsTaken).toBe(snapshotsTaken + 1);
  });

  it('for the recent rounds is repeated with the next snapshot', async () => {
    const { backend, connection, events } = await open();
    const recentRounds = vi
      .spyOn(backend.client.queries, 'recentRounds')
      .mockReturnValueOnce(new Promise(() => undefined));
    backend.report('ConnectionDisrupted');
    backend.report('Connected');
    connection.refresh();
    await vi.advanceTimersByTimeAsync(callTimeoutMs);
    const before = events.filter((event) => event === 'recentRoundsArrived').length;
    connection.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(recentRounds).toHaveBeenCalledTimes(2);
    expect(events.filter((event) => event === 'recentRoundsArrived')).toHaveLength(before + 1);
  });
});

describe('a closed connection', () => {
  it('reports nothing and calls nothing', async () => {
    const { backend, connection, events } = await open();
    const listeners = [...backend.listeners];
    const { snapshotsTaken } = backend;
    const before = [...events];
    const recentRounds = vi.spyOn(backend.client.queries, 'recentRounds');
    connection.refresh();
    connection.close();
    listeners.forEach((listener) =>
      listener({ event: 'ConnectionStateChange', data: { connectionState: 'Connecting' } }),
    );
    connection.refresh();
    connection.report(unknownGuest);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toEqual(before);
    expect(backend.snapshotsTaken).toBe(snapshotsTaken);
    expect(recentRounds).not.toHaveBeenCalled();
    expect(backend.identities).toBe(1);
  });
});

describe('a subscription that fails', () => {
  it('is retried after a delay', async () => {
    const { backend } = await open();
    backend.messages.fail({ errors: [{ message: 'Connection failed: LimitExceededError' }] });
    expect(backend.messages.observers.size).toBe(0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.messages.observers.size).toBe(1);
    expect(backend.identities).toBe(1);
  });

  it('is not retried after close', async () => {
    const { backend, connection } = await open();
    backend.messages.fail(new Error('down'));
    connection.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(backend.messages.observers.size + backend.rounds.observers.size).toBe(0);
  });
});

describe('a guest identity that the backend rejects', () => {
  it('is replaced once, although several calls fail', async () => {
    const { backend, connection, state } = await open();
    backend.failure = unknownGuest;
    backend.rounds.fail(unauthorized);
    backend.scores.fail(unauthorized);
    backend.messages.fail(unauthorized);
    connection.report(unknownGuest);
    connection.report(unknownGuest);
    await vi.advanceTimersByTimeAsync(200);
    backend.failure = null;
    await vi.advanceTimersByTimeAsync(2000);
    expect(backend.identities).toBe(2);
    expect(state().sender).toBe('000000000002');
    expect(backend.rounds.observers.size).toBe(1);
  });

  it('is kept after other failures, and if only one call fails', async () => {
    const { backend, connection } = await open();
    connection.report(unknownGuest);
    await vi.advanceTimersByTimeAsync(200);
    backend.failure = new TypeError('Failed to fetch');
    connection.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.identities).toBe(1);
  });

  it('is replaced at growing intervals if that does not help, and at once after a success', async () => {
    const { backend, connection } = await open();
    backend.failure = unknownGuest;
    await vi.advanceTimersByTimeAsync(3600_000);
    expect(backend.identities).toBeLessThan(20);
    backend.failure = null;
    await vi.advanceTimersByTimeAsync(60_000);
    const { identities } = backend;
    backend.failure = unknownGuest;
    connection.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.identities).toBe(identities + 1);
  });

  it('is kept if it cannot be deleted', async () => {
    const { backend, connection } = await open();
    vi.spyOn(backend.guest, 'forget').mockRejectedValue(new Error('Storage is blocked.'));
    backend.failure = unknownGuest;
    connection.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.guest.forget).toHaveBeenCalledTimes(1);
    expect(backend.identities).toBe(1);
  });
});

describe('a device whose clock is too wrong for its WebSocket', () => {
  it('keeps its guest identity and polls', async () => {
    const { backend, state } = await open({ isLive: false });
    for (let seconds = 0; seconds < 600; seconds++) {
      for (const topic of [backend.rounds, backend.scores, backend.messages]) topic.fail(unauthorized);
      backend.current = roundStartingAt(1000 + Math.floor(seconds / 10) * 10);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(backend.identities).toBe(1);
    expect(state().round?.roundId).toBe('1590');
  });
});

describe('a missed publication', () => {
  it('is recovered when a round is overdue', async () => {
    const { backend, state } = await open();
    backend.current = roundStartingAt(1010);
    await vi.advanceTimersByTimeAsync(13_000);
    expect(state().round?.roundId).toBe('1010');
  });

  it('is recovered when scores of an unknown round arrive', async () => {
    const { backend, state } = await open();
    backend.current = roundStartingAt(1010);
    backend.scores.publish({ scores: { roundId: '1010', ...noVotes, voters: 0 }, leaders: [] });
    await vi.advanceTimersByTimeAsync(0);
    expect(state().round?.roundId).toBe('1010');
  });

  it('is not polled for while rounds arrive', async () => {
    const { backend } = await open();
    const before = backend.snapshotsTaken;
    for (let startsAt = 1010; startsAt <= 1100; startsAt += 10) {
      await vi.advanceTimersByTimeAsync(startsAt * 1000 - Date.now());
      backend.rounds.publish(roundStartingAt(startsAt));
    }
    expect(backend.snapshotsTaken).toBe(before);
  });
});

describe('a wall clock that is set', () => {
  it.each([-3_600_000, 3_600_000])('by %i ms does not delay new subscriptions or snapshots', async (changeMs) => {
    const { backend, state } = await open();
    vi.setSystemTime(Date.now() + changeMs);
    const [before] = backend.rounds.observers;
    backend.report('ConnectionDisrupted');
    backend.current = roundStartingAt(1010);
    await vi.advanceTimersByTimeAsync(30_000);
    const [after] = backend.rounds.observers;
    expect(after).not.toBe(before);
    expect(state().round?.roundId).toBe('1010');
  });

  it.each([-3_600_000, 3_600_000])('by %i ms does not delay a new identity', async (changeMs) => {
    const { backend, connection } = await open();
    backend.failure = unknownGuest;
    connection.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.identities).toBe(2);
    vi.setSystemTime(Date.now() + changeMs);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(backend.identities).toBeGreaterThan(2);
  });

  it('back does not stop polling for a round that is overdue', async () => {
    const { backend, state } = await open();
    vi.setSystemTime(Date.now() - 3_600_000);
    backend.rounds.publish(roundStartingAt(1010));
    backend.current = roundStartingAt(1020);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(state().round?.roundId).toBe('1020');
  });
});
