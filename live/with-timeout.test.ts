import { describe, expect, it, vi } from 'vitest';
import { withTimeout } from './with-timeout';
import { FakeTimers } from './fake-timers.fixture';

describe('withTimeout', () => {
  it('returns a response in time and cancels its timer', async () => {
    const cancel = vi.fn();
    await expect(withTimeout(Promise.resolve(7), () => cancel)).resolves.toBe(7);
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it('rejects with the error of the call', async () => {
    const error = new Error('down');
    await expect(withTimeout(Promise.reject(error), () => () => undefined)).rejects.toBe(error);
  });

  it('rejects after the timeout and ignores a late response', async () => {
    const timers = new FakeTimers();
    let respond: (value: number) => void = () => undefined;
    const result = withTimeout(new Promise<number>((resolve) => (respond = resolve)), timers.schedule, 4000);
    timers.pass(4000);
    respond(7);
    await expect(result).rejects.toThrow('No response within 4 seconds.');
  });
});
