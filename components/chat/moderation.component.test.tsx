import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { page } from 'vitest/browser';
import { controlsWith } from '../../live/fake-backend.fixture';
import type { ShowControls } from '../../live/backend';
import { messageFrom } from '../show/show.fixture';
import {
  messageField,
  messages,
  nicknameField,
  publish,
  refuseMessages,
  renderChat,
  say,
  status,
} from './chat.fixture';

const announced = page.getByTestId('announcements');
const send = page.getByRole('button', { name: 'Send' });

async function open(changes: Partial<ShowControls> = {}) {
  const show = await renderChat();
  const set = (controls: Partial<ShowControls>) => show.backend.controls.publish(controlsWith(controls));
  set(changes);
  return { ...show, set };
}

describe('a closed chat', () => {
  it('says so, and keeps what is written', async () => {
    const { set, backend } = await open();
    await nicknameField.fill('Ann');
    await messageField.fill('Hello');
    set({ isChatOpen: false });
    await expect.element(status).toHaveTextContent('The host has closed the chat.');
    await expect.element(messageField).toHaveAttribute('aria-disabled', 'true');
    await expect.element(send).toHaveAttribute('aria-disabled', 'true');
    const sent = vi.spyOn(backend.client.mutations, 'sendMessage');
    (send.element() as HTMLElement).click();
    expect(sent).not.toHaveBeenCalled();
    set({});
    await expect.element(messageField).toHaveValue('Hello');
    await expect.element(messageField).not.toHaveAttribute('aria-disabled');
  });
});

describe('slow mode', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('counts down to the next message, which waits in the field', async () => {
    const { set } = await open({ slowModeSeconds: 30 });
    await expect.element(status).toHaveTextContent('Slow mode: one message every 30 s.');
    await nicknameField.fill('Ann');
    await say('One');
    await expect.element(page.getByText('Next message in 30 s')).toBeVisible();
    await say('Two');
    await expect.element(messageField).toHaveValue('Two');
    await expect.poll(() => messages.elements()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10_000);
    await expect.element(page.getByText('Next message in 20 s')).toBeVisible();
    set({});
    await expect.element(page.getByText(/Next message/)).not.toBeInTheDocument();
    await expect.element(send).toHaveAttribute('aria-disabled', 'false');
  });
});

describe('a refused message', () => {
  const refuse = (backend: Awaited<ReturnType<typeof open>>['backend'], errorType: string, errorInfo: unknown) =>
    vi
      .spyOn(backend.client.mutations, 'sendMessage')
      .mockResolvedValue({ data: null, errors: [{ message: errorType, errorType, errorInfo }] });

  it('of a muted guest says until when, and is not lost', async () => {
    const { backend } = await open();
    const mutedUntil = Math.floor(Date.now() / 1000) + 3600;
    refuse(backend, 'Muted', { mutedUntil });
    await nicknameField.fill('Ann');
    await say('Hello');
    const time = new Intl.DateTimeFormat('en-US', { timeStyle: 'short' }).format(mutedUntil * 1000);
    await expect.element(status).toHaveTextContent(`The host has muted you until ${time}.`);
    await expect.element(messageField).toHaveValue('Hello');
    await expect.element(send).toHaveAttribute('aria-disabled', 'true');
  });

  it('of a muted guest can be sent again after 15 seconds, since a host may have ended the mute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { backend } = await open();
    refuse(backend, 'Muted', { mutedUntil: Math.floor(Date.now() / 1000) + 3600 });
    await nicknameField.fill('Ann');
    await say('Hello');
    await expect.element(status).toHaveTextContent(/^The host has muted you until/);
    await vi.advanceTimersByTimeAsync(15_000);
    await expect.element(send).toHaveAttribute('aria-disabled', 'false');
    await expect.element(messageField).toHaveValue('Hello');
  });

  it.each([
    ['message', messageField],
    ['nickname', page.getByRole('button', { name: /^Change your nickname/ })],
  ])('names the blocked word of a %s', async (what, field) => {
    const { backend } = await open();
    refuse(backend, 'BlockedWord', { what, word: 'popcorn' });
    await nicknameField.fill('Ann');
    await say('Popcorn?');
    await expect.element(status).toHaveTextContent('“\u2068popcorn\u2069” is not allowed here.');
    await expect.element(messageField).toHaveValue('Popcorn?');
    await expect.element(field).toBeVisible();
  });

  it('of a chat that has just closed is not lost', async () => {
    const { backend } = await open();
    refuseMessages(backend, 'ChatClosed');
    await nicknameField.fill('Ann');
    await say('Hello');
    await expect.element(messageField).toHaveValue('Hello');
  });
});

describe('a removed message', () => {
  it('disappears, and comes back when it is restored', async () => {
    const { backend, set } = await open();
    const [first, second] = [messageFrom('Bob', 'Spoiler'), messageFrom('Cy', 'Hello')];
    publish(backend, first, second);
    await expect.poll(() => messages.elements()).toHaveLength(2);
    set({ removedMessages: [first.id] });
    await expect.element(page.getByText('Spoiler')).not.toBeInTheDocument();
    set({ removedMessages: [] });
    await expect.element(page.getByText('Spoiler')).toBeInTheDocument();
  });

  it('is a note for its author', async () => {
    const { set } = await open();
    await nicknameField.fill('Ann');
    await say('Spoiler');
    await expect.element(messages).toHaveTextContent('Spoiler');
    set({ removedMessages: [messages.element().getAttribute('data-id') ?? ''] });
    await expect.element(messages).toHaveTextContent('Removed by the host');
    await expect.element(page.getByText('Spoiler')).not.toBeInTheDocument();
  });
});

describe('a pinned message', () => {
  const pinned = { id: '0:p', nickname: 'Maria', text: 'Popcorn at nine', isHost: true };

  it('is shown above the chat and announced, until it is removed', async () => {
    const { set } = await open({ pinned });
    const line = page.getByRole('region', { name: 'Pinned' });
    await expect.element(line).toHaveTextContent('MariaHostPopcorn at nine');
    await expect.element(announced).toHaveTextContent('Pinned by the host: Popcorn at nine');
    set({ pinned, removedMessages: [pinned.id] });
    await expect.element(line).not.toBeInTheDocument();
    await expect.element(announced).toBeEmptyDOMElement();
  });
});

describe('the badge of hosts', () => {
  it('is beside the name of a host, and of nobody who only pretends', async () => {
    const { backend } = await open();
    publish(backend, { ...messageFrom('Maria', 'Welcome'), isHost: true }, messageFrom('Host ✔', 'Trust me'));
    await expect.poll(() => document.querySelectorAll('[class*=badge]')).toHaveLength(1);
    expect(messages.elements()[0]?.textContent).toContain('MariaHost');
    await expect.element(page.getByRole('button', { name: /Maria/ })).not.toBeInTheDocument();
  });
});

describe('a report', () => {
  const button = page.getByRole('button', { name: 'Report this message to the host: Bob' });

  it('is sent once', async () => {
    const { backend } = await open();
    const message = messageFrom('Bob', 'Boo');
    publish(backend, message);
    await button.click({ force: true });
    await expect.element(announced).toHaveTextContent('Reported to the host');
    const done = page.getByRole('button', { name: 'Reported to the host' });
    await expect.element(done).toHaveAttribute('aria-disabled', 'true');
    await done.click({ force: true });
    expect(backend.reports).toEqual([message.id]);
  });

  it('can be sent again if it fails', async () => {
    const { backend } = await open();
    publish(backend, messageFrom('Bob', 'Boo'));
    const reportMessage = vi.spyOn(backend.client.mutations, 'reportMessage');
    reportMessage.mockRejectedValueOnce(new TypeError('fetch failed'));
    await button.click({ force: true });
    const failed = page.getByRole('button', { name: 'Not reported. Try again in a moment.' });
    await failed.click({ force: true });
    await expect.poll(() => backend.reports).toHaveLength(1);
  });
});
