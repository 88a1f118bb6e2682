import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { noVotes } from '../../amplify/show';
import { backendWith, openRound, renderInShow } from '../show/show.fixture';
import { People } from './people';

async function renderPeople(expectedVoters: number | null) {
  const round = { ...openRound(), expectedVoters };
  const { backend } = await renderInShow(<People isShown />, { backend: backendWith(round) });
  await expect.poll(() => backend.scores.observers.size).toBe(1);
  const arrive = (voters: number) =>
    backend.scores.publish({ scores: { roundId: round.roundId, ...noVotes, love: voters, voters }, leaders: [] });
  return { arrive };
}

describe('the number of people', () => {
  it('is that of the last round until this one has more', async () => {
    const { arrive } = await renderPeople(41);
    await expect.element(page.getByText('41 people here')).toBeVisible();
    arrive(40);
    await expect.element(page.getByText('41 people here')).toBeVisible();
    arrive(1234);
    await expect.element(page.getByText('1234 people here')).toBeVisible();
    arrive(12_345);
    await expect.element(page.getByText('12.3K people here')).toBeVisible();
  });

  it.each([null, 0, 1])('is not shown to someone alone: %o', async (expectedVoters) => {
    const { arrive } = await renderPeople(expectedVoters);
    arrive(1);
    await expect.element(page.getByText(/voting/)).not.toBeInTheDocument();
  });
});
