import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Joining, joinRetries, minAskIntervalMs } from './joining';
import { deviceTime } from './time';
import { callTimeoutMs } from './with-timeout';

/** Cognito's error for an identity that it does not know. */
const unknown = Object.assign(new Error('Identity not found.'), { name: 'ResourceNotFoundException' });

const refused = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const id = vi.fn(() => Promise.reject<string>(refused));
  const onKnown = vi.fn();
  const onFailure = vi.fn();
  const onForgotten = vi.fn();
  const forget = vi.fn(() => Promise.resolve());
  const { elapsed } = deviceTime;
  const guest = { id, forget };
  const joining = new Joining({ guest, onKnown, onFailure, onForgotten, elapsed, random: () => 0.999 });
  return { joining, id, forget, onKnown, onFailure, onForgotten };
}

describe('joining', () => {
  it('asks once and reports the identity', async () => {
    const { joining, id, onKnown } = open();
    id.mockResolvedValue('guest');
    joining.ask();
    joining.ask();
    await vi.advanceTimersByTimeAsync(600_000);
    joining.ask();
    expect(id).toHaveBeenCalledTimes(1);
    expect(onKnown).toHaveBeenCalledExactlyOnceWith('guest');
    expect([joining.isKnown, joining.hasFailed]).toEqual([true, false]);
  });

  it('asks again with delays that grow up to a minute', async () => {
    const { joining, id, onFailure } = open();
    joining.ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(onFailure).toHaveBeenCalledTimes(1);
    expect([joining.isKnown, joining.hasFailed]).toEqual([false, true]);
    for (const delayMs of [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
      id.mockClear();
      await vi.advanceTimersByTimeAsync(delayMs - 100);
      expect(id).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(100);
      expect(id).toHaveBeenCalledTimes(1);
    }
    expect(joinRetries.capMs).toBe(60_000);
  });

  it('asks at once for someone who votes or writes, but not more often than every few seconds', async () => {
    const { joining, id } = open();
    joining.ask();
    await vi.advanceTimersByTimeAsync(60_000);
    id.mockClear();
    for (let ms = 0; ms < 10 * minAskIntervalMs; ms += 100) {
      joining.ask();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(id).toHaveBeenCalledTimes(10);
  });

  it('repeats a request that gets no response', async () => {
    const { joining, id, onKnown } = open();
    id.mockReturnValueOnce(new Promise(() => undefined));
    joining.ask();
    await vi.advanceTimersByTimeAsync(callTimeoutMs);
    expect(joining.hasFailed).toBe(true);
    id.mockResolvedValue('guest');
    await vi.advanceTimersByTimeAsync(joinRetries.baseMs);
    expect(onKnown).toHaveBeenCalledTimes(1);
  });

  it('asks for another identity after the backend rejected the first one', async () => {
    const { joining, id, forget, onKnown, onForgotten } = open();
    id.mockResolvedValue('guest');
    joining.ask();
    await vi.advanceTimersByTimeAsync(0);
    id.mockRejectedValueOnce(refused).mockResolvedValue('another');
    await joining.replaceIfStale(refused);
    expect(forget).not.toHaveBeenCalled();
    await joining.replaceIfStale(unknown);
    expect(onForgotten).toHaveBeenCalledTimes(1);
    expect(joining.isKnown).toBe(false);
    await vi.advanceTimersByTimeAsync(joinRetries.baseMs);
    expect(onKnown.mock.calls).toEqual([['guest'], ['another']]);
  });

  it('replaces a stored identity that Cognito rejects at once', async () => {
    const { joining, id, forget, onKnown } = open();
    id.mockRejectedValueOnce(unknown).mockResolvedValue('guest');
    joining.ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(forget).toHaveBeenCalledTimes(1);
    expect(onKnown).toHaveBeenCalledExactlyOnceWith('guest');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(id).toHaveBeenCalledTimes(2);
  });

  it('replaces identities that do not help at growing intervals, until one is confirmed', async () => {
    const { joining, id, forget } = open();
    id.mockResolvedValue('guest');
    const replacedAfterMs = async () => {
      forget.mockClear();
      for (let ms = 0; ; ms += 1000) {
        await joining.replaceIfStale(unknown);
        if (forget.mock.calls.length > 0) return ms;
        await vi.advanceTimersByTimeAsync(1000);
      }
    };
    const intervals = [];
    for (let times = 0; times < 4; times += 1) intervals.push(await replacedAfterMs());
    expect(intervals).toEqual([0, 10_000, 20_000, 40_000]);
    joining.confirm();
    expect(await replacedAfterMs()).toBe(5000);
  });

  it('lets calls wait for the request in progress only', async () => {
    const { joining, id } = open();
    await expect(joining.joined()).rejects.toMatchObject({ type: 'NotJoined' });
    let respond: (id: string) => void = () => undefined;
    id.mockReturnValueOnce(new Promise((resolve) => (respond = resolve)));
    joining.ask();
    const joined = joining.joined();
    respond('guest');
    await expect(joined).resolves.toBeUndefined();
    await expect(joining.joined()).resolves.toBeUndefined();
  });

  it('neither asks nor reports after it is closed, but calls that wait still go out', async () => {
    const { joining, id, onKnown, onFailure } = open();
    id.mockResolvedValueOnce('guest');
    joining.ask();
    const joined = joining.joined();
    joining.close();
    await expect(joined).resolves.toBeUndefined();
    await joining.replaceIfStale(unknown);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(id).toHaveBeenCalledTimes(1);
    expect(onKnown).not.toHaveBeenCalled();
    expect(onFailure).not.toHaveBeenCalled();
  });
});
