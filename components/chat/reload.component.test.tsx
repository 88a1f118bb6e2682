import { describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { gatherMs } from '../../live/announcer';
import { messageFrom, openRound, renderInShow, type RenderedShow } from '../show/show.fixture';
import { Chat } from './chat';
import { messages, nicknameField, publish, renderChat, say } from './chat.fixture';

describe('a reload of the page', () => {
  const texts = () => messages.elements().map((line) => line.querySelector('[dir=auto]')?.textContent);

  async function reload({ unmount }: RenderedShow): Promise<RenderedShow> {
    await unmount();
    const show = await renderInShow(<Chat />, { isReload: true });
    await expect.poll(() => show.backend.messages.observers.size).toBe(1);
    return show;
  }

  it('keeps the messages, own ones as own', async () => {
    const show = await renderChat();
    publish(show.backend, messageFrom('Bob', '<b>Hello</b>'));
    await nicknameField.fill('Ann');
    await say('Mine');
    await expect.poll(texts).toEqual(['<b>Hello</b>', 'Mine']);
    const { backend } = await reload(show);
    await expect.poll(texts).toEqual(['<b>Hello</b>', 'Mine']);
    await expect.element(messages.last()).toHaveTextContent('Ann (you)');
    publish(backend, messageFrom('Bob', 'News'));
    await expect.poll(texts).toEqual(['<b>Hello</b>', 'Mine', 'News']);
  });

  it('shows a message once that also arrives after it', async () => {
    const show = await renderChat();
    const message = messageFrom('Bob', 'Hello');
    publish(show.backend, message);
    await expect.poll(texts).toEqual(['Hello']);
    const { backend } = await reload(show);
    publish(backend, message, messageFrom('Bob', 'News'));
    await expect.poll(texts).toEqual(['Hello', 'News']);
  });

  it('hides hidden people, and announces no message again', async () => {
    const show = await renderChat();
    publish(show.backend, messageFrom('Troll', 'Boo'), messageFrom('Bob', 'Hello'));
    await page.getByRole('button', { name: 'Hide this person: Troll' }).click({ force: true });
    await expect.poll(texts).toEqual(['Hello']);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await reload(show);
    await vi.advanceTimersByTimeAsync(2 * gatherMs);
    vi.useRealTimers();
    await expect.poll(texts).toEqual(['Hello']);
    await expect.element(page.getByTestId('announcements')).toBeEmptyDOMElement();
  });

  it('into another room says so after the messages', async () => {
    const show = await renderChat({ ...openRound(), rooms: 64 });
    publish(show.backend, messageFrom('Bob', 'Hello'));
    await expect.poll(texts).toEqual(['Hello']);
    await reload(show);
    await expect.poll(() => messages.last().element().textContent).toBe('Everyone is in one room again.');
  });
});
