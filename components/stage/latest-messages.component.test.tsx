import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { controlsWith } from '../../live/fake-backend.fixture';
import { backendWith, messageFrom, openRound, renderInShow } from '../show/show.fixture';
import { LatestMessages } from './latest-messages';

const invitation = page.getByText('Chat messages appear here.');

describe('the latest messages', () => {
  it('are announced by a text until there is one', async () => {
    const { backend } = await renderInShow(<LatestMessages />);
    await expect.element(invitation).toBeVisible();
    await expect.poll(() => backend.messages.observers.size).toBe(1);
    backend.messages.publish(messageFrom('Ann', 'Hello'));
    await expect.element(page.getByRole('listitem')).toHaveTextContent('Hello');
    await expect.element(invitation).not.toBeInTheDocument();
  });

  it('are not announced while the screen receives none', async () => {
    const backend = backendWith(openRound());
    backend.identityFailure = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });
    await renderInShow(<LatestMessages />, { backend });
    await expect.element(invitation).not.toBeInTheDocument();
  });

  it.each([
    ['all', 1, 'Doors close at nine'],
    ['pinned', 0, 'Doors close at nine'],
    ['none', 0, null],
  ] as const)('are those that hosts choose: %s', async (stageChat, count, text) => {
    const { backend, container } = await renderInShow(<LatestMessages />);
    await expect.poll(() => backend.messages.observers.size).toBe(1);
    const [first, second] = [messageFrom('Ann', 'Hello'), messageFrom('Bob', 'Spoiler')];
    [first, second].forEach((message) => backend.messages.publish(message));
    const pinned = { id: '0:p', nickname: 'Maria', text: 'Doors close at nine', isHost: true };
    backend.controls.publish(controlsWith({ stageChat, pinned, removedMessages: [second.id] }));
    await expect.poll(() => container.textContent.includes('Spoiler')).toBe(false);
    await expect.poll(() => page.getByRole('listitem').elements()).toHaveLength(count);
    if (text) await expect.element(page.getByText(text)).toBeInTheDocument();
    else await expect.poll(() => container.textContent).toBe('');
  });
});
