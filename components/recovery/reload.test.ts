import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { schedule } from '../../live/schedule';
import { reloadAllowedInMs, reloadWhenPossible } from './reload';

describe('reloadAllowedInMs', () => {
  it.each([
    ['a page that somebody opened', { type: 'navigate', ageMs: 100 }, 0],
    ['a page that was just reloaded', { type: 'reload', ageMs: 2000 }, 58_000],
    ['a page that was reloaded long ago', { type: 'reload', ageMs: 3_600_000 }, 0],
  ])('of %s', (_case, page, ms) => {
    expect(reloadAllowedInMs(page)).toBe(ms);
  });
});

describe('reloadWhenPossible', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const start = (type: string, isServerUp: () => boolean, delayMs = 5000) => {
    const reload = vi.fn();
    const cancel = reloadWhenPossible(delayMs, {
      page: () => ({ type, ageMs: 0 }),
      isServerUp: () => Promise.resolve(isServerUp()),
      reload,
      schedule,
      random: () => 0,
    });
    return { reload, cancel };
  };

  it('reloads after the delay', async () => {
    const { reload } = start('navigate', () => true);
    await vi.advanceTimersByTimeAsync(4999);
    expect(reload).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('reloads a page that was just reloaded after a minute', async () => {
    const { reload } = start('reload', () => true);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(reload).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('waits until the server is up', async () => {
    let isUp = false;
    const { reload } = start('navigate', () => isUp);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(reload).not.toHaveBeenCalled();
    isUp = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('does nothing after it is cancelled', async () => {
    const { reload, cancel } = start('navigate', () => true);
    cancel();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(reload).not.toHaveBeenCalled();
  });
});
