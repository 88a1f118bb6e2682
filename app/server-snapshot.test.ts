import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noVotes } from '../amplify/show';
import type { Outputs } from '../live/backend';
import { FakeBackend, roundStartingAt } from '../live/fake-backend.fixture';

const outputs: Outputs = {};

/** The module has one snapshot and one guest per server: every test starts a server. */
async function startServer() {
  vi.resetModules();
  const backend = new FakeBackend();
  backend.current = roundStartingAt(1000);
  const openBackend = vi.fn(() => backend);
  vi.doMock('../live/backend', () => ({ openBackend }));
  const { firstSnapshot, serverSnapshot } = await import('./server-snapshot');
  return { backend, openBackend, firstSnapshot, serverSnapshot };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.spyOn(console, 'warn').mockReturnValue();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.doUnmock('../live/backend');
});

describe('the first snapshot', () => {
  it('is requested once a second, however many pages are', async () => {
    const { backend, firstSnapshot } = await startServer();
    const answers = await Promise.all(Array.from({ length: 50 }, () => firstSnapshot(outputs)));
    expect(answers.every((answer) => answer?.round?.roundId === '1000')).toBe(true);
    expect(backend.snapshotsTaken).toBe(1);
    vi.advanceTimersByTime(1000);
    await firstSnapshot(outputs);
    expect(backend.snapshotsTaken).toBe(2);
  });

  it('is requested again after a second, even if the wall clock is set back', async () => {
    const { backend, firstSnapshot } = await startServer();
    await firstSnapshot(outputs);
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(1000);
    await firstSnapshot(outputs);
    expect(backend.snapshotsTaken).toBe(2);
  });

  it('connects to one backend as long as the outputs stay the same', async () => {
    const { openBackend, firstSnapshot } = await startServer();
    await firstSnapshot(outputs);
    vi.advanceTimersByTime(5000);
    await firstSnapshot(outputs);
    expect(openBackend).toHaveBeenCalledTimes(1);
    await firstSnapshot({ ...outputs });
    expect(openBackend).toHaveBeenCalledTimes(2);
  });

  it('leaves no timer behind', async () => {
    const { firstSnapshot } = await startServer();
    await firstSnapshot(outputs);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is null if the backend is down', async () => {
    const { backend, firstSnapshot } = await startServer();
    backend.failure = new TypeError('fetch failed');
    expect(await firstSnapshot(outputs)).toBeNull();
    expect(backend.identities).toBe(1);
  });

  it('is null if the backend takes too long', async () => {
    const { backend, firstSnapshot } = await startServer();
    vi.spyOn(backend.client.queries, 'snapshot').mockReturnValue(new Promise<never>(() => undefined));
    const answer = firstSnapshot(outputs);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await answer).toBeNull();
  });

  it('is requested as a new guest after the backend rejected the old one', async () => {
    const { backend, firstSnapshot } = await startServer();
    backend.failure = Object.assign(new Error('Identity not found.'), { name: 'ResourceNotFoundException' });
    expect(await firstSnapshot(outputs)).toBeNull();
    expect(backend.identities).toBe(2);
  });

  it('is the one of the last seconds while the backend is slow or fails', async () => {
    const { backend, firstSnapshot } = await startServer();
    await firstSnapshot(outputs);
    await vi.advanceTimersByTimeAsync(1000);
    const snapshot = vi.spyOn(backend.client.queries, 'snapshot').mockReturnValue(new Promise<never>(() => undefined));
    const whileSlow = firstSnapshot(outputs);
    await vi.advanceTimersByTimeAsync(300);
    expect((await whileSlow)?.round?.roundId).toBe('1000');
    snapshot.mockRestore();
    backend.failure = new TypeError('fetch failed');
    await vi.advanceTimersByTimeAsync(1000);
    expect((await firstSnapshot(outputs))?.round?.roundId).toBe('1000');
    await vi.advanceTimersByTimeAsync(3000);
    expect(await firstSnapshot(outputs)).toBeNull();
  });
});

describe('the recent rounds', () => {
  const result = (roundId: string, love = 0) => ({
    roundId,
    title: roundId,
    poster: '/p.svg',
    ...noVotes,
    love,
    voters: 0,
  });

  it('come with the snapshot and are requested at the start and in the middle of a round, not every second', async () => {
    const { backend, serverSnapshot } = await startServer();
    const requested = vi.spyOn(backend.client.queries, 'recentRounds');
    const requests: number[] = [];
    for (let second = 0; second < 20; second += 1) {
      backend.recent = [result('990', second)];
      requested.mockClear();
      const answer = await serverSnapshot(outputs);
      if (requested.mock.calls.length > 0) requests.push(second);
      expect(answer?.recentRounds).toEqual([result('990', second - (second % 5))]);
      vi.advanceTimersByTime(1000);
    }
    expect(requests).toEqual([0, 5, 10, 15]);
  });

  it('are on the first paint', async () => {
    const { backend, firstSnapshot } = await startServer();
    backend.recent = [result('990')];
    expect((await firstSnapshot(outputs))?.recentRounds).toEqual([result('990')]);
  });

  it('are left out while the backend does not give them, and requested again with the next snapshot', async () => {
    const { backend, serverSnapshot } = await startServer();
    backend.recent = [result('990')];
    const requested = vi.spyOn(backend.client.queries, 'recentRounds');
    requested.mockRejectedValueOnce(new TypeError('fetch failed'));
    const failed = await serverSnapshot(outputs);
    expect(failed?.round?.roundId).toBe('1000');
    expect(failed).not.toHaveProperty('recentRounds');
    vi.advanceTimersByTime(1000);
    requested.mockReturnValueOnce(new Promise(() => undefined));
    const slow = serverSnapshot(outputs);
    await vi.advanceTimersByTimeAsync(500);
    expect((await slow)?.round?.roundId).toBe('1000');
    expect(await slow).not.toHaveProperty('recentRounds');
    await vi.advanceTimersByTimeAsync(500);
    expect((await serverSnapshot(outputs))?.recentRounds).toEqual([result('990')]);
  });
});

describe('the snapshot of the server', () => {
  it('is never older than a second', async () => {
    const { backend, serverSnapshot } = await startServer();
    expect((await serverSnapshot(outputs))?.round?.roundId).toBe('1000');
    backend.failure = new TypeError('fetch failed');
    vi.advanceTimersByTime(999);
    expect(await serverSnapshot(outputs)).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(await serverSnapshot(outputs)).toBeNull();
  });

  it('is requested once a second, whether or not the backend answers', async () => {
    const { backend, serverSnapshot } = await startServer();
    const snapshot = vi.spyOn(backend.client.queries, 'snapshot');
    for (const failure of [null, new TypeError('fetch failed')]) {
      backend.failure = failure;
      snapshot.mockClear();
      for (let ms = 0; ms < 3000; ms += 100) {
        await serverSnapshot(outputs);
        vi.advanceTimersByTime(100);
      }
      expect(snapshot).toHaveBeenCalledTimes(3);
    }
  });
});
