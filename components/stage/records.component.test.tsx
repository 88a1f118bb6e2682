import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { categories, noVotes } from '../../amplify/show';
import type { LeaderboardEntry, Snapshot } from '../../live/backend';
import { roundStartingAt, snapshotOf } from '../../live/fake-backend.fixture';
import { backendWith, renderInShow, type RenderedShow } from '../show/show.fixture';
import { Records } from './records';

const startsAt = 1_800_000_000;

const oldRecords: LeaderboardEntry[] = categories.map((category) => ({
  category,
  voters: 7,
  votes: 20,
  title: 'Nosferatu',
  poster: '/a.svg',
}));

const rows = () => page.getByRole('listitem').elements();
const newRows = () => rows().filter((row) => row.hasAttribute('data-new'));

/** @param initial the snapshot of the rendered page; the backend always returns the old records */
async function renderRecords(initial: 'no snapshot' | 'a snapshot'): Promise<RenderedShow> {
  const backend = backendWith(roundStartingAt(startsAt));
  const snapshot: Snapshot = { ...snapshotOf(backend.current), leaders: oldRecords };
  backend.readSnapshot = () => ({ ...snapshot, serverTime: Date.now() });
  const show = await renderInShow(<Records />, { backend, initial: initial === 'a snapshot' ? snapshot : null });
  await expect.poll(() => rows().every((row) => row.textContent.includes('Nosferatu'))).toBe(true);
  await expect.poll(() => backend.scores.observers.size).toBe(1);
  return show;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: startsAt * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe.each(['a snapshot', 'no snapshot'] as const)('the records of a page that was rendered with %s', (initial) => {
  it('are new with the result of a round that breaks them, not before', async () => {
    const { backend } = await renderRecords(initial);
    const favourites = { ...noVotes, hate: 8, love: 7 };
    backend.scores.publish({
      scores: { roundId: String(startsAt), ...favourites, voters: 15, favourites },
      leaders: [],
    });
    await vi.advanceTimersByTimeAsync(7800);
    expect(newRows()).toEqual([]);
    await vi.advanceTimersByTimeAsync(150);
    await expect.poll(() => newRows().map((row) => row.getAttribute('data-category'))).toEqual(['hate']);
  });
});
