import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { noVotes } from '../../amplify/show';
import type { ShowStatus } from '../../live/show-status';
import { backendWith, openRound, renderInShow } from '../show/show.fixture';
import { Votes } from './votes';
import { VoteSummary } from './vote-summary';

const introduction = 'A new movie every 10 seconds. Tap how you feel. Hold for more.';
const loveButton = page.getByRole('button', { name: 'Love' });

afterEach(() => {
  document.cookie = 'matinee.voted=; path=/; max-age=0';
});

describe('a newcomer', () => {
  it('reads what this is until the first vote, which the device remembers', async () => {
    await renderInShow(<Votes phase="open" status="open" />, { hasVotedBefore: false });
    await expect.element(page.getByText(introduction)).toBeVisible();
    expect(document.cookie).not.toContain('matinee.voted');
    await loveButton.click();
    await expect.element(page.getByText('1 vote', { exact: true })).toBeVisible();
    await expect.element(page.getByText(introduction)).not.toBeInTheDocument();
    expect(document.cookie).toContain('matinee.voted=1');
  });

  it('does not read it again in the round after the first vote', async () => {
    const { backend } = await renderInShow(<Votes phase="open" status="open" />, { hasVotedBefore: false });
    await expect.poll(() => backend.rounds.observers.size).toBe(1);
    await loveButton.click();
    const round = openRound();
    backend.rounds.publish({ ...round, roundId: 'next', startsAt: round.startsAt + 10 });
    await expect.element(page.getByText('No votes yet. Be the first.')).toBeVisible();
  });

  it('is told why voting is closed', async () => {
    await renderInShow(<VoteSummary status="over" />, { hasVotedBefore: false });
    await expect.element(page.getByText('Round over. The next movie is on its way.')).toBeVisible();
  });
});

it('tells nothing new to someone who has voted on this device', async () => {
  await renderInShow(<Votes phase="open" status="open" />);
  await expect.element(page.getByText('No votes yet. Be the first.')).toBeVisible();
});

describe('the text below the votes', () => {
  it.each<[ShowStatus, string]>([
    ['waiting', 'Voting opens with the first movie.'],
    ['over', 'Round over. The next movie is on its way.'],
    ['paused', 'Voting is paused until the show continues.'],
    ['connecting', 'Voting opens once this page is connected.'],
    ['disconnected', 'Voting is closed until the connection is back.'],
    ['offline', 'Voting is closed until you are back online.'],
  ])('says why voting is closed: %s', async (status, text) => {
    await renderInShow(<VoteSummary status={status} />);
    await expect.element(page.getByText(text)).toBeVisible();
  });

  it('says that votes are not sent until the server has accepted them', async () => {
    const backend = backendWith(openRound());
    await renderInShow(<Votes phase="open" status="open" />, { backend });
    await expect.poll(() => backend.rounds.observers.size).toBe(1);
    backend.failure = new TypeError('Failed to fetch');
    await loveButton.click();
    await expect.element(page.getByText('Not sent yet: your votes count if they arrive in time.')).toBeVisible();
    backend.failure = null;
    await expect.element(page.getByText('1 vote', { exact: true })).toBeVisible();
    expect(backend.ballots.at(-1)).toMatchObject({ ...noVotes, love: 1 });
  });
});
