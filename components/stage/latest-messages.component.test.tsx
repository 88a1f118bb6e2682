import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
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
});
