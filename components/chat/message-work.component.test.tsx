import { Profiler } from 'react';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Message } from '../../live/backend';
import { maxMessages } from '../../live/show-reducer';
import { messageFrom, renderInShow } from '../show/show.fixture';
import { Chat } from './chat';

/** Counts how often lines are rendered: each reads the text of its message once. */
class CountedMessages {
  textsRead = 0;

  from(nickname: string, text: string): Message {
    const { get } = Reflect;
    return new Proxy(messageFrom(nickname, text), {
      get: (message, name) => {
        if (name === 'text') this.textsRead += 1;
        return get(message, name) as unknown;
      },
    });
  }
}

const lines = () => page.getByRole('listitem').elements();

it('renders as few lines for a new message in a full chat as in a short one', async () => {
  let commits = 0;
  const { backend } = await renderInShow(
    <div style={{ width: 400, height: 320 }}>
      <Profiler id="chat" onRender={() => (commits += 1)}>
        <Chat />
      </Profiler>
    </div>,
  );
  await expect.poll(() => backend.messages.observers.size).toBe(1);
  const counted = new CountedMessages();
  const publish = (text: string) => backend.messages.publish(counted.from('Bob', text));

  for (let count = 1; count < maxMessages; count += 1) publish(`Line ${count}`);
  await expect.poll(lines).toHaveLength(maxMessages - 1);
  const before = { commits, textsRead: counted.textsRead };
  publish('The last');
  await expect.poll(lines).toHaveLength(maxMessages);
  expect(counted.textsRead - before.textsRead).toBeLessThanOrEqual(2);
  expect(commits - before.commits).toBeLessThanOrEqual(2);
});
