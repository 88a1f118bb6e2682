import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { limits } from '../../amplify/limits';
import type { Message } from '../../live/backend';
import { maxAttempts } from '../../live/outbox';
import { openRound, backendWith, messageFrom, renderInShow, type RenderedShow } from '../show/show.fixture';
import { Chat } from './chat';

const messageField = page.getByRole('textbox', { name: 'Message' });
const nicknameField = page.getByRole('textbox', { name: 'Nickname' });
const status = page.getByRole('status');
const messages = page.getByRole('listitem');

async function renderChat(): Promise<RenderedShow> {
  const show = await renderInShow(
    <div style={{ width: 400, height: 320 }}>
      <Chat />
    </div>,
    { backend: backendWith(openRound()) },
  );
  await expect.poll(() => show.backend.messages.observers.size).toBe(1);
  show.backend.report('Connected');
  return show;
}

async function say(text: string): Promise<void> {
  await messageField.fill(text);
  await userEvent.keyboard('{Enter}');
}

describe('the composer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
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
    expect(sendMessage.mock.calls.map(([message]) => message)).toEqual([{ nickname: 'Ann', text: 'Seen this one?' }]);
  });

  it.each([
    ['a number that a spreadsheet isolates', '\u202d1,234.56\u202c', '1,234.56'],
    ['several lines', ' one\r\n\ttwo', ' one two'],
    ['emoji, unchanged', '👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ])('pastes %s', async (_what, text, pasted) => {
    await renderChat();
    for (const field of [messageField, nicknameField]) {
      await field.fill('x');
      paste(field.element() as HTMLInputElement, text);
      await expect.element(field).toHaveValue(`x${pasted}`.slice(0, field === nicknameField ? 24 : undefined));
    }
  });

  it('pastes no more into the nickname than it holds, and keeps what is there', async () => {
    await renderChat();
    await nicknameField.fill('Ada');
    const field = nicknameField.element() as HTMLInputElement;
    field.setSelectionRange(1, 2);
    paste(field, `\u2066${'x'.repeat(100_000)}`);
    await expect.element(nicknameField).toHaveValue(`A${'x'.repeat(limits.maxNicknameLength - 2)}a`);
  });

  it('cuts a pasted nickname between whole emoji', async () => {
    await renderChat();
    for (const emoji of ['👩🏽‍🚀', '🎬', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']) {
      await nicknameField.fill('');
      paste(nicknameField.element() as HTMLInputElement, `\u2066${emoji.repeat(50)}`);
      const whole = emoji.repeat(Math.floor(limits.maxNicknameLength / emoji.length));
      await expect.element(nicknameField).toHaveValue(whole);
    }
  });

  it('cuts a pasted nickname between characters where the browser cannot segment text', async () => {
    await renderChat();
    vi.stubGlobal('Intl', Object.create(Intl, { Segmenter: { value: undefined } }));
    await nicknameField.fill('x');
    paste(nicknameField.element() as HTMLInputElement, `\u2066${'🎬'.repeat(50)}`);
    vi.unstubAllGlobals();
    await expect.element(nicknameField).toHaveValue(`x${'🎬'.repeat((limits.maxNicknameLength - 2) / 2)}`);
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
    expect(sendMessage.mock.calls.map(([message]) => message)).toEqual([{ nickname: 'Ann', text: 'Hello' }]);
  });

  it('sends texts without what nobody can see', async () => {
    const { backend } = await renderChat();
    const sendMessage = vi.spyOn(backend.client.mutations, 'sendMessage');
    await nicknameField.fill('\u2068Ann\u2069');
    await say('\u202eHello\ufeff');
    expect(sendMessage.mock.calls.map(([message]) => message)).toEqual([{ nickname: 'Ann', text: 'Hello' }]);
  });

  it('focuses an empty field and names it', async () => {
    await renderChat();
    await say('Hello');
    await expect.element(status).toHaveTextContent('Tell us your name first.');
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

  it('returns the text if the backend refuses it', async () => {
    const { backend } = await renderChat();
    refuse(backend, 'InvalidMessage');
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
    const sendMessage = refuse(backend, 'SlowDown');
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

  it('shows how many characters are left near the limit only', async () => {
    await renderChat();
    await messageField.fill('x'.repeat(limits.maxTextLength - 41));
    await expect.element(page.getByText(/characters? left/)).not.toBeInTheDocument();
    await messageField.fill('x'.repeat(limits.maxTextLength - 10));
    await expect.element(status.getByText('10 characters left')).toBeVisible();
    await messageField.fill('x'.repeat(limits.maxTextLength + 3));
    await expect.element(status.getByText('3 characters too many')).toBeVisible();
  });

  it.each([
    ['a nickname is missing', '', 'Hello', nicknameField, messageField, 'Tell us your name first.'],
    ['a message is missing', 'Ann', ' ', messageField, nicknameField, 'Write something first.'],
    [
      'a nickname has a pile of marks',
      'A\u0301\u0302\u0303\u0304\u0305',
      'Hello',
      nicknameField,
      messageField,
      /^Too many/,
    ],
    ['a nickname is blank', '\u3164', 'Hello', nicknameField, messageField, 'Tell us your name first.'],
    ['a message is invisible', 'Ann', '\u200b', messageField, nicknameField, 'Write something first.'],
  ])('marks the field at fault if %s, until it is edited', async (_what, name, text, invalid, valid, error) => {
    await renderChat();
    await nicknameField.fill(name);
    await say(text);
    await expect.element(invalid).toHaveAttribute('aria-invalid', 'true');
    await expect.element(invalid).toHaveAccessibleErrorMessage(error);
    await expect.element(valid).not.toHaveAttribute('aria-invalid');
    await invalid.fill('Edited');
    await expect.element(invalid).not.toHaveAttribute('aria-invalid');
  });

  it('marks the message that the backend refuses as invalid', async () => {
    const { backend } = await renderChat();
    refuse(backend, 'InvalidMessage');
    await nicknameField.fill('Ann');
    await say('Hello');
    await expect.element(messageField).toHaveAccessibleErrorMessage(/^A message is 1 to 280 characters/);
  });

  it('marks no field if the request fails', async () => {
    const { backend } = await renderChat();
    vi.spyOn(backend.client.mutations, 'sendMessage').mockRejectedValue(new TypeError('fetch failed'));
    await nicknameField.fill('Ann');
    await say('Hello');
    await expect.element(status).toHaveTextContent('That did not get through.');
    await expect.element(messageField).not.toHaveAttribute('aria-invalid');
  });

  it('describes the field with the characters left, and does not announce them', async () => {
    await renderChat();
    await messageField.fill('x'.repeat(limits.maxTextLength - 10));
    await expect.element(messageField).toHaveAccessibleDescription(/10 characters left/);
    const announced = [...document.querySelectorAll('[role=status], [aria-live=polite]')].flatMap((region) => {
      const copy = region.cloneNode(true) as Element;
      copy.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove());
      return copy.textContent || [];
    });
    expect(announced).toEqual([]);
  });

  it('marks a message that is too long while it is written', async () => {
    await renderChat();
    await messageField.fill('x'.repeat(limits.maxTextLength + 3));
    await expect.element(messageField).toHaveAttribute('aria-invalid', 'true');
    await expect.element(messageField).toHaveAccessibleErrorMessage('3 characters too many');
    await messageField.fill('x'.repeat(limits.maxTextLength));
    await expect.element(messageField).not.toHaveAttribute('aria-invalid');
  });

  it('remembers the nickname on this device', async () => {
    const { unmount } = await renderChat();
    await nicknameField.fill('Ann');
    expect(localStorage.getItem('matinee.nickname')).toBe('Ann');
    await unmount();
  });

  it('leaves the fields on Escape', async () => {
    await renderChat();
    await messageField.click();
    await userEvent.keyboard('{Escape}');
    await expect.element(messageField).not.toHaveFocus();
  });
});

describe('the message list', () => {
  it('renders markup as text', async () => {
    const { backend } = await renderChat();
    backend.messages.publish(messageFrom('Bob', '<b>Great</b>'));
    await expect.element(messages).toHaveTextContent('Bob<b>Great</b>');
  });

  it('hides a sender and shows them again', async () => {
    const { backend } = await renderChat();
    publish(backend, messageFrom('Troll', 'Boo'), messageFrom('Bob', 'Hello'));
    await page.getByRole('button', { name: 'Hide this person: Troll' }).click({ force: true });
    await expect.poll(() => messages.elements()).toHaveLength(1);
    const showAgain = page.getByRole('button', { name: 'Show again' });
    await expect.element(showAgain).toHaveFocus();
    await showAgain.click();
    await expect.poll(() => messages.elements()).toHaveLength(2);
  });

  it('moves between the buttons of the messages with the arrow keys', async () => {
    const { backend } = await renderChat();
    publish(backend, messageFrom('Ann', 'Hi'), messageFrom('Bob', 'Hello'));
    const hide = (name: string) => page.getByRole('button', { name: `Hide this person: ${name}` });
    await expect.element(hide('Bob')).toHaveAttribute('tabindex', '0');
    await expect.element(hide('Ann')).toHaveAttribute('tabindex', '-1');
    (hide('Bob').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(hide('Ann')).toHaveFocus();
  });
});

/** Pastes as a browser does: the event first, then the text, unless the page has prevented that. */
function paste(field: HTMLInputElement, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  field.focus();
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  if (!field.dispatchEvent(event)) return;
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

function publish(backend: RenderedShow['backend'], ...sent: Message[]): void {
  sent.forEach((message) => backend.messages.publish(message));
}

/** Every message is refused from now on. */
function refuse(backend: RenderedShow['backend'], errorType: string) {
  const refusal = { data: null, errors: [{ message: errorType, errorType, errorInfo: null }] };
  return vi.spyOn(backend.client.mutations, 'sendMessage').mockResolvedValue(refusal);
}
