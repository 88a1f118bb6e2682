import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from './fake-backend.fixture';
import { overlapMs, subscribe } from './subscriptions';
import { deviceTime } from './time';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const backend = new FakeBackend();
  const handlers = { round: vi.fn(), scores: vi.fn(), message: vi.fn(), controls: vi.fn(), error: vi.fn() };
  const subscriptions = subscribe(backend.client, 3, handlers, { elapsed: deviceTime.elapsed, random: () => 0 });
  return { backend, handlers, ...subscriptions };
}

describe('a subscription that failed', () => {
  it('is retried with a growing delay', async () => {
    const { backend } = open();
    for (const delayMs of [500, 1000, 2000]) {
      backend.rounds.fail(new Error('down'));
      await vi.advanceTimersByTimeAsync(delayMs - 1);
      expect(backend.rounds.observers.size).toBe(0);
      await vi.advanceTimersByTimeAsync(1);
      expect(backend.rounds.observers.size).toBe(1);
    }
  });

  it('is retried with the shortest delay if it lasted a minute', async () => {
    const { backend } = open();
    backend.rounds.fail(new Error('down'));
    await vi.advanceTimersByTimeAsync(500 + 60_001);
    backend.rounds.fail(new Error('down'));
    await vi.advanceTimersByTimeAsync(500);
    expect(backend.rounds.observers.size).toBe(1);
  });

  it.each([-3_600_000, 3_600_000])(
    'is retried with the same delay if the wall clock was set by %i ms',
    async (changeMs) => {
      const { backend } = open();
      backend.rounds.fail(new Error('down'));
      await vi.advanceTimersByTimeAsync(500 + 60_001);
      vi.setSystemTime(Date.now() + changeMs);
      backend.rounds.fail(new Error('down'));
      await vi.advanceTimersByTimeAsync(500);
      expect(backend.rounds.observers.size).toBe(1);
      vi.setSystemTime(Date.now() + changeMs);
      backend.rounds.fail(new Error('down'));
      await vi.advanceTimersByTimeAsync(999);
      expect(backend.rounds.observers.size).toBe(0);
    },
  );
});

describe('a subscription that was ended', () => {
  it('reports nothing', async () => {
    const { backend, handlers, stop } = open();
    const observers = [...backend.messages.observers];
    stop();
    observers.forEach((observer) => {
      observer.next({ id: 'a', nickname: 'Ada', text: 'Hello', sender: 'x', sentAt: 0 });
      observer.error(new Error('down'));
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(handlers.message).not.toHaveBeenCalled();
    expect(handlers.error).not.toHaveBeenCalled();
    expect(backend.messages.observers.size).toBe(0);
  });
});

describe('a screen that changes its chat room', () => {
  it('subscribes to the new room first and leaves the old one later; the others stay', async () => {
    const { backend, enterRoom } = open();
    const before = [...backend.rounds.observers, ...backend.scores.observers];
    const [old] = backend.messages.observers;
    enterRoom(11);
    expect(backend.roomsEntered).toEqual([3, 11]);
    expect(backend.messages.observers.size).toBe(2);
    await vi.advanceTimersByTimeAsync(overlapMs);
    expect(backend.messages.observers.size).toBe(1);
    expect([...backend.messages.observers]).not.toContain(old);
    expect([...backend.rounds.observers, ...backend.scores.observers]).toEqual(before);
  });

  it('stays where it is if it is there already', () => {
    const { backend, enterRoom } = open();
    enterRoom(3);
    expect(backend.roomsEntered).toEqual([3]);
  });

  it('retries the new room if its subscription fails', async () => {
    const { backend, enterRoom } = open();
    enterRoom(11);
    await vi.advanceTimersByTimeAsync(overlapMs);
    backend.messages.fail(new Error('down'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(backend.roomsEntered).toEqual([3, 11, 11]);
  });

  it('leaves both rooms if it stops in the meantime', async () => {
    const { backend, enterRoom, stop } = open();
    enterRoom(11);
    enterRoom(27);
    stop();
    expect(backend.messages.observers.size).toBe(0);
    await vi.advanceTimersByTimeAsync(2 * overlapMs);
    expect(backend.roomsEntered).toEqual([3, 11, 27]);
  });
});
