import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { roomOf } from '../../live/chat-room';
import { messageFrom, openRound } from '../show/show.fixture';
import { messages, publish, renderChat } from './chat.fixture';

describe('the room of the chat', () => {
  /** The room of the first identity of the fake backend, as people count. */
  const room = roomOf('000000000001', 64) + 1;
  const lines = () => messages.elements().map((line) => line.textContent);

  it('is not mentioned while there is one', async () => {
    await renderChat();
    await expect.element(page.getByText(/room/i)).not.toBeInTheDocument();
  });

  it('is named and explained if there are several', async () => {
    await renderChat({ ...openRound(), rooms: 64 });
    await expect.element(page.getByText(`Room ${room} of 64`)).toBeVisible();
    await expect.element(page.getByText('Large audiences talk in rooms.')).toBeVisible();
    expect(lines()).toEqual([]);
  });

  it('changes with a line between the messages, which stay', async () => {
    const { backend } = await renderChat();
    publish(backend, messageFrom('Bob', 'Before'));
    const round = openRound();
    backend.rounds.publish({ ...round, roundId: 'next', startsAt: round.startsAt + 10, rooms: 64 });
    const line = `You are now in room ${room} of 64.`;
    await expect.poll(lines).toEqual([expect.stringContaining('Before'), line]);
    publish(backend, messageFrom('Ada', 'After'));
    await expect.poll(lines).toEqual([expect.stringContaining('Before'), line, expect.stringContaining('After')]);
    await expect.element(page.getByTestId('announcements')).toHaveTextContent(line);
  });
});
