import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { categories, noVotes, type Category } from '../../amplify/show';
import type { LeaderboardEntry, Snapshot } from '../../live/backend';
import { snapshotOf } from '../../live/fake-backend.fixture';
import { backendWith, openRound, renderInShow, type RenderedShow } from '../show/show.fixture';
import { Records } from './records';

const entry = (category: Category, votes: number, title: string): LeaderboardEntry => ({
  category,
  votes,
  title,
  poster: '/a.svg',
});

const oldRecords = categories.map((category) => entry(category, 7, 'Nosferatu'));

const rows = () => page.getByRole('listitem').elements();
const newRows = () => rows().filter((row) => row.hasAttribute('data-new'));

/** @param initial the snapshot of the rendered page; the backend always returns the old records */
async function renderRecords(initial: 'no snapshot' | 'a snapshot'): Promise<RenderedShow> {
  const backend = backendWith(openRound());
  const snapshot: Snapshot = { ...snapshotOf(backend.current), leaders: oldRecords };
  backend.client.queries.snapshot = () => Promise.resolve({ data: snapshot });
  const show = await renderInShow(<Records />, { backend, initial: initial === 'a snapshot' ? snapshot : null });
  await expect.poll(() => rows().every((row) => row.textContent.includes('Nosferatu'))).toBe(true);
  await expect.poll(() => backend.scores.observers.size).toBe(1);
  return show;
}

describe.each(['a snapshot', 'no snapshot'] as const)('the records of a page that was rendered with %s', (initial) => {
  it('are not new', async () => {
    await renderRecords(initial);
    expect(newRows()).toEqual([]);
  });

  it('are new when they are broken', async () => {
    const { backend } = await renderRecords(initial);
    const round = backend.current;
    backend.scores.publish({
      scores: { roundId: round?.roundId ?? '', ...noVotes, hate: 8, voters: 1 },
      leaders: [entry('hate', 8, round?.movie.title ?? '')],
    });
    await expect.poll(() => newRows().map((row) => row.getAttribute('data-category'))).toEqual(['hate']);
  });
});
