import { StrictMode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderHook } from 'vitest-browser-react';
import { limits } from '../../amplify/limits';
import { maxAttempts } from '../../live/outbox';
import { messageField, messages, nicknameField, refuseMessages, renderChat, say, status } from './chat.fixture';
import { useOutbox } from './use-outbox';

const ignore = () => undefined;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
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

describe('a message that cannot be sent at once', () => {
  it('returns the text if the backend refuses it', async () => {
    const { backend } = await renderChat();
    refuseMessages(backend, 'InvalidMessage');
    await nicknameField.fill('Ann');
    await say('Hello');
    await expect.element(status).toHaveTextContent('A message is 1 to 280 characters');
    await expect.element(messageField).toHaveValue('Hello');
  });

  it('returns the text in front of newly typed text', async () => {
    const { backend } = await renderChat();
    let fail: (error: Error) => void = () => undefined;
    vi.spyOn(backend.client.mutations, 'sendMessage').mockReturnValue(
      new Promise<never>((_resolve, reject) => (fail = reject)),
    );
    await nicknameField.fill('Ann');
    await say('One');
    await messageField.fill('Two');
    fail(new TypeError('fetch failed'));
    await expect.element(status).toHaveTextContent('That did not get through.');
    await expect.element(messageField).toHaveValue('One Two');
  });

  it('holds a second message until the first one’s interval has passed', async () => {
    await renderChat();
    await nicknameField.fill('Ann');
    await say('One');
    await expect.element(messages).toHaveTextContent('One');
    await say('Two');
    await expect.element(status).toHaveTextContent('yours goes out in a moment');
    await expect.poll(() => messages.elements()).toHaveLength(1);
    vi.advanceTimersByTime(limits.messageIntervalMs);
    await expect.poll(() => messages.elements()).toHaveLength(2);
    await expect.element(status).toHaveTextContent('');
  });

  it('keeps the text if too many messages are queued', async () => {
    await renderChat();
    await nicknameField.fill('Ann');
    for (const text of ['One', 'Two', 'Three', 'Four', 'Five']) await say(text);
    await expect.element(status).toHaveTextContent('One message a second. Your text is still here');
    await expect.element(messageField).toHaveValue('Five');
  });

  it('retries a message that is refused as too soon, then returns it', async () => {
    const { backend } = await renderChat();
    const sendMessage = refuseMessages(backend, 'SlowDown');
    await nicknameField.fill('Ann');
    await say('Patience');
    for (let attempt = 1; attempt < maxAttempts; attempt += 1) {
      await expect.poll(() => sendMessage.mock.calls.length).toBe(attempt);
      await vi.advanceTimersByTimeAsync(limits.messageIntervalMs);
    }
    await expect.element(status).toHaveTextContent('One message a second. Your text is still here');
    await expect.element(messageField).toHaveValue('Patience');
    expect(sendMessage).toHaveBeenCalledTimes(maxAttempts);
  });
});
