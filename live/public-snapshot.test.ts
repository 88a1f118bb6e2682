import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { noVotes } from '../amplify/show';
import { fetchPublicSnapshot } from './public-snapshot';
import { defaultControls } from './show-controls';

const fetched = vi.fn<typeof fetch>();
const snapshot = snapshotOf(roundStartingAt(1000), 3);
const recentRounds = [{ roundId: '990', title: 'Before', poster: '/p.svg', ...noVotes, voters: 0 }];

const answer = (body: unknown, init?: ResponseInit) =>
  fetched.mockResolvedValue(new Response(typeof body === 'string' ? body : JSON.stringify(body), init));

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

describe('the public snapshot', () => {
  it('is requested without cookies, by which a cache could keep one answer for each client', async () => {
    answer(snapshot);
    await fetchPublicSnapshot();
    expect(fetched).toHaveBeenCalledExactlyOnceWith('/snapshot', {
      credentials: 'omit',
      headers: { accept: 'application/json' },
    });
  });

  it.each([
    ['of the server', undefined, 1000],
    ['that a cache has just received', '0', 2000],
    ['that a cache received seconds ago', '2', 4000],
  ])('%s is at most so old', async (_what, age, maxAgeMs) => {
    answer(snapshot, age === undefined ? undefined : { headers: { age } });
    expect(await fetchPublicSnapshot()).toEqual({ snapshot, maxAgeMs });
  });

  it('comes with the recent rounds', async () => {
    answer({ ...snapshot, recentRounds });
    expect((await fetchPublicSnapshot()).snapshot).toEqual({ ...snapshot, recentRounds });
  });

  it.each([snapshotOf(null), { round: null, leaders: [], serverTime: 1 }])('may be without a round', async (empty) => {
    answer(empty);
    expect((await fetchPublicSnapshot()).snapshot).toEqual(empty);
  });

  it.each([
    ['HTTP 503', { error: 'The backend does not answer.' }, { status: 503 }],
    ['HTTP 404', '<!doctype html>', { status: 404 }],
    ['OldSnapshot', snapshot, { headers: { age: '11' } }],
    ['OldSnapshot', snapshot, { headers: { age: 'soon' } }],
    ['OldSnapshot', snapshot, { headers: { age: '-3600' } }],
    ['InvalidSnapshot', null, {}],
    ['InvalidSnapshot', { ...snapshot, serverTime: 'now' }, {}],
    ['InvalidSnapshot', { ...snapshot, round: { roundId: '1000' } }, {}],
    ['InvalidSnapshot', { ...snapshot, round: { ...snapshot.round, expectedVoters: 'many' } }, {}],
    ['InvalidSnapshot', { ...snapshot, round: { ...snapshot.round, rooms: [2] } }, {}],
    ['InvalidSnapshot', { ...snapshot, scores: { ...snapshot.scores, love: undefined } }, {}],
    ['InvalidSnapshot', { ...snapshot, scores: { ...snapshot.scores, voters: '3' } }, {}],
    ['InvalidSnapshot', { ...snapshot, show: { ...defaultControls, removedMessages: null } }, {}],
    ['InvalidSnapshot', { ...snapshot, show: { ...defaultControls, roundSeconds: '10' } }, {}],
    ['InvalidSnapshot', { ...snapshot, leaders: null }, {}],
    ['InvalidSnapshot', { ...snapshot, leaders: [null] }, {}],
    ['InvalidSnapshot', { ...snapshot, recentRounds: null }, {}],
    ['InvalidSnapshot', { ...snapshot, recentRounds: ['990'] }, {}],
  ])('is refused as %s', async (type, body, init) => {
    answer(body, init);
    await expect(fetchPublicSnapshot()).rejects.toMatchObject({ type });
  });

  it('is no snapshot if a proxy answers with its own page', async () => {
    answer('<!doctype html><title>Sign in</title>');
    await expect(fetchPublicSnapshot()).rejects.toThrow(SyntaxError);
  });
});
