import { StrictMode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { en } from '../../languages/en';
import type { Message } from '../../live/backend';
import type { ChatRoom } from '../../live/chat-room';
import { gatherMs } from '../../live/announcer';
import { markOf } from '../../live/sender-mark';
import { LanguageProvider } from '../language/language-context';
import { messageFrom } from '../show/show.fixture';
import { Announcements } from './announcements';

const announced = page.getByTestId('announcements');

const isShown = ({ nickname }: Message) => nickname !== 'Troll';

const announcements = (messages: Message[], roomChange: ChatRoom | null = null, lastKnownId: string | null = null) => (
  <StrictMode>
    <LanguageProvider language="en" locale="en-US" texts={en}>
      <Announcements
        messages={messages}
        lastKnownId={lastKnownId}
        roomChange={roomChange}
        own="from-Ann"
        isShown={isShown}
      />
    </LanguageProvider>
  </StrictMode>
);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the announcements of the chat', () => {
  it('read new messages of others, in Strict Mode once', async () => {
    const old = messageFrom('Bob', 'Before');
    const { rerender } = await render(announcements([old], null, old.id));
    const news = [messageFrom('Bob', 'Hello'), messageFrom('Ann', 'Mine'), messageFrom('Troll', 'Boo')];
    await rerender(announcements([old, ...news]));
    await vi.advanceTimersByTimeAsync(gatherMs);
    await expect.element(announced).toHaveTextContent(`Bob ${markOf('from-Bob').tag} says: Hello`);
  });

  it('read no message that was known, although it appears later', async () => {
    const [known, news] = [messageFrom('Bob', 'Before'), messageFrom('Bob', 'Hello')];
    const { rerender } = await render(announcements([], null, known.id));
    await rerender(announcements([known]));
    await vi.advanceTimersByTimeAsync(gatherMs);
    await expect.element(announced).toBeEmptyDOMElement();
    await rerender(announcements([known, news]));
    await vi.advanceTimersByTimeAsync(gatherMs);
    await expect.element(announced).toHaveTextContent('Hello');
  });

  it('count messages that are too many to read', async () => {
    const { rerender } = await render(announcements([]));
    await rerender(announcements(Array.from({ length: 30 }, (_, index) => messageFrom('Bob', `Line ${index}`))));
    await vi.advanceTimersByTimeAsync(gatherMs);
    await expect.element(announced).toHaveTextContent('30 new messages');
  });

  it('tell that the room has changed', async () => {
    const { rerender } = await render(announcements([]));
    await rerender(announcements([], { room: 11, rooms: 64 }));
    await expect.element(announced).toHaveTextContent('You are now in room 12 of 64.');
    await rerender(announcements([], { room: 0, rooms: 1 }));
    await expect.element(announced).toHaveTextContent('Everyone is in one room again.');
  });

  it('announce nothing after they unmount', async () => {
    const { rerender, unmount } = await render(announcements([]));
    await rerender(announcements([messageFrom('Bob', 'Hello')]));
    await unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
