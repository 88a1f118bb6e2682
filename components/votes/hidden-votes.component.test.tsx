import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { noVotes } from '../../amplify/show';
import { controlsWith } from '../../live/fake-backend.fixture';
import { usePhase, useShowStatus } from '../show/show-context';
import { renderInShow } from '../show/show.fixture';
import { VoteBoard } from '../stage/vote-board';
import { Votes } from './votes';

function Screen({ isStage }: { isStage: boolean }) {
  const phase = usePhase();
  const status = useShowStatus(phase);
  return isStage ? <VoteBoard status={status} /> : <Votes phase={phase} status={status} />;
}

it.each([
  ['page', false],
  ['stage', true],
])('the %s hides votes until voting closes', async (_, isStage) => {
  const { backend } = await renderInShow(<Screen isStage={isStage} />);
  await expect.poll(() => backend.controls.observers.size).toBe(1);
  backend.controls.publish(controlsWith({ areVotesHidden: true }));
  const round = backend.current;
  const scores = { roundId: round?.roundId ?? '', ...noVotes, love: 7, voters: 2, favourites: { ...noVotes, love: 2 } };
  backend.scores.publish({ scores, leaders: [] });
  await expect.element(page.getByTestId('count-love')).toHaveTextContent('•••');
  await expect.element(page.getByText('Votes are shown at the end.')).toBeVisible();
  if (!isStage) {
    await page.getByRole('button', { name: 'Hate' }).click();
    await expect.element(page.getByRole('button', { name: 'Hate' })).toHaveAccessibleDescription('1 vote of yours');
    await expect.element(page.getByTestId('spoken-votes')).toBeEmptyDOMElement();
  }
  const endedAt = Math.floor(Date.now() / 1000);
  backend.controls.publish(controlsWith({ areVotesHidden: true, endedRound: round?.roundId, endedAt }));
  await expect.element(page.getByTestId('count-love')).toHaveTextContent('7');
});

it('the page says that a host has paused the show', async () => {
  const { backend } = await renderInShow(<Screen isStage={false} />);
  await expect.poll(() => backend.controls.observers.size).toBe(1);
  backend.controls.publish(controlsWith({ isPaused: true }));
  await expect.element(page.getByText('Voting is paused until the show continues.')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Love' })).toHaveAttribute('aria-disabled', 'true');
});
