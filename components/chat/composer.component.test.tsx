import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { limits } from '../../amplify/limits';
import { minAskIntervalMs } from '../../live/joining';
import { backendWith, openRound, renderInShow } from '../show/show.fixture';
import { Chat } from './chat';
import { messageField, messages, nameChip, nicknameField, renderChat, say, status } from './chat.fixture';

describe('the composer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('sends a message, shows it once and empties the field', async () => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    await nicknameField.fill('Ann');
    await say('  Seen this one?  ');
    await expect.element(messages).toHaveTextContent('Ann (you)Seen this one?');
    await expect.element(messageField).toHaveValue('');
    expect(sendMessage.mock.calls.map(([message]) => message)).toEqual([
      { nickname: 'Ann', text: 'Seen this one?', room: 0 },
    ]);
  });

  it('does not send with the Enter that confirms a word of an input method', async () => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    await nicknameField.fill('Ann');
    await messageField.click();
    const enter = { windowsVirtualKeyCode: 229, key: 'Process', code: 'Enter' };
    await cdp().send('Input.imeSetComposition', { text: 'えいが', selectionStart: 3, selectionEnd: 3 });
    await cdp().send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
    await cdp().send('Input.insertText', { text: '映画' });
    await cdp().send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
    await expect.element(messageField).toHaveValue('映画');
    expect(sendMessage).not.toHaveBeenCalled();
    await userEvent.keyboard('{Enter}');
    await expect.element(messages).toHaveTextContent('映画');
    expect(sendMessage).toHaveBeenCalledTimes(1);
  });

  it('sends one message if Enter is pressed twice or held', async () => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    await nicknameField.fill('Ann');
    await messageField.fill('Once');
    await userEvent.keyboard('{Enter}{Enter>5/}');
    await expect.element(messages).toHaveTextContent('Once');
    expect(sendMessage).toHaveBeenCalledTimes(1);
  });

  it('takes a nickname that the browser fills in', async () => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    const field = nicknameField.element() as HTMLInputElement;
    field.setRangeText('Ann');
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await say('Hello');
    expect(sendMessage.mock.calls.map(([message]) => message)).toEqual([{ nickname: 'Ann', text: 'Hello', room: 0 }]);
  });

  it('takes a nickname that a password manager fills in without an event', async () => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    (nicknameField.element() as HTMLInputElement).value = 'Ann';
    await say('Hello');
    expect(sendMessage.mock.calls.map(([message]) => message)).toEqual([{ nickname: 'Ann', text: 'Hello', room: 0 }]);
    await expect.element(nameChip).toHaveTextContent('Ann');
  });

  it('sends texts without what nobody can see', async () => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    await nicknameField.fill('\u2068Ann\u2069');
    await say('\u202eHello\ufeff');
    expect(sendMessage.mock.calls.map(([message]) => message)).toEqual([{ nickname: 'Ann', text: 'Hello', room: 0 }]);
  });

  it('focuses an empty field and names it', async () => {
    await renderChat();
    await say('Hello');
    await expect.element(status).toHaveTextContent('Add a name to chat.');
    await expect.element(nicknameField).toHaveFocus();
    await nicknameField.fill('Ann');
    await say(' ');
    await expect.element(status).toHaveTextContent('Write something first.');
    await expect.element(messageField).toHaveFocus();
  });

  it.each([
    ['too long', 'x'.repeat(limits.maxTextLength + 1), 'A message is 1 to 280 characters'],
    ['a pile of marks', `Z${'\u0310'.repeat(50)}`, 'Too many accents on one letter.'],
    ['invisible', '\u200b', 'Write something first.'],
    ['blank', '\u3164\u2800', 'Write something first.'],
  ])('sends no message that is %s, and keeps the text', async (_what, text, hint) => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    await nicknameField.fill('Ann');
    await say(text);
    await expect.element(status).toHaveTextContent(hint);
    await expect.element(messageField).toHaveValue(text);
    expect(sendMessage).not.toHaveBeenCalled();
  });

  it('says that it is not connected yet, and asks for an identity when someone is about to write', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    const backend = backendWith(openRound());
    backend.identityFailure = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });
    await renderInShow(<Chat />, { backend });
    await vi.advanceTimersByTimeAsync(3000);
    await expect.element(messageField).toHaveAttribute('placeholder', 'Chat not connected yet');
    await expect.element(status).toHaveTextContent('You see every round. Voting and chat connect by themselves.');
    await expect.element(page.getByText('Messages appear as they are sent')).not.toBeInTheDocument();
    await nicknameField.fill('Ann');
    await say('Hello');
    await expect.element(status).toHaveTextContent('Not connected yet. Your text is still here');
    await expect.element(messageField).toHaveValue('Hello');

    await vi.advanceTimersByTimeAsync(60_000);
    const id = vi.spyOn(backend.guest, 'id');
    while (id.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(1000);
    await vi.advanceTimersByTimeAsync(minAskIntervalMs);
    expect(id).toHaveBeenCalledTimes(1);
    for (const action of ['blur', 'focus'] as const) (messageField.element() as HTMLElement)[action]();
    await expect.poll(() => id.mock.calls.length).toBe(2);
  });

  it('leaves the fields on Escape', async () => {
    await renderChat();
    await messageField.click();
    await userEvent.keyboard('{Escape}');
    await expect.element(messageField).not.toHaveFocus();
  });
});
