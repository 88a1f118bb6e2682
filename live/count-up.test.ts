import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categories, noVotes, type Counts } from '../amplify/show';
import { countedUp, CountUp, stepMs } from './count-up';
import { excessOf, totalOf } from './counts';
import { FakeTimers } from './fake-timers.fixture';

const love = (votes: number): Counts => ({ ...noVotes, love: votes });

describe('the counters after the next step', () => {
  it.each([
    [0, 100, 1000, 25],
    [25, 100, 750, 50],
    [50, 100, 500, 75],
    [75, 100, 250, 100],
    [0, 100, 260, 100],
    [0, 100, 0, 100],
    [0, 100, -500, 100],
    [0, 1, 1000, 1],
    [0, 3, 1000, 1],
    [40, 40, 1000, 40],
    [0, 100, 2300, 12],
  ])('are, from %i to %i with %i ms left: %i', (shown, counts, leftMs, next) => {
    expect(countedUp(love(shown), love(counts), leftMs)).toEqual(love(next));
  });

  const counts = fc
    .tuple(...categories.map(() => fc.nat(1_000_000)))
    .map((votes) => Object.fromEntries(categories.map((category, index) => [category, votes[index]])) as Counts);

  it('never exceed the totals or fall, and reach them in time, also after own votes', () => {
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 0, max: 3000 }), fc.nat(20), (before, more, durationMs, own) => {
        let shown = before;
        let totals = { ...before };
        for (const category of categories) totals[category] += more[category];
        for (let leftMs = durationMs; leftMs > -stepMs; leftMs -= stepMs) {
          const next = countedUp(shown, totals, leftMs);
          expect(totalOf(excessOf(next, totals))).toBe(0);
          expect(totalOf(excessOf(shown, next))).toBe(0);
          shown = { ...next, hate: next.hate + own };
          totals = { ...totals, hate: totals.hate + own };
        }
        expect(shown).toEqual(totals);
      }),
    );
  });
});

describe('counting up', () => {
  /** Counts up from 0 to 100 at time 0. */
  function open() {
    const timers = new FakeTimers();
    const steps: { at: number; love: number }[] = [];
    const screen = { shown: love(0), counts: love(100) };
    const countUp = new CountUp({
      step: (leftMs) => {
        screen.shown = countedUp(screen.shown, screen.counts, leftMs);
        steps.push({ at: timers.now(), love: screen.shown.love });
        return screen.shown.love === screen.counts.love;
      },
      elapsed: timers.now,
      schedule: timers.schedule,
    });
    return { timers, steps, screen, countUp };
  }

  it('takes four steps in a second, the first at once, and ends before the next totals', () => {
    const { timers, steps, countUp } = open();
    countUp.start(1000);
    timers.pass(10_000);
    expect(steps).toEqual([
      { at: 0, love: 25 },
      { at: 250, love: 50 },
      { at: 500, love: 75 },
      { at: 750, love: 100 },
    ]);
  });

  it('shows totals of a small audience at once', () => {
    const { timers, steps, countUp } = open();
    countUp.start(250);
    timers.pass(10_000);
    expect(steps).toEqual([{ at: 0, love: 100 }]);
  });

  it('continues from where it is if totals arrive early', () => {
    const { timers, steps, screen, countUp } = open();
    countUp.start(1000);
    timers.pass(300);
    screen.counts = love(200);
    countUp.start(500);
    timers.pass(10_000);
    expect(steps.slice(2)).toEqual([
      { at: 300, love: 125 },
      { at: 550, love: 200 },
    ]);
  });

  it('catches up if timers are late, as in the background', () => {
    const { steps, countUp, screen } = open();
    let now = 0;
    let late: () => void = () => undefined;
    const slow = new CountUp({
      step: (leftMs) => {
        screen.shown = countedUp(screen.shown, screen.counts, leftMs);
        return screen.shown.love === 100;
      },
      elapsed: () => now,
      schedule: (_, callback) => {
        late = callback;
        return () => undefined;
      },
    });
    slow.start(1000);
    now = 5000;
    late();
    expect(screen.shown.love).toBe(100);
    countUp.stop();
    expect(steps).toEqual([]);
  });

  it('stops', () => {
    const { timers, steps, countUp } = open();
    countUp.start(1000);
    countUp.stop();
    timers.pass(10_000);
    expect(steps).toHaveLength(1);
  });
});
