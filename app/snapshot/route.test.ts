import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noVotes } from '../../amplify/show';
import type { Outputs, PublicSnapshot } from '../../live/backend';
import { roundStartingAt, snapshotOf } from '../../live/fake-backend.fixture';
import type { OutputsReading } from '../outputs';

const outputs: Outputs = {};
const url = 'https://matinee.example/snapshot';

let reading: OutputsReading = { outputs, operatorOutputs: outputs };
let snapshot: PublicSnapshot | null = null;
const serverSnapshot = vi.fn(() => Promise.resolve(snapshot));
vi.mock('../outputs', () => ({ readOutputs: () => Promise.resolve(reading) }));
vi.mock('../server-snapshot', () => ({ serverSnapshot: () => serverSnapshot() }));
const { GET } = await import('./route');

const get = (headers: Record<string, string> = {}, address = url) => GET(new Request(address, { headers }));

beforeEach(() => {
  reading = { outputs, operatorOutputs: outputs };
  const recentRounds = [{ roundId: '990', title: 'Before', poster: '/p.svg', ...noVotes, voters: 0 }];
  snapshot = { ...snapshotOf(roundStartingAt(1000), 7), recentRounds };
});

afterEach(() => {
  serverSnapshot.mockClear();
});

describe('the public snapshot', () => {
  it('is JSON that shared caches keep for a second and browsers do not', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(snapshot);
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'public, max-age=0, s-maxage=1',
      'content-type': 'application/json',
      etag: expect.stringMatching(/^"[\w-]{43}"$/) as string,
    });
  });

  it.each(['%', 'W/%', '"other", W/%', '*'])('is not sent again to a client that has it: %s', async (template) => {
    const etag = (await get()).headers.get('etag') ?? '';
    const response = await get({ 'if-none-match': template.replace('%', etag) });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
    expect(response.headers.get('etag')).toBe(etag);
    expect(response.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=1');
  });

  it('has another tag at another time, because clients set their clock by it', async () => {
    const etag = (await get()).headers.get('etag') ?? '';
    if (snapshot) snapshot = { ...snapshot, serverTime: snapshot.serverTime + 1000 };
    expect((await get({ 'if-none-match': etag })).status).toBe(200);
  });

  it('is refused with a query string, and not requested for it', async () => {
    const response = await get({}, `${url}?x=1`);
    expect(response.status).toBe(400);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ error: 'This address takes no query string.' });
    expect(serverSnapshot).not.toHaveBeenCalled();
  });

  it.each(['the backend does not answer', 'no backend is configured'])('is a short-lived 503 if %s', async (reason) => {
    if (reason === 'the backend does not answer') snapshot = null;
    else reading = { problem: 'There is no amplify_outputs.json in the project folder.' };
    const response = await get({ 'if-none-match': '*' });
    expect(response.status).toBe(503);
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'public, max-age=0, s-maxage=1',
      'content-type': 'application/json',
      'retry-after': '1',
    });
    expect(await response.json()).toEqual({ error: 'The backend does not answer. Try again in a second.' });
  });
});
