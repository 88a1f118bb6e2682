import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { en } from '../../languages/en';
import type { CurrentRound } from '../../live/backend';
import { controlsWith, roundStartingAt, snapshotOf } from '../../live/fake-backend.fixture';
import { usePhase, useShowStatus } from '../show/show-context';
import { backendWith, renderInShow } from '../show/show.fixture';
import { Countdown } from './countdown';

const startsAt = 1_800_000_000;
const timer = page.getByRole('timer');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: startsAt * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

function CurrentCountdown() {
  return <Countdown status={usePhase()} />;
}

function renderCountdown(round: CurrentRound | null = roundStartingAt(startsAt)) {
  return renderInShow(<CurrentCountdown />, { backend: backendWith(round), initial: snapshotOf(round) });
}

describe('the countdown', () => {
  it('counts the seconds down to the close of voting, and then to the next movie', async () => {
    await renderCountdown();
    await expect.element(timer).toHaveTextContent('7');
    await vi.advanceTimersByTimeAsync(1510);
    await expect.element(timer).toHaveTextContent('6');
    await vi.advanceTimersByTimeAsync(5000);
    await expect.element(timer).toHaveTextContent('1');
    await expect.element(page.getByText('second left to vote', { exact: true })).toBeInTheDocument();
    await vi.advanceTimersByTimeAsync(1000);
    await expect.element(timer).toHaveTextContent('0');
    await expect.element(page.getByText('Next movie in 2')).toBeInTheDocument();
    await vi.advanceTimersByTimeAsync(1500);
    await expect.element(page.getByText('Next movie in 1')).toBeInTheDocument();
    await vi.advanceTimersByTimeAsync(1000);
    await expect.element(page.getByText(en.countdown.over)).toBeInTheDocument();
  });

  it('starts with the seconds that are left of a round', async () => {
    await renderCountdown(roundStartingAt(startsAt - 4));
    await expect.element(timer).toHaveTextContent('4');
  });

  it('shows a round that a host has ended in its first second', async () => {
    const { backend } = await renderCountdown();
    await expect.poll(() => backend.controls.observers.size).toBe(1);
    backend.controls.publish(controlsWith({ isPaused: true, endedRound: String(startsAt), endedAt: startsAt }));
    await expect.element(timer).toHaveTextContent('0');
  });

  it('marks the last three seconds', async () => {
    const { container } = await renderCountdown();
    const isLast = () => container.querySelector('[data-last]') !== null;
    await vi.advanceTimersByTimeAsync(4010);
    expect(isLast()).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(isLast()).toBe(true);
  });

  it('keeps its height and its lines in place when voting closes, and when others join the first voter', async () => {
    const round = { ...roundStartingAt(startsAt), expectedVoters: 41 };
    const { container, backend } = await renderCountdown(round);
    const people = page.getByText('41 people here');
    const caption = page.getByText('seconds left to vote', { exact: true });
    await expect.element(people).toBeVisible();
    const places = () => {
      const timerBox = timer.element().parentElement?.getBoundingClientRect();
      const captionBox = container.querySelector('p')?.getBoundingClientRect();
      return [timerBox?.height, captionBox?.top];
    };
    const whileOpen = places();
    await expect.element(caption).toBeInTheDocument();
    await vi.advanceTimersByTimeAsync(8500);
    await expect.element(page.getByText('Next movie in 2')).toBeInTheDocument();
    expect(places()).toEqual(whileOpen);
    await expect.element(people).not.toBeVisible();
    backend.rounds.publish(roundStartingAt(startsAt + 10));
    await vi.advanceTimersByTimeAsync(1600);
    await expect.element(caption).toBeInTheDocument();
    await expect.element(page.getByText('people here')).not.toBeInTheDocument();
    expect(places()).toEqual(whileOpen);
  });

  it('keeps its height while the next round is late', async () => {
    function DelayedCountdown() {
      return <Countdown status={useShowStatus(usePhase())} />;
    }
    const round = roundStartingAt(startsAt);
    const { container } = await renderInShow(<DelayedCountdown />, {
      backend: backendWith(round),
      initial: snapshotOf(round),
    });
    const heightOf = (element: Element | null | undefined) => element?.getBoundingClientRect().height;
    const height = heightOf(container.querySelector('p')?.parentElement);
    await vi.advanceTimersByTimeAsync(9000);
    await expect.element(page.getByText('Next movie in 1')).toBeInTheDocument();
    await vi.advanceTimersByTimeAsync(1100);
    await expect.poll(() => container.querySelector('p')?.textContent).toBe('');
    expect(heightOf(container.querySelector('p')?.parentElement)).toBe(height);
  });

  it('starts again with the next round', async () => {
    const { backend, container } = await renderCountdown();
    await vi.advanceTimersByTimeAsync(10_000);
    await expect.element(timer).toHaveTextContent('0');
    backend.rounds.publish(roundStartingAt(startsAt + 10));
    await expect.element(timer).toHaveTextContent('7');
    expect(container.querySelector('[data-last]')).toBeNull();
  });

  it('empties the disc until voting closes, and fills it until the next movie', async () => {
    const { container } = await renderCountdown();
    const halves = container.getAnimations({ subtree: true }).map((turn) => {
      turn.pause();
      const { target } = turn.effect as KeyframeEffect;
      return (ms: number) => {
        turn.currentTime = ms;
        return target && new DOMMatrix(getComputedStyle(target).transform).a;
      };
    });
    expect(halves).toHaveLength(2);
    for (const turnAt of halves) {
      expect(turnAt(0)).toBeCloseTo(1);
      expect(turnAt(7500)).toBeCloseTo(-1);
      expect(turnAt(9999)).toBeCloseTo(1);
    }
  });

  it('corrects the disc to the clock', async () => {
    const { container } = await renderCountdown(roundStartingAt(startsAt - 4));
    const turns = () =>
      container.getAnimations({ subtree: true }).filter(({ effect }) => {
        return Number(effect?.getComputedTiming().duration) === 10_000;
      });
    const [ofTheFirstPaint] = turns();
    await vi.advanceTimersByTimeAsync(0);
    await expect.poll(() => turns()[0]).not.toBe(ofTheFirstPaint);
    const sweep = turns();
    expect(sweep).toHaveLength(2);
    vi.setSystemTime((startsAt + 2) * 1000);
    await vi.advanceTimersByTimeAsync(1610);
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
