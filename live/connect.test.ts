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

/** What Amplify says of a connection that AppSync refused. */
const unauthorized = { errors: [{ message: 'Connection failed: UnauthorizedException' }] };

const unknownGuest = Object.assign(new Error('Identity not found.'), { name: 'ResourceNotFoundException' });

/** A screen that is connected to a backend which shows a round from now on. */
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
  it('takes a snapshot, and another one when the subscriptions are taken', async () => {
    const { backend, state } = await open();
    expect(state()).toMatchObject({ round: { roundId: '1000' }, connection: 'live', sender: '000000000001' });
    expect(backend.snapshotsTaken).toBe(2);
  });

  it('subscribes once the guest is known', async () => {
    const { backend } = await open();
    expect([backend.rounds, backend.scores, backend.messages].map(({ observers }) => observers.size)).toEqual([
      1, 1, 1,
    ]);
  });

  it('is not called a loss while it goes on', async () => {
    const { backend, state } = await open({ isLive: false });
    backend.report('Connecting');
    expect(state().connection).toBe('connecting');
  });

  it('passes on what is published', async () => {
    const { backend, state } = await open();
    backend.rounds.publish(roundStartingAt(1010));
    backend.scores.publish({ scores: { roundId: '1010', ...noVotes, love: 3, voters: 2 }, leaders: [] });
    backend.messages.publish({ id: 'a', nickname: 'Ada', text: 'Hello', sender: 'x', sentAt: 0 });
    expect(state()).toMatchObject({ round: { roundId: '1010' }, counts: { love: 3 }, messages: [{ id: 'a' }] });
  });

  it('passes over what came without the fields that screens need', async () => {
    const { backend, events } = await open();
    const before = [...events];
    backend.messages.publish(null);
    expect(events).toEqual(before);
  });
});

describe('a lost connection', () => {
  it('asks for the rounds just shown at first, and again after it', async () => {
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

  it('is told, and a snapshot fills the gap when it is back', async () => {
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

  it('does not stop the show: snapshots carry on', async () => {
    const { backend, state } = await open();
    backend.report('ConnectionDisrupted');
    await vi.advanceTimersByTimeAsync(10_000);
    backend.current = roundStartingAt(1010);
    await vi.advanceTimersByTimeAsync(5000);
    expect(state().round?.roundId).toBe('1010');
  });

  it('is built up anew when the backend answers but Amplify still waits', async () => {
    const { backend } = await open();
    const [before] = backend.rounds.observers;
    backend.report('ConnectionDisrupted');
    await vi.advanceTimersByTimeAsync(30_000);
    const [after] = backend.rounds.observers;
    expect(backend.rounds.observers.size).toBe(1);
    expect(after).not.toBe(before);
  });

  it('says so when the network is gone', async () => {
    const { backend, state } = await open();
    backend.report('ConnectionDisruptedPendingNetwork');
    expect(state().connection).toBe('offline');
  });
});

describe('a backend that is down', () => {
  it('is asked again until it answers', async () => {
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

describe('a call that is never answered', () => {
  it('for the guest does not end the snapshots, and comes too late when it is', async () => {
    const { backend, connection, events } = await open();
    let answer: (id: string) => void = () => undefined;
    vi.spyOn(backend.guest, 'id').mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const before = [...events];
    const { snapshotsTaken } = backend;
    connection.refresh();
    await vi.advanceTimersByTimeAsync(callTimeoutMs);
    answer('of before');
    await vi.advanceTimersByTimeAsync(0);
    expect(events).toEqual(before);
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.snapshotsTaken).toBe(snapshotsTaken + 1);
  });

  it('for the rounds just shown is made again with the next snapshot', async () => {
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
  it('is taken again after a while', async () => {
    const { backend } = await open();
    backend.messages.fail({ errors: [{ message: 'Connection failed: LimitExceededError' }] });
    expect(backend.messages.observers.size).toBe(0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.messages.observers.size).toBe(1);
    expect(backend.identities).toBe(1);
  });

  it('is not taken again after close', async () => {
    const { backend, connection } = await open();
    backend.messages.fail(new Error('down'));
    connection.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(backend.messages.observers.size + backend.rounds.observers.size).toBe(0);
  });
});

describe('a guest that the backend does not know any more', () => {
  it('gets one new identity, however many calls fail for it', async () => {
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

  it('keeps its identity for other failures, and where only one call finds fault with it', async () => {
    const { backend, connection } = await open();
    connection.report(unknownGuest);
    await vi.advanceTimersByTimeAsync(200);
    backend.failure = new TypeError('Failed to fetch');
    connection.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.identities).toBe(1);
  });

  it('gets ever more rarely another one where that does not help, and at once when it has helped in between', async () => {
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

  it('stays as it is where it cannot be forgotten', async () => {
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
  it('stays the guest that it is, and snapshots carry the show on', async () => {
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

describe('news that did not come', () => {
  it('is fetched when a round is overdue', async () => {
    const { backend, state } = await open();
    backend.current = roundStartingAt(1010);
    await vi.advanceTimersByTimeAsync(13_000);
    expect(state().round?.roundId).toBe('1010');
  });

  it('is fetched when there are scores of a round that nobody told of', async () => {
    const { backend, state } = await open();
    backend.current = roundStartingAt(1010);
    backend.scores.publish({ scores: { roundId: '1010', ...noVotes, voters: 0 }, leaders: [] });
    await vi.advanceTimersByTimeAsync(0);
    expect(state().round?.roundId).toBe('1010');
  });

  it('is not asked for while rounds come by themselves', async () => {
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
