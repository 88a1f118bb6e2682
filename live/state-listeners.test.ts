import { beforeEach, describe, expect, it, vi } from 'vitest';
import { StateListeners } from './state-listeners';

describe('a listener', () => {
  let now: number;
  let waiting: { at: number; callback: () => void } | null;
  let listeners: StateListeners;
  const listener = vi.fn();

  const pass = (ms: number) => {
    now += ms;
    if (waiting && waiting.at <= now) {
      const { callback } = waiting;
      waiting = null;
      callback();
    }
  };

  beforeEach(() => {
    [now, waiting] = [1000, null];
    listener.mockReset();
    listeners = new StateListeners({
      minIntervalMs: 200,
      elapsed: () => now,
      schedule: (delayMs, callback) => {
        waiting = { at: now + delayMs, callback };
        return () => (waiting = null);
      },
    });
    listeners.add(listener);
  });

  it('is told of every change', () => {
    listeners.notify();
    listeners.notify();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('is told at once of a change after a rest', () => {
    listeners.notifyThrottled();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('is told once of changes that follow each other quickly, as soon as it is time', () => {
    listeners.notifyThrottled();
    for (let change = 0; change < 10; change++) {
      pass(15);
      listeners.notifyThrottled();
    }
    expect(listener).toHaveBeenCalledTimes(1);
    pass(50);
    expect(listener).toHaveBeenCalledTimes(2);
    pass(1000);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('that was just told of another change has heard of all', () => {
    listeners.notifyThrottled();
    listeners.notifyThrottled();
    listeners.notify();
    pass(1000);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('is told nothing once it is off, nor after all was put to rest', () => {
    const [other, stop] = [vi.fn(), listeners.add(listener)];
    listeners.add(other);
    stop();
    listeners.notifyThrottled();
    listeners.notifyThrottled();
    listeners.cancelPending();
    pass(1000);
    expect(listener).not.toHaveBeenCalled();
    expect(other).toHaveBeenCalledTimes(1);
  });
});
