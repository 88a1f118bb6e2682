import { beforeEach, describe, expect, it, vi } from 'vitest';
import { StateListeners } from './state-listeners';

describe('a listener', () => {
  let now: number;
  let pending: { at: number; callback: () => void } | null;
  let listeners: StateListeners;
  const listener = vi.fn();

  const advance = (ms: number) => {
    now += ms;
    if (pending && pending.at <= now) {
      const { callback } = pending;
      pending = null;
      callback();
    }
  };

  beforeEach(() => {
    [now, pending] = [1000, null];
    listener.mockReset();
    listeners = new StateListeners({
      minIntervalMs: 200,
      elapsed: () => now,
      schedule: (delayMs, callback) => {
        pending = { at: now + delayMs, callback };
        return () => (pending = null);
      },
    });
    listeners.add(listener);
  });

  it('is notified of every change', () => {
    listeners.notify();
    listeners.notify();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('is told whether a change answers the guest', () => {
    listeners.notify(true);
    listeners.notify();
    advance(300);
    listeners.notifyThrottled();
    expect(listener.mock.calls).toEqual([[true], [false], [false]]);
  });

  it('is notified at once of a frequent change after the interval', () => {
    listeners.notifyThrottled();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('is notified once of changes in quick succession when the interval is over', () => {
    listeners.notifyThrottled();
    for (let change = 0; change < 10; change++) {
      advance(15);
      listeners.notifyThrottled();
    }
    expect(listener).toHaveBeenCalledTimes(1);
    advance(50);
    expect(listener).toHaveBeenCalledTimes(2);
    advance(1000);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('is not notified again if another change has notified it', () => {
    listeners.notifyThrottled();
    listeners.notifyThrottled();
    listeners.notify();
    advance(1000);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('is notified although another one throws, whose error is reported', () => {
    const error = new Error('broken');
    const reported = vi.fn();
    vi.stubGlobal('queueMicrotask', (callback: () => void) => {
      try {
        callback();
      } catch (thrown) {
        reported(thrown);
      }
    });
    listeners = new StateListeners({ minIntervalMs: 1000, elapsed: () => now, schedule: () => () => undefined });
    listeners.add(() => {
      throw error;
    });
    listeners.add(listener);
    listeners.notify();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(reported).toHaveBeenCalledWith(error);
    vi.unstubAllGlobals();
  });

  it('is not notified after it is removed or notifications are cancelled', () => {
    const [other, stop] = [vi.fn(), listeners.add(listener)];
    listeners.add(other);
    stop();
    listeners.notifyThrottled();
    listeners.notifyThrottled();
    listeners.cancelPending();
    advance(1000);
    expect(listener).not.toHaveBeenCalled();
    expect(other).toHaveBeenCalledTimes(1);
  });
});
