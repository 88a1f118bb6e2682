import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
  const { firstSnapshot } = await import('./first-snapshot');
  return { backend, openBackend, firstSnapshot };
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
});
