import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Chunk, isChunkGone } from './chunk';

const failed = new Error('Loading chunk 7 failed.');

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(load: () => Promise<string>, isGone = false) {
  const schedule = (delayMs: number, callback: () => void) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  };
  return new Chunk({ load, isGone: () => Promise.resolve(isGone), schedule, random: () => 0 });
}

describe('a chunk', () => {
  it('is requested once, however many wait for it', async () => {
    const load = vi.fn(() => Promise.resolve('code'));
    const chunk = open(load);
    expect(load).not.toHaveBeenCalled();
    const [first, second] = [vi.fn(), vi.fn()];
    chunk.subscribe(first);
    chunk.subscribe(second);
    await vi.advanceTimersByTimeAsync(0);
    expect(load).toHaveBeenCalledTimes(1);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
    expect(chunk.getState()).toEqual({ value: 'code', failures: 0, isGone: false });
  });

  it('that fails is requested again with growing delays until it is there', async () => {
    const load = vi.fn(() => Promise.reject<string>(failed));
    const chunk = open(load);
    chunk.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(500);
    expect(load).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(load.mock.calls.length).toBeGreaterThan(6);
    expect(load.mock.calls.length).toBeLessThan(16);
    load.mockResolvedValue('code');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(chunk.getState()).toMatchObject({ value: 'code' });
  });

  it('that the server has no more is not requested again', async () => {
    const load = vi.fn(() => Promise.reject<string>(failed));
    const chunk = open(load, true);
    chunk.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(load).toHaveBeenCalledTimes(1);
    expect(chunk.getState()).toEqual({ value: null, failures: 1, isGone: true });
  });
});

describe('isChunkGone', () => {
  const chunkError = new Error(
    'Loading chunk 7 failed.\n(error: https://matinee.example/_next/static/chunks/7.ab-c.js)',
  );

  it.each([
    [404, true],
    [200, false],
    [503, false],
  ])('asks the server: %i', async (status, isGone) => {
    const fetch = vi.fn(() => Promise.resolve({ status }));
    vi.stubGlobal('fetch', fetch);
    await expect(isChunkGone(chunkError)).resolves.toBe(isGone);
    expect(fetch).toHaveBeenCalledWith('/_next/static/chunks/7.ab-c.js', { method: 'HEAD', cache: 'no-store' });
  });

  it.each([
    'Loading CSS chunk 7 failed.\n(/_next/static/css/7.css)',
    'Failed to load chunk /_next/static/chunks/0~7.js from runtime for chunk static/chunks/page.js',
  ])('reads the file from the message: %s', async (message) => {
    vi.stubGlobal('fetch', () => Promise.resolve({ status: 404 }));
    await expect(isChunkGone(new Error(message))).resolves.toBe(true);
  });

  it('is false without a network and for other errors', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(isChunkGone(chunkError)).resolves.toBe(false);
    await expect(isChunkGone(failed)).resolves.toBe(false);
  });
});
