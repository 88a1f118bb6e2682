import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../amplify/limits';
import { memoryStore } from './device-store';
import { FakeBackend, roundStartingAt } from './fake-backend.fixture';
import { GuestVotes } from './guest-votes';
import type { ShowEvent } from './show-reducer';
import { readVotes } from './stored-votes';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

function open({ joined = () => Promise.resolve() } = {}) {
  const backend = new FakeBackend();
  const storage = memoryStore();
  const events: ShowEvent[] = [];
  const onFailure = vi.fn();
  const votes = new GuestVotes({
    backend,
    storage,
    joined,
    dispatch: (event) => events.push(event),
    onFailure,
    now: Date.now,
    pace: () => ({ holdMs: 2000, endSpreadMs: 300 }),
    random: () => 0.5,
  });
  return { backend, storage, events, onFailure, votes };
}

describe('the votes of a guest', () => {
  it('are not accepted before a round or after voting closes', async () => {
    const { votes } = open();
    expect(votes.vote('love')).toBe(false);
    votes.follow(roundStartingAt(1000));
    expect(votes.vote('love')).toBe(true);
    await vi.advanceTimersByTimeAsync((limits.roundSeconds - limits.resultSeconds) * 1000);
    expect(votes.vote('love')).toBe(false);
  });

  it('go to their own round, also if they are held when the next one starts', async () => {
    const { backend, votes } = open();
    votes.follow(roundStartingAt(1000));
    votes.vote('love');
    await vi.advanceTimersByTimeAsync(7400);
    votes.vote('love');
    votes.follow(roundStartingAt(1010));
    votes.vote('hate');
    votes.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.ballots.map(({ roundId, love, hate }) => [roundId, love, hate])).toEqual([
      ['1000', 1, 0],
      ['1010', 0, 1],
      ['1000', 2, 0],
    ]);
  });

  it('are told as known when they are accepted, and stored with the guest who cast them', async () => {
    const { events, storage, votes } = open();
    votes.follow(roundStartingAt(1000));
    votes.vote('love');
    await vi.advanceTimersByTimeAsync(0);
    expect(events.at(-1)).toMatchObject({ type: 'ownVotesKnown', roundId: '1000', votes: { love: 1 } });
    expect(readVotes(storage, '1000')).toMatchObject({ guest: '000000000001' });
  });

  it('are repeated after a failure, which is reported', async () => {
    const { backend, events, onFailure, votes } = open();
    backend.failure = new Error('down');
    votes.follow(roundStartingAt(1000));
    votes.vote('love');
    await vi.advanceTimersByTimeAsync(0);
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(backend.failure);
    expect(events.at(-1)).toEqual({ type: 'votesDelayed', roundId: '1000' });
    backend.failure = null;
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.ballots).toMatchObject([{ roundId: '1000', love: 1 }]);
  });

  it('are not sent if an identity comes after the grace period, and leave stored votes alone', async () => {
    let join: () => void = () => undefined;
    const { backend, storage, votes } = open({ joined: () => new Promise<void>((resolve) => (join = resolve)) });
    votes.follow(roundStartingAt(1000));
    votes.vote('love');
    await vi.advanceTimersByTimeAsync((limits.roundSeconds + limits.graceSeconds) * 1000 + 1);
    votes.follow(roundStartingAt(1010));
    votes.vote('hate');
    const before = readVotes(storage, '1010');
    join();
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.ballots.filter(({ roundId }) => roundId === '1000')).toEqual([]);
    expect(readVotes(storage, '1010').votes).toEqual(before.votes);
  });

  it('are not sent after the end', async () => {
    const { backend, votes } = open();
    votes.follow(roundStartingAt(1000));
    votes.vote('love');
    await vi.advanceTimersByTimeAsync(0);
    votes.vote('love');
    votes.close();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(backend.ballots).toHaveLength(1);
    expect(votes.vote('love')).toBe(false);
  });
});
