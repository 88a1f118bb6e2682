import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { noVotes, type Category } from '../../amplify/show';
import type { LeaderboardEntry, Snapshot } from '../../live/backend';
import { snapshotOf } from '../../live/fake-backend.fixture';
import { backendWith, openRound, renderInShow, type RenderedShow } from '../show/show.fixture';
import { Celebration } from './celebration';

const seal = page.getByTestId('record-seal');
const news = page.getByTestId('record-news');

const entry = (category: Category, votes: number, title: string): LeaderboardEntry => ({
  category,
  votes,
  title,
  poster: '/a.svg',
});

/** Renders a page without a server snapshot; the backend answers with records of the movie that is showing. */
async function renderCelebration(): Promise<RenderedShow & { title: string }> {
  const backend = backendWith(openRound());
  const title = backend.current?.movie.title ?? '';
  const snapshot: Snapshot = { ...snapshotOf(backend.current), leaders: [entry('love', 5, title)] };
  backend.client.queries.snapshot = vi.fn(() => Promise.resolve({ data: snapshot }));
  const show = await renderInShow(<Celebration />, { backend, initial: null });
  await expect.poll(() => backend.scores.observers.size).toBe(1);
  return { ...show, title };
}

function publish({ backend }: RenderedShow, record: LeaderboardEntry): void {
  const scores = { roundId: backend.current?.roundId ?? '', ...noVotes, voters: 1 };
  backend.scores.publish({ scores: { ...scores, [record.category]: record.votes }, leaders: [record] });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the celebration', () => {
  it('ignores the records of the first snapshot', async () => {
    await renderCelebration();
    await vi.advanceTimersByTimeAsync(1000);
    await expect.element(seal).not.toBeInTheDocument();
  });

  it('shows and announces a record that is broken, for a few seconds', async () => {
    const show = await renderCelebration();
    await vi.advanceTimersByTimeAsync(1000);
    publish(show, entry('hate', 3, show.title));
    await vi.advanceTimersByTimeAsync(300);
    await expect.element(seal).toBeInTheDocument();
    await expect.element(news).toHaveTextContent(`New record, Most hated: \u2068${show.title}\u2069, 3 votes`);
    await vi.advanceTimersByTimeAsync(5000);
    await expect.element(seal).not.toBeInTheDocument();
  });
});
