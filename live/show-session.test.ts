import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noVotes } from '../amplify/show';
import { FakeBackend, roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { memoryStore } from './device-store';
import { ShowSession } from './show-session';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

function open(storage = memoryStore(), identities = 1) {
  const backend = new FakeBackend();
  backend.identities = identities;
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
    await vi.advanceTimersByTimeAsync(9900);
    session.vote('love');
    await vi.advanceTimersByTimeAsync(150);
    backend.rounds.publish(roundStartingAt(1010));
    session.vote('hate');
    expect(session.getState()).toMatchObject({ counts: { love: 0, hate: 1 }, ownVotes: { love: 0, hate: 1 } });
    await vi.advanceTimersByTimeAsync(1000);
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

  it('refuses votes after the end of the round', async () => {
    const { session, backend } = open();
    backend.failure = new Error('down');
    await vi.advanceTimersByTimeAsync(10_000);
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
    await vi.advanceTimersByTimeAsync(9900);
    session.vote('love');
    await vi.advanceTimersByTimeAsync(150);
    backend.rounds.publish(roundStartingAt(1010));
    session.pageHidden();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.ballots.at(-1)).toMatchObject({ roundId: '1000', love: 2 });
  });

  it('sends held votes when it is closed and nothing after that', async () => {
    const { session, backend, close } = open();
    session.vote('love');
    await vi.advanceTimersByTimeAsync(9900);
    session.vote('love');
    await vi.advanceTimersByTimeAsync(150);
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
    backend.messages.publish({ id: 'Ada-Hello', nickname: 'Ada', text: 'Hello', sender: '000000000001', sentAt: 0 });
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

  it('corrects a clearly wrong clock before the first response', () => {
    const backend = new FakeBackend();
    const initial = { ...snapshotOf(roundStartingAt(1000)), serverTime: 1_600_000 };
    expect(new ShowSession({ backend, initial, storage: memoryStore() }).clock.now()).toBe(1_600_000);
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
