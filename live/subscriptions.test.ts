import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from './fake-backend.fixture';
import { subscribe } from './subscriptions';
import { deviceTime } from './time';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const backend = new FakeBackend();
  const handlers = { round: vi.fn(), scores: vi.fn(), message: vi.fn(), error: vi.fn() };
  const stop = subscribe(backend.client, handlers, { elapsed: deviceTime.elapsed, random: () => 0 });
  return { backend, handlers, stop };
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
