import { StrictMode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { en } from '../../languages/en';
import type { Message } from '../../live/backend';
import { gatherMs } from '../../live/announcer';
import { LanguageProvider } from '../language/language-context';
import { messageFrom } from '../show/show.fixture';
import { Announcements } from './announcements';

const announced = page.getByTestId('announcements');

const isShown = ({ nickname }: Message) => nickname !== 'Troll';

const announcements = (messages: Message[]) => (
  <StrictMode>
    <LanguageProvider language="en" texts={en}>
      <Announcements messages={messages} own="sender-Ann" isShown={isShown} />
    </LanguageProvider>
  </StrictMode>
);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the announcements of the chat', () => {
  it('read new messages of others, in Strict Mode once', async () => {
    const old = messageFrom('Bob', 'Before');
    const { rerender } = await render(announcements([old]));
    const news = [messageFrom('Bob', 'Hello'), messageFrom('Ann', 'Mine'), messageFrom('Troll', 'Boo')];
    await rerender(announcements([old, ...news]));
    await vi.advanceTimersByTimeAsync(gatherMs);
    await expect.element(announced).toHaveTextContent('Bob says: Hello');
  });

  it('count messages that are too many to read', async () => {
    const { rerender } = await render(announcements([]));
    await rerender(announcements(Array.from({ length: 30 }, (_, index) => messageFrom('Bob', `Line ${index}`))));
    await vi.advanceTimersByTimeAsync(gatherMs);
    await expect.element(announced).toHaveTextContent('30 new messages');
  });

  it('announce nothing after they unmount', async () => {
    const { rerender, unmount } = await render(announcements([]));
    await rerender(announcements([messageFrom('Bob', 'Hello')]));
    await unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
