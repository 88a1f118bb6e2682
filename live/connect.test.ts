import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noVotes } from '../amplify/show';
import { callTimeoutMs } from './with-timeout';
import { sampleLifetimeMs, ServerClock } from './clock';
import { connect } from './connect';
import { FakeBackend, roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { countedAtMs, phaseAt } from './phase';
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

const scoresOf = (roundId: string) => ({ scores: { roundId, ...noVotes, voters: 0 }, leaders: [] });

const unknownGuest = Object.assign(new Error('Identity not found.'), { name: 'ResourceNotFoundException' });

/** A screen connected to a backend whose current round starts now. */
async function open({ isLive = true, backend = new FakeBackend(), random = 0 } = {}) {
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
    round: () => state.round,
    voters: () => 0,
    chatRoom: () => 0,
    elapsed: deviceTime.elapsed,
    random: () => random,
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
  it('requests a public snapshot, and one of the backend when the subscriptions are confirmed', async () => {
    const { backend, state } = await open();
    expect(state()).toMatchObject({ round: { roundId: '1000' }, connection: 'live', sender: '000000000001' });
    expect([backend.publicSnapshotsTaken, backend.snapshotsTaken]).toEqual([1, 1]);
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

describe('a page that has no identity yet', () => {
  const throttled = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });

  async function openWaiting() {
    const backend = new FakeBackend();
    backend.identityFailure = throttled;
    return open({ isLive: false, backend });
  }

  it('says so, and follows the rounds, totals and leaderboard without asking the backend', async () => {
    const { backend, state } = await openWaiting();
    for (const startsAt of [1010, 1020, 1030]) {
      await vi.advanceTimersByTimeAsync(startsAt * 1000 - Date.now());
      backend.current = roundStartingAt(startsAt);
      backend.love = 0;
      await vi.advanceTimersByTimeAsync(2000);
      expect(state().round?.roundId).toBe(String(startsAt));
      backend.love = startsAt;
      await vi.advanceTimersByTimeAsync(5000);
      expect(state()).toMatchObject({ connection: 'following', counts: { love: startsAt }, sender: null });
    }
    expect(backend.snapshotsTaken).toBe(0);
    expect(backend.rounds.observers.size).toBe(0);
  });

  it('goes live when it has one', async () => {
    const { backend, state } = await openWaiting();
    await vi.advanceTimersByTimeAsync(5000);
    backend.identityFailure = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state()).toMatchObject({ connection: 'connecting', sender: '000000000001' });
    backend.report('Connecting');
    backend.report('Connected');
    backend.acknowledge();
    await vi.advanceTimersByTimeAsync(200);
    expect(state().connection).toBe('live');
    expect(backend.snapshotsTaken).toBe(1);
  });

  it('asks for one at once when its guest votes or writes, or when the page is shown again', async () => {
    const { backend, connection, state } = await openWaiting();
    await vi.advanceTimersByTimeAsync(40_000);
    backend.identityFailure = null;
    connection.join();
    await vi.advanceTimersByTimeAsync(0);
    expect(state().sender).not.toBeNull();

    const other = await openWaiting();
    await vi.advanceTimersByTimeAsync(40_000);
    other.backend.identityFailure = null;
    other.connection.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(other.state().sender).not.toBeNull();
  });

  it('is connecting, not following, while it sees no rounds either', async () => {
    const { backend, state } = await openWaiting();
    expect(state().connection).toBe('following');
    backend.publicFailure = new TypeError('Failed to fetch');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state().connection).toBe('connecting');
    backend.publicFailure = null;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(state().connection).toBe('following');
  });

  it('is never blocked, since it has not tried to open a WebSocket', async () => {
    const { state } = await openWaiting();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(state().connection).toBe('following');
  });

  it('replaces a stored identity that Cognito rejects', async () => {
    const backend = new FakeBackend();
    vi.spyOn(backend.guest, 'id').mockRejectedValueOnce(unknownGuest);
    const { state } = await open({ backend });
    expect(state()).toMatchObject({ connection: 'live', sender: '000000000002' });
  });

  it('does not subscribe while a rejected identity is being replaced', async () => {
    const { backend, connection, state } = await open();
    backend.failure = unknownGuest;
    vi.spyOn(backend.guest, 'forget').mockImplementation(() => {
      Object.assign(backend, { identities: 2, identityFailure: throttled });
      return Promise.resolve();
    });
    connection.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.rounds.observers.size).toBe(0);
    backend.report('Disconnected');
    backend.failure = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state().connection).toBe('following');
    expect(backend.rounds.observers.size).toBe(0);
    backend.identityFailure = null;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state().sender).toBe('000000000002');
    expect(backend.rounds.observers.size).toBe(1);
  });
});

describe('the recent rounds', () => {
  const result = (roundId: string, love = 0) => ({
    roundId,
    title: roundId,
    poster: '/p.svg',
    ...noVotes,
    love,
    voters: 0,
  });

  /** Publishes every round that starts within a time, as a backend does. */
  async function passRounds(backend: FakeBackend, ms: number) {
    for (const untilMs = Date.now() + ms; Date.now() < untilMs;) {
      await vi.advanceTimersByTimeAsync(10_000 - (Date.now() % 10_000));
      backend.rounds.publish(roundStartingAt(Date.now() / 1000));
      backend.current = roundStartingAt(Date.now() / 1000);
    }
  }

  it('come with public snapshots, never with a request to the backend', async () => {
    const backend = new FakeBackend();
    const recentRounds = vi.spyOn(backend.client.queries, 'recentRounds');
    backend.recent = [result('990')];
    const { state } = await open({ backend });
    expect(state().recentRounds).toEqual([result('990')]);
    backend.report('ConnectionDisrupted');
    backend.recent = [result('980'), result('990', 1)];
    await vi.advanceTimersByTimeAsync(12_000);
    expect(state().recentRounds).toEqual([result('990', 1), result('980')]);
    expect(recentRounds).not.toHaveBeenCalled();
  });

  it('are completed once after the screen is live, from an answer that a cache had not kept since before', async () => {
    const { backend, state } = await open();
    const before = backend.publicSnapshotsTaken;
    await vi.advanceTimersByTimeAsync(6000);
    expect(backend.publicSnapshotsTaken).toBe(before);
    backend.recent = [result('990', 7)];
    await passRounds(backend, 300_000);
    expect(state().recentRounds.length).toBeGreaterThan(1);
    expect(backend.publicSnapshotsTaken).toBe(before + 1);

    backend.report('ConnectionDisrupted');
    backend.report('Connected');
    backend.acknowledge();
    backend.recent = [result('1290', 7)];
    await passRounds(backend, 60_000);
    expect(state().recentRounds).toContainEqual(expect.objectContaining({ roundId: '1290', love: 7 }));
    expect(backend.publicSnapshotsTaken).toBe(before + 2);
  });

  it.each<[string, FakeBackend['publicSnapshot']]>([
    ['fail', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['have no recent rounds', () => Promise.resolve({ snapshot: snapshotOf(null), maxAgeMs: 1000 })],
    ['are too old', () => Promise.resolve({ snapshot: { ...snapshotOf(null), recentRounds: [] }, maxAgeMs: 30_000 })],
  ])('are requested again while public snapshots %s, but not from the backend', async (_what, answer) => {
    const { backend, state } = await open();
    const { snapshotsTaken } = backend;
    const failing = vi.spyOn(backend, 'publicSnapshot').mockImplementation(answer);
    await passRounds(backend, 12_000);
    expect(failing.mock.calls.length).toBeGreaterThan(0);
    failing.mockRestore();
    backend.recent = [result('990', 7)];
    await passRounds(backend, 40_000);
    expect(state().recentRounds).toContainEqual(result('990', 7));
    expect(backend.snapshotsTaken).toBe(snapshotsTaken);
  });
});

describe('a lost connection', () => {
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

  it('is replaced by polling within seconds, not when the round is overdue', async () => {
    const { backend, state } = await open();
    const before = backend.publicSnapshotsTaken;
    backend.love = 3;
    backend.report('ConnectionDisrupted');
    await vi.advanceTimersByTimeAsync(3000);
    expect(backend.publicSnapshotsTaken).toBeGreaterThan(before);
    expect(state()).toMatchObject({ connection: 'reconnecting', counts: { love: 3 } });
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

  it('follows public snapshots, or those of the backend if there are none', async () => {
    const { backend, state } = await open({ isLive: false });
    await vi.advanceTimersByTimeAsync(40_000);
    const { snapshotsTaken } = backend;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(backend.snapshotsTaken).toBe(snapshotsTaken);
    backend.publicFailure = new TypeError('Failed to fetch');
    backend.current = roundStartingAt(1060);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state()).toMatchObject({ connection: 'blocked', round: { roundId: '1060' } });
    expect(backend.snapshotsTaken).toBeGreaterThan(snapshotsTaken);
  });

  it.each([0, 0.5, 0.999])('shows the votes of the last seconds before the result (random: %d)', async (random) => {
    const { backend, state } = await open({ isLive: false, random });
    for (const startsAt of [1010, 1020, 1030, 1040, 1050]) {
      await vi.advanceTimersByTimeAsync(startsAt * 1000 - Date.now());
      Object.assign(backend, { current: roundStartingAt(startsAt), love: 0 });
      await vi.advanceTimersByTimeAsync(countedAtMs(roundStartingAt(startsAt)) - Date.now());
      backend.love = startsAt;
      await vi.advanceTimersByTimeAsync(1500);
      expect(phaseAt(state().round, Date.now())).toBe('result');
      expect(state()).toMatchObject({ round: { roundId: String(startsAt) }, counts: { love: startsAt } });
    }
    expect(state().connection).toBe('blocked');
  });

  it('asks the backend instead of a public snapshot that does not arrive', async () => {
    const { backend, state } = await open({ isLive: false });
    await vi.advanceTimersByTimeAsync(40_000);
    vi.spyOn(backend, 'publicSnapshot').mockReturnValue(new Promise(() => undefined));
    backend.current = roundStartingAt(1040);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(state()).toMatchObject({ connection: 'blocked', round: { roundId: '1040' } });
  });

  it('asks the backend about a rejected call, not about each attempt to subscribe', async () => {
    const { backend, connection } = await open({ isLive: false });
    await vi.advanceTimersByTimeAsync(40_000);
    const { snapshotsTaken } = backend;
    backend.messages.fail(unauthorized);
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.snapshotsTaken).toBe(snapshotsTaken);
    connection.report(unknownGuest);
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.snapshotsTaken).toBe(snapshotsTaken + 1);
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
    const { publicSnapshotsTaken } = backend;
    await vi.advanceTimersByTimeAsync(16_000);
    expect(backend.publicSnapshotsTaken).toBeGreaterThan(publicSnapshotsTaken);
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
      round: () => null,
      voters: () => 0,
      chatRoom: () => 0,
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

describe('a backend that hangs while its WebSocket stays open', () => {
  const failure = new TypeError('Failed to fetch');

  async function openSilent() {
    const screen = await open();
    screen.backend.failure = failure;
    await vi.advanceTimersByTimeAsync(9000);
    expect(screen.state().connection).toBe('live');
    await vi.advanceTimersByTimeAsync(5000);
    expect(screen.state().connection).toBe('reconnecting');
    return screen;
  }

  it('is not called live once a round is overdue, and again when it answers', async () => {
    const { backend, state } = await openSilent();
    backend.report('ConnectedPendingKeepAlive');
    expect(state().connection).toBe('reconnecting');
    backend.failure = null;
    backend.current = roundStartingAt(1030);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state()).toMatchObject({ connection: 'live', round: { roundId: '1030' } });
  });

  it.each<[string, (backend: FakeBackend) => void]>([
    ['a round arrives', (backend) => backend.rounds.publish(roundStartingAt(1020))],
    ['scores arrive', (backend) => backend.scores.publish(scoresOf('1000'))],
    ['Amplify hears from it', (backend) => backend.report('Connected')],
  ])('is live again when %s', async (_what, send) => {
    const { backend, state } = await openSilent();
    send(backend);
    expect(state().connection).toBe('live');
  });

  it('stays live while only requests in the middle of a round fail', async () => {
    const { backend, connection, state } = await open();
    backend.failure = failure;
    connection.refresh();
    await vi.advanceTimersByTimeAsync(5000);
    expect(state().connection).toBe('live');
  });

  it('is offline without a network, also after that', async () => {
    const { backend, state } = await openSilent();
    backend.report('ConnectedPendingNetwork');
    expect(state().connection).toBe('offline');
  });
});

describe('a call without a response', () => {
  it('for the guest identity does not stop polling, and a late response is ignored', async () => {
    const { backend, events } = await open();
    let respond: (id: string) => void = () => undefined;
    vi.spyOn(backend.guest, 'id').mockReturnValueOnce(new Promise((resolve) => (respond = resolve)));
    const before = [...events];
    const { snapshotsTaken } = backend;
    backend.acknowledge();
    await vi.advanceTimersByTimeAsync(100 + callTimeoutMs);
    respond('late');
    await vi.advanceTimersByTimeAsync(0);
    expect(events).toEqual(before);
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.snapshotsTaken).toBe(snapshotsTaken + 1);
  });
});

describe('a closed connection', () => {
  it('reports nothing and calls nothing', async () => {
    const { backend, connection, events } = await open();
    const listeners = [...backend.listeners];
    const { snapshotsTaken } = backend;
    const before = [...events];
    const publicSnapshot = vi.spyOn(backend, 'publicSnapshot');
    connection.close();
    listeners.forEach((listener) =>
      listener({ event: 'ConnectionStateChange', data: { connectionState: 'Connecting' } }),
    );
    connection.refresh();
    connection.report(unknownGuest);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toEqual(before);
    expect(backend.snapshotsTaken).toBe(snapshotsTaken);
    expect(publicSnapshot).not.toHaveBeenCalled();
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

describe('a chat room', () => {
  it('is entered without a snapshot, as many screens do so at the same time', async () => {
    const { backend, connection } = await open();
    const { snapshotsTaken } = backend;
    connection.enterRoom(5);
    backend.acknowledge('subscription ($room: Int) { onMessage(room: $room) { id } }');
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.roomsEntered).toEqual([0, 5]);
    expect(backend.snapshotsTaken).toBe(snapshotsTaken);
  });
});

describe('what is requested from the backend while the screen is live', () => {
  it('is a snapshot after each subscription, again until it arrives', async () => {
    const { backend, state } = await open({ isLive: false });
    backend.failure = new TypeError('Failed to fetch');
    backend.report('Connected');
    backend.acknowledge();
    await vi.advanceTimersByTimeAsync(200);
    expect(backend.snapshotsTaken).toBe(0);
    backend.failure = null;
    backend.love = 5;
    await vi.advanceTimersByTimeAsync(2000);
    expect(backend.snapshotsTaken).toBe(1);
    expect(state().counts.love).toBe(5);
  });

  it('is a sample of the clock each hour', async () => {
    const { backend } = await open();
    const until = async (ms: number) => {
      while (Date.now() < ms) {
        await vi.advanceTimersByTimeAsync(10_000 - (Date.now() % 10_000));
        backend.rounds.publish(roundStartingAt(Date.now() / 1000));
      }
    };
    await until(1_000_000 + sampleLifetimeMs - 20_000);
    expect(backend.snapshotsTaken).toBe(1);
    await until(1_000_000 + 2 * sampleLifetimeMs + 30_000);
    expect(backend.snapshotsTaken).toBe(3);
  });

  it('is nothing when the page is shown again or its round is late', async () => {
    const { backend, connection, state } = await open();
    connection.refresh();
    await vi.advanceTimersByTimeAsync(120_000);
    backend.current = roundStartingAt(1120);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(state().round?.roundId).toBe('1120');
    expect(backend.snapshotsTaken).toBe(1);
  });

  it('is a snapshot if its round is late and public snapshots fail', async () => {
    const { backend, state } = await open();
    backend.publicFailure = new TypeError('Failed to fetch');
    backend.current = roundStartingAt(1010);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(state().round?.roundId).toBe('1010');
  });
});

describe('a missed publication', () => {
  it('is recovered when a round is overdue', async () => {
    const { backend, state } = await open();
    backend.current = roundStartingAt(1010);
    await vi.advanceTimersByTimeAsync(13_000);
    expect(state().round?.roundId).toBe('1010');
    expect(backend.snapshotsTaken).toBe(1);
  });

  it('is recovered when scores of an unknown round arrive, without the backend, as every screen may miss it', async () => {
    const { backend, state } = await open();
    await vi.advanceTimersByTimeAsync(10_000);
    const scores = { scores: { roundId: '1010', ...noVotes, voters: 0 }, leaders: [] };
    backend.scores.publish(scores);
    await vi.advanceTimersByTimeAsync(500);
    backend.scores.publish(scores);
    backend.current = roundStartingAt(1010);
    await vi.advanceTimersByTimeAsync(1000);
    expect(state().round?.roundId).toBe('1010');
    expect(backend.snapshotsTaken).toBe(1);
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
