import { StrictMode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderHook } from 'vitest-browser-react';
import { limits } from '../../amplify/limits';
import { useOutbox } from './use-outbox';

const ignore = () => undefined;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the outbox of the chat', () => {
  it('refuses messages before the session is open', async () => {
    const { result } = await renderHook(() => useOutbox(null, ignore));
    expect(result.current.submit).toBeNull();
  });

  it('keeps queued messages when the session changes, and sends them with the new one', async () => {
    const [first, second] = [vi.fn(() => Promise.resolve()), vi.fn(() => Promise.resolve())];
    const { result, rerender, act } = await renderHook((send: typeof first = first) => useOutbox(send, ignore));
    await act(async () => {
      result.current.submit?.({ nickname: 'Ann', text: 'One' });
      result.current.submit?.({ nickname: 'Ann', text: 'Two' });
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(result.current.held).toBe(1);
    await rerender(second);
    expect(result.current.held).toBe(1);
    await act(() => vi.advanceTimersByTimeAsync(limits.messageIntervalMs));
    expect(first.mock.calls).toEqual([['Ann', 'One']]);
    expect(second.mock.calls).toEqual([['Ann', 'Two']]);
  });

  it('sends queued messages after it unmounts', async () => {
    const send = vi.fn(() => Promise.resolve());
    const { result, unmount, act } = await renderHook(() => useOutbox(send, ignore));
    await act(async () => {
      result.current.submit?.({ nickname: 'Ann', text: 'One' });
      result.current.submit?.({ nickname: 'Ann', text: 'Two' });
      await vi.advanceTimersByTimeAsync(0);
    });
    await unmount();
    await vi.advanceTimersByTimeAsync(limits.messageIntervalMs);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('sends a message once in Strict Mode', async () => {
    const send = vi.fn(() => Promise.resolve());
    const { result, act } = await renderHook(() => useOutbox(send, ignore), { wrapper: StrictMode });
    await act(async () => {
      result.current.submit?.({ nickname: 'Ann', text: 'One' });
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(send).toHaveBeenCalledTimes(1);
    expect(result.current.waitsUntil).not.toBeNull();
  });
});
