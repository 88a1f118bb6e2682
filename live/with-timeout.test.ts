import { describe, expect, it, vi } from 'vitest';
import { withTimeout } from './with-timeout';
import { FakeTimers } from './fake-timers.fixture';

describe('an answer', () => {
  it('in time is passed on, and no timer is left', async () => {
    const cancel = vi.fn();
    await expect(withTimeout(Promise.resolve(7), () => cancel)).resolves.toBe(7);
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it('that is a failure is passed on as well', async () => {
    const error = new Error('down');
    await expect(withTimeout(Promise.reject(error), () => () => undefined)).rejects.toBe(error);
  });

  it('that does not come is a failure after its time, and stays one when it comes late', async () => {
    const timers = new FakeTimers();
    let answer: (value: number) => void = () => undefined;
    const inTime = withTimeout(new Promise<number>((resolve) => (answer = resolve)), timers.schedule, 4000);
    timers.pass(4000);
    answer(7);
    await expect(inTime).rejects.toThrow('No answer within 4 seconds.');
  });
});
