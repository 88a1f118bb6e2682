import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { publishIntervalMs } from '../amplify/functions/tally/publish-lease';
import { pace } from '../amplify/limits';
import { noVotes } from '../amplify/show';
import { BackendError } from './backend-error';
import { roomOf } from './chat-room';
import { stepMs } from './count-up';
import { controlsWith, FakeBackend, roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { memoryStore } from './device-store';
import { ShowSession } from './show-session';
import { readVotes } from './stored-votes';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Cognito's refusal of a new identity. */
const tooMany = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });

function open(storage = memoryStore(), identities = 1, identityFailure: Error | null = null) {
  const backend = new FakeBackend();
  Object.assign(backend, { identities, identityFailure });
  backend.current = roundStartingAt(1000);
  const session = new ShowSession({ backend, initial: snapshotOf(backend.current), storage, random: () => 0.9 });
  return { backend, session, storage, close: session.start() };
}

describe('a session', () => {
  it('shows the snapshot of the rendered page and accepts votes at once', async () => {
    const { session, backend } = open();
    expect(session.vote('love')).toBe(true);
    expect(session.getState()).toMatchObject({
      round: { roundId: '1000' },
      counts: { love: 1 },
      ownVotes: { love: 1 },
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.ballots).toMatchObject([{ roundId: '1000', ...noVotes, love: 1 }]);
  });

  it('starts new totals in a new round and still sends the remaining votes of the previous one', async () => {
    const { session, backend } = open();
    session.vote('love');
    await vi.advanceTimersByTimeAsync(7000);
    backend.failure = new Error('down');
    session.vote('love');
    await vi.advanceTimersByTimeAsync(3050);
    backend.failure = null;
    backend.rounds.publish(roundStartingAt(1010));
    session.vote('hate');
    expect(session.getState()).toMatchObject({ counts: { love: 0, hate: 1 }, ownVotes: { love: 0, hate: 1 } });
    await vi.advanceTimersByTimeAsync(2000);
    expect(backend.ballots).toMatchObject([
      { roundId: '1000', love: 1 },
      { roundId: '1010', love: 0, hate: 1 },
      { roundId: '1000', love: 2 },
    ]);
  });

  it('does not send votes again under a new guest identity and stops showing them', async () => {
    const { session, backend, storage, close } = open();
    session.vote('love');
    session.vote('love');
    await vi.advanceTimersByTimeAsync(3000);
    backend.identities += 1;
    session.vote('love');
    await vi.advanceTimersByTimeAsync(3000);
    expect(backend.ballots.map(({ love }) => love)).toEqual([1, 2]);
    expect(session.getState()).toMatchObject({
      ownVotes: { love: 2 },
      counts: { love: 2 },
      refusedVotes: { roundId: '1000', votes: 1 },
    });
    close();

    const next = open(storage, backend.identities);
    next.session.vote('hate');
    await vi.advanceTimersByTimeAsync(3000);
    expect(next.backend.ballots).toEqual([]);
    next.backend.rounds.publish(roundStartingAt(1010));
    await vi.advanceTimersByTimeAsync(4000);
    expect(next.session.vote('hate')).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(next.backend.ballots).toMatchObject([{ roundId: '1010', hate: 1 }]);
  });

  it('refuses votes after the close of voting, before the end of the round', async () => {
    const { session } = open();
    await vi.advanceTimersByTimeAsync(7500);
    expect(session.vote('love')).toBe(false);
    expect(session.getState().counts).toEqual(noVotes);
  });

  it('restores its votes after a reload', async () => {
    const { session, storage, close } = open();
    session.vote('love');
    session.vote('love');
    close();
    const next = open(storage);
    expect(next.session.getState().ownVotes.love).toBe(2);
    next.session.vote('like');
    await vi.advanceTimersByTimeAsync(3000);
    expect(next.backend.ballots.at(-1)).toMatchObject({ love: 2, like: 1 });
  });

  it('holds votes for longer if the round before had a large audience', async () => {
    const { session, backend } = open();
    await vi.advanceTimersByTimeAsync(0);
    backend.rounds.publish({ ...roundStartingAt(1010), expectedVoters: 1_000_000 });
    session.vote('love');
    session.vote('love');
    // 1.2 times the longest hold: the random number of this session is 0.9.
    const [, holdMs] = pace.holdMs.at(-1) ?? [];
    await vi.advanceTimersByTimeAsync(1.2 * Number(holdMs) - 1);
    expect(backend.ballots).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2);
    expect(backend.ballots).toHaveLength(2);
  });

  it('sends held votes when the page is hidden', async () => {
    const { session, backend } = open();
    session.vote('love');
    session.vote('love');
    await vi.advanceTimersByTimeAsync(0);
    session.pageHidden();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.ballots).toHaveLength(2);
  });

  it('sends held votes of the previous round when the page is hidden', async () => {
    const { session, backend } = open();
    session.vote('love');
    await vi.advanceTimersByTimeAsync(7400);
    session.vote('love');
    backend.rounds.publish(roundStartingAt(1010));
    session.pageHidden();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.ballots.at(-1)).toMatchObject({ roundId: '1000', love: 2 });
  });

  it('sends held votes when it is closed and nothing after that', async () => {
    const { session, backend, close } = open();
    session.vote('love');
    await vi.advanceTimersByTimeAsync(7400);
    session.vote('love');
    backend.rounds.publish(roundStartingAt(1010));
    backend.failure = new Error('down');
    const castVotes = vi.spyOn(backend.client.mutations, 'castVotes');
    close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(castVotes.mock.calls).toMatchObject([[{ roundId: '1000', love: 2 }]]);
  });

  it('shows an own message once, although the subscription delivers it too', async () => {
    const { session, backend } = open();
    await vi.advanceTimersByTimeAsync(0);
    await session.sendMessage('Ada', 'Hello');
    backend.messages.publish({ id: '0:Ada-Hello', nickname: 'Ada', text: 'Hello', sender: '000000000001', sentAt: 0 });
    expect(session.getState().messages).toHaveLength(1);
    expect(session.getState().messages[0]?.sender).toBe(session.getState().sender);
  });

  it('rejects with the error of the backend', async () => {
    const { session, backend } = open();
    backend.failure = new Error('down');
    await expect(session.sendMessage('Ada', 'Hello')).rejects.toBe(backend.failure);
  });

  it('notifies listeners of changes until they unsubscribe', () => {
    const { session } = open();
    const listener = vi.fn();
    const stop = session.subscribe(listener);
    session.vote('love');
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    session.vote('love');
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('shows and keeps votes without an identity, and sends them when there is one', async () => {
    const { session, backend } = open(memoryStore(), 1, tooMany);
    await vi.advanceTimersByTimeAsync(0);
    session.vote('love');
    session.vote('love');
    await vi.advanceTimersByTimeAsync(5000);
    expect(session.getState()).toMatchObject({ connection: 'following', counts: { love: 2 }, ownVotes: { love: 2 } });
    expect(backend.ballots).toEqual([]);
    backend.identityFailure = null;
    session.vote('hate');
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.ballots).toMatchObject([{ roundId: '1000', love: 2, hate: 1 }]);
    expect(session.getState().refusedVotes).toBeNull();
  });

  it('says which votes do not count if the identity comes too late', async () => {
    const { session, backend } = open(memoryStore(), 1, tooMany);
    session.vote('love');
    await vi.advanceTimersByTimeAsync(14_000);
    expect(session.getState()).toMatchObject({ refusedVotes: { roundId: '1000', votes: 1 }, ownVotes: { love: 0 } });
    backend.identityFailure = null;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(backend.ballots).toEqual([]);
  });

  it('requests no identity for its calls while it waits for one', async () => {
    const { session, backend } = open(memoryStore(), 1, tooMany);
    await vi.advanceTimersByTimeAsync(0);
    const id = vi.spyOn(backend.guest, 'id');
    await expect(session.sendMessage('Ada', 'Hello')).rejects.toMatchObject({ type: 'NotJoined' });
    for (let seconds = 0; seconds < 10; seconds += 1) {
      session.vote('love');
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(id.mock.calls.length).toBeLessThan(5);
  });

  it('sends a message that waited for its identity once', async () => {
    const { session } = open();
    await session.sendMessage('Ada', 'Hello');
    expect(session.getState().messages).toHaveLength(1);
  });

  it('corrects a clearly wrong clock before the first response', () => {
    const backend = new FakeBackend();
    const initial = { ...snapshotOf(roundStartingAt(1000)), serverTime: 1_600_000 };
    expect(new ShowSession({ backend, initial, storage: memoryStore() }).clock.now()).toBe(1_600_000);
  });
});

describe('the counters of a session', () => {
  /** A session in a round that expects so many voters, and which may count up. */
  async function openLarge(expectedVoters: number, canCountUp: boolean) {
    const backend = new FakeBackend();
    backend.current = { ...roundStartingAt(1000), expectedVoters };
    const initial = snapshotOf(backend.current);
    const session = new ShowSession({ backend, initial, storage: memoryStore(), canCountUp: () => canCountUp });
    const close = session.start();
    await vi.advanceTimersByTimeAsync(0);
    const publish = (love: number) =>
      backend.scores.publish({ scores: { roundId: '1000', ...noVotes, love, voters: 9 }, leaders: [] });
    return { session, publish, close };
  }
  const steps = publishIntervalMs(50_000) / stepMs;

  it('count up until the next totals in a large audience, with own votes at once', async () => {
    const { session, publish } = await openLarge(50_000, true);
    publish(100 * steps);
    expect(session.getState().shown.love).toBe(100);
    session.vote('love');
    expect(session.getState().shown.love).toBe(101);
    await vi.advanceTimersByTimeAsync(stepMs);
    expect(session.getState().shown.love).toBe(201);
    await vi.advanceTimersByTimeAsync(publishIntervalMs(50_000) - 2 * stepMs);
    expect(session.getState().shown.love).toBe(100 * steps + 1);
  });

  it.each([
    ['in a small audience', 20, true],
    ['without motion', 50_000, false],
  ])('jump %s', async (_, voters, canCountUp) => {
    const { session, publish } = await openLarge(voters, canCountUp);
    publish(400);
    expect(session.getState().shown.love).toBe(400);
  });

  it('stop when the session is closed', async () => {
    const { session, publish, close } = await openLarge(50_000, true);
    publish(400);
    const { shown } = session.getState();
    close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(session.getState().shown).toEqual(shown);
  });
});

describe('an identity that is read too late', () => {
  it('neither sends votes of its round nor removes those of the current round from the storage', async () => {
    const { session, backend, storage } = open();
    await vi.advanceTimersByTimeAsync(9000);
    let answer: (id: string) => void = () => undefined;
    const { id } = backend.guest;
    backend.guest.id = () => new Promise((resolve) => (answer = resolve));
    session.vote('love');
    await vi.advanceTimersByTimeAsync(1000);
    backend.guest.id = id;
    backend.rounds.publish(roundStartingAt(1010));
    await vi.advanceTimersByTimeAsync(10_000);
    backend.rounds.publish(roundStartingAt(1020));
    session.vote('hate');
    await vi.advanceTimersByTimeAsync(0);
    answer(await id());
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.ballots.map(({ roundId }) => roundId)).toEqual(['1020']);
    expect(readVotes(storage, '1020').votes).toEqual({ ...noVotes, hate: 1 });
  });
});

describe('the chat room of a session', () => {
  /** The sender of the first identity of the fake backend. */
  const sender = '000000000001';
  const roundWith = (startsAt: number, rooms: number, expectedVoters = 0) => ({
    ...roundStartingAt(startsAt),
    rooms,
    expectedVoters,
  });

  it('follows from the guest, for listening and talking', async () => {
    const { session, backend } = open();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.getState().chatRoom).toEqual({ room: 0, rooms: 1 });
    backend.rounds.publish(roundWith(1010, 64));
    await vi.advanceTimersByTimeAsync(0);
    const room = roomOf(sender, 64);
    expect(room).toBeGreaterThan(0);
    expect(session.getState()).toMatchObject({ chatRoom: { room, rooms: 64 }, roomChange: { room, after: null } });
    expect(backend.roomsEntered).toEqual([0, room]);
    await session.sendMessage('Ada', 'Hello');
    expect(session.getState().messages).toMatchObject([{ id: `${room}:Ada-Hello` }]);
  });

  it('is entered directly if the rooms are known when the page is loaded', async () => {
    const backend = new FakeBackend();
    backend.current = roundWith(1000, 64);
    const session = new ShowSession({ backend, initial: snapshotOf(backend.current), storage: memoryStore() });
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.roomsEntered).toEqual([roomOf(sender, 64)]);
    expect(session.getState().roomChange).toBeNull();
  });

  it('is entered at once if the rooms are known from the first snapshot', async () => {
    const backend = new FakeBackend();
    backend.current = roundWith(1000, 64, 1_000_000);
    const session = new ShowSession({ backend, initial: null, storage: memoryStore(), random: () => 0.9 });
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.getState().chatRoom).toEqual({ room: roomOf(sender, 64), rooms: 64 });
  });

  it.each([0, -1, 1e9])('is the first one if a round names %i rooms', async (rooms) => {
    const { session, backend } = open();
    await vi.advanceTimersByTimeAsync(0);
    backend.rounds.publish(roundWith(1010, rooms));
    await vi.advanceTimersByTimeAsync(0);
    expect(session.getState().chatRoom).toEqual({ room: 0, rooms: 1 });
    expect(backend.roomsEntered).toEqual([0]);
  });

  it('is left at another time than that of others in a large audience', async () => {
    const { session, backend } = open();
    await vi.advanceTimersByTimeAsync(0);
    backend.rounds.publish(roundWith(1010, 64, 100_000));
    await vi.advanceTimersByTimeAsync(35_999);
    expect(session.getState().chatRoom).toEqual({ room: 0, rooms: 1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(session.getState().chatRoom).toMatchObject({ rooms: 64 });
  });

  it('changes with the guest identity', async () => {
    const { session, backend } = open();
    await vi.advanceTimersByTimeAsync(0);
    backend.rounds.publish(roundWith(1010, 64));
    await vi.advanceTimersByTimeAsync(0);
    backend.report('Connected');
    backend.identities += 1;
    session.pageShown();
    await vi.advanceTimersByTimeAsync(1);
    expect(session.getState().chatRoom?.room).toBe(roomOf('000000000002', 64));
  });

  it('is left at once if the backend does not know it any more', async () => {
    const { session, backend } = open();
    await vi.advanceTimersByTimeAsync(0);
    backend.rounds.publish(roundWith(1010, 64));
    await vi.advanceTimersByTimeAsync(0);
    // The screen has missed the new round.
    backend.current = roundWith(1020, 1, 100_000);
    backend.failure = new BackendError('NoSuchRoom', 'The room does not exist.');
    await expect(session.sendMessage('Ada', 'Hello')).rejects.toMatchObject({ type: 'NoSuchRoom' });
    backend.failure = null;
    await vi.advanceTimersByTimeAsync(1000);
    await vi.advanceTimersByTimeAsync(0);
    expect(session.getState().round?.roundId).toBe('1020');
    backend.failure = new BackendError('NoSuchRoom', 'The room does not exist.');
    await expect(session.sendMessage('Ada', 'Hello')).rejects.toMatchObject({ type: 'NoSuchRoom' });
    expect(session.getState().chatRoom).toEqual({ room: 0, rooms: 1 });
  });

  it('is always the same for a screen that belongs to nobody', async () => {
    const backend = new FakeBackend();
    backend.current = roundWith(1000, 64);
    const session = new ShowSession({ backend, initial: null, storage: memoryStore(), chatRoom: 0 });
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.getState().chatRoom).toEqual({ room: 0, rooms: 64 });
    expect(backend.roomsEntered).toEqual([0]);
  });

  it('is not changed after the session is closed', async () => {
    const { backend, close } = open();
    await vi.advanceTimersByTimeAsync(0);
    backend.rounds.publish(roundWith(1010, 64, 100_000));
    close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(backend.roomsEntered).toEqual([0]);
  });
});

describe('a closed session', () => {
  it('refuses votes', async () => {
    const { session, backend, close } = open();
    close();
    expect(session.vote('love')).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(backend.ballots).toEqual([]);
  });

  it('rejects messages', async () => {
    const { session, backend, close } = open();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    close();
    await expect(session.sendMessage('Ada', 'Hello')).rejects.toMatchObject({ type: 'SessionClosed' });
    expect(sendMessage).not.toHaveBeenCalled();
  });

  it('ignores the page being hidden and shown', async () => {
    const { session, backend, close } = open();
    close();
    session.pageHidden();
    session.pageShown();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(backend.snapshotsTaken).toBe(0);
  });

  it('ignores responses to calls made before', async () => {
    const { session, backend, close } = open();
    session.vote('love');
    const message = session.sendMessage('Ada', 'Hello');
    const listener = vi.fn();
    session.subscribe(listener);
    const state = session.getState();
    close();
    await message;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.getState()).toBe(state);
    expect(listener).not.toHaveBeenCalled();
    expect(backend.snapshotsTaken).toBe(0);
  });

  it('ignores failures of calls made before', async () => {
    const { session, backend, close } = open();
    backend.failure = Object.assign(new Error('Identity not found.'), { name: 'ResourceNotFoundException' });
    session.vote('love');
    const message = session.sendMessage('Ada', 'Hello');
    const state = session.getState();
    close();
    await expect(message).rejects.toBe(backend.failure);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.getState()).toBe(state);
    expect(backend.identities).toBe(1);
  });

  it('can be opened again', async () => {
    const { session, backend, close } = open();
    await vi.advanceTimersByTimeAsync(0);
    backend.report('Connected');
    session.vote('love');
    session.vote('love');
    close();
    const closeAgain = session.start();
    close();
    expect(session.getState().connection).toBe('connecting');
    await vi.advanceTimersByTimeAsync(0);
    backend.report('Connected');
    expect([backend.rounds, backend.scores, backend.messages].map(({ observers }) => observers.size)).toEqual([
      1, 1, 1,
    ]);
    session.vote('like');
    await vi.advanceTimersByTimeAsync(3000);
    expect(backend.ballots.at(-1)).toMatchObject({ love: 2, like: 1 });
    backend.rounds.publish(roundStartingAt(1010));
    expect(session.getState()).toMatchObject({ connection: 'live', round: { roundId: '1010' } });
    closeAgain();
    expect(backend.rounds.observers.size).toBe(0);
  });

  it('cannot be opened twice at the same time', () => {
    const { session } = open();
    expect(() => session.start()).toThrow('already open');
  });
});

describe('the conversation of a tab', () => {
  const message = { id: '0:a', nickname: 'Bob', text: 'Hello', sender: '00000000000b', sentAt: 1_000_000 };

  async function visit(store = memoryStore()) {
    const backend = new FakeBackend();
    backend.current = roundStartingAt(1000);
    const options = { backend, initial: snapshotOf(backend.current), storage: memoryStore(), random: () => 0.9 };
    const session = new ShowSession({ ...options, visit: store });
    const restored = session.getState();
    const close = session.start();
    await vi.advanceTimersByTimeAsync(0);
    return { backend, session, restored, close, store };
  }

  it('is restored after the page was left, with own messages as own', async () => {
    const before = await visit();
    before.backend.messages.publish(message);
    before.session.pageHidden();
    const { restored, session, backend } = await visit(before.store);
    expect(restored).toMatchObject({ messages: [message], sender: null, senderBeforeReload: '000000000001' });
    expect(session.getState()).toMatchObject({ messages: [message], roomChange: null });
    backend.messages.publish(message);
    expect(session.getState().messages).toEqual([message]);
  });

  it('is not written with each message', async () => {
    const { backend, store, close } = await visit();
    const write = vi.spyOn(store, 'setItem');
    backend.messages.publish(message);
    expect(write).not.toHaveBeenCalled();
    close();
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('is followed by the change of the room, if there was one', async () => {
    const before = await visit();
    before.backend.messages.publish(message);
    before.session.pageHidden();
    const { backend, session } = await visit(before.store);
    backend.rounds.publish({ ...roundStartingAt(1010), rooms: 64 });
    await vi.advanceTimersByTimeAsync(1000);
    const room = roomOf('000000000001', 64);
    expect(session.getState().roomChange).toEqual({ room, rooms: 64, after: message.id });
  });
});

describe('what hosts do', () => {
  it('ends voting at once when they skip a movie, and the held votes count', async () => {
    const { session, backend } = open();
    session.vote('love');
    await vi.advanceTimersByTimeAsync(1000);
    session.vote('love');
    backend.controls.publish(controlsWith({ endedRound: '1000', endedAt: 1001 }));
    expect(session.vote('love')).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.ballots.at(-1)).toEqual({ roundId: '1000', ...noVotes, love: 2, endsAt: 1010 });
    expect(session.getState().round).toMatchObject({ endedAt: 1001, nextAt: 1010 });
  });

  it('takes no votes while they pause the show', async () => {
    const { session, backend } = open();
    await vi.advanceTimersByTimeAsync(100);
    backend.controls.publish(controlsWith({ isPaused: true }));
    expect(session.vote('love')).toBe(false);
    backend.controls.publish(controlsWith({}));
    expect(session.vote('love')).toBe(true);
  });

  it('gets reports of messages', async () => {
    const { session, backend } = open();
    await session.reportMessage({ id: '0:a', nickname: 'Bob', text: 'Boo', sender: 'b', sentAt: 0 });
    expect(backend.reports).toEqual(['0:a']);
  });

  it('is not stored with the conversation if it removes a message', async () => {
    const visit = memoryStore();
    const backend = new FakeBackend();
    backend.current = roundStartingAt(1000);
    const session = new ShowSession({ backend, initial: snapshotOf(backend.current), storage: memoryStore(), visit });
    session.start();
    await vi.advanceTimersByTimeAsync(100);
    const message = { nickname: 'Bob', text: 'Boo', sender: 'b', sentAt: Date.now() };
    for (const id of ['0:a', '0:b']) backend.messages.publish({ ...message, id });
    backend.controls.publish(controlsWith({ removedMessages: ['0:a'] }));
    session.pageHidden();
    const reloaded = new ShowSession({ backend, initial: null, storage: memoryStore(), visit });
    expect(reloaded.getState().messages.map(({ id }) => id)).toEqual(['0:b']);
  });
});
