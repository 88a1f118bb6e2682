import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { CurrentRound } from '../../live/backend';
import { roundStartingAt, snapshotOf } from '../../live/fake-backend.fixture';
import { usePhase } from '../show/show-context';
import { backendWith, renderInShow } from '../show/show.fixture';
import { Countdown } from './countdown';

const startsAt = 1_800_000_000;
const timer = page.getByRole('timer');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: startsAt * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

function CurrentCountdown() {
  return <Countdown phase={usePhase()} />;
}

function renderCountdown(round: CurrentRound | null = roundStartingAt(startsAt)) {
  return renderInShow(<CurrentCountdown />, { backend: backendWith(round), initial: snapshotOf(round) });
}

describe('the countdown', () => {
  it('counts the seconds of the round down to zero', async () => {
    await renderCountdown();
    await expect.element(timer).toHaveTextContent('10');
    await vi.advanceTimersByTimeAsync(1010);
    await expect.element(timer).toHaveTextContent('9');
    await vi.advanceTimersByTimeAsync(8000);
    await expect.element(timer).toHaveTextContent('1');
    await expect.element(page.getByText('second left to vote', { exact: true })).toBeInTheDocument();
    await vi.advanceTimersByTimeAsync(1000);
    await expect.element(timer).toHaveTextContent('0');
    await expect.element(page.getByText('next film coming')).toBeInTheDocument();
  });

  it('starts with the seconds that are left of a round', async () => {
    await renderCountdown(roundStartingAt(startsAt - 6));
    await expect.element(timer).toHaveTextContent('4');
  });

  it('marks the last three seconds', async () => {
    const { container } = await renderCountdown();
    const isLast = () => container.querySelector('[data-last]') !== null;
    await vi.advanceTimersByTimeAsync(6010);
    expect(isLast()).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(isLast()).toBe(true);
  });

  it('starts again with the next round', async () => {
    const { backend, container } = await renderCountdown();
    await vi.advanceTimersByTimeAsync(10_000);
    await expect.element(timer).toHaveTextContent('0');
    backend.rounds.publish(roundStartingAt(startsAt + 10));
    await expect.element(timer).toHaveTextContent('10');
    expect(container.querySelector('[data-last]')).toBeNull();
  });

  it('corrects the disc to the clock', async () => {
    const { container } = await renderCountdown(roundStartingAt(startsAt - 4));
    const sweep = container.getAnimations({ subtree: true }).filter(({ effect }) => {
      return Number(effect?.getComputedTiming().duration) === 10_000;
    });
    expect(sweep).toHaveLength(2);
    vi.setSystemTime((startsAt + 2) * 1000);
    await vi.advanceTimersByTimeAsync(1010);
    for (const turn of sweep) {
      turn.pause();
      // An animation has the time of the last frame.
      expect(Number(turn.currentTime)).toBeGreaterThan(6800);
    }
  });

  it('stops its timer and animations when it unmounts', async () => {
    const { container, unmount } = await renderCountdown();
    expect(container.getAnimations({ subtree: true })).not.toHaveLength(0);
    await unmount();
    expect(document.getAnimations()).toHaveLength(0);
  });
});
