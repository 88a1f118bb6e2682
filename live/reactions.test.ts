import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categories, noVotes, type Category } from '../amplify/show';
import { totalOf } from './counts';
import { roundStartingAt } from './fake-backend.fixture';
import { FakeTimers } from './fake-timers.fixture';
import { flowIntervalMs, maxReactionsPerInterval, ReactionFlow, voteIncrease, sampleOf } from './reactions';
import { emptyShow, showReducer, type ShowEvent } from './show-reducer';

const start = showReducer(emptyShow, { type: 'roundStarted', round: roundStartingAt(10) });

const scores = (love: number, roundId = '10'): ShowEvent => ({
  type: 'scoresPublished',
  update: { scores: { roundId, ...noVotes, love, voters: 1 }, leaders: [] },
});
const ownVote: ShowEvent = { type: 'voteCast', roundId: '10', category: 'love' };

describe('voteIncrease', () => {
  const increase = (events: ShowEvent[], last: ShowEvent) => {
    const before = events.reduce(showReducer, start);
    const { own, others } = voteIncrease(before, showReducer(before, last));
    return { own: own.love, others: others.love };
  };

  it.each([
    { what: 'an own vote', events: [], last: ownVote, own: 1, others: 0 },
    { what: 'votes of others', events: [], last: scores(7), own: 0, others: 7 },
    { what: 'votes of others together with own votes', events: [ownVote, ownVote], last: scores(7), own: 0, others: 5 },
    { what: 'own votes that were counted', events: [ownVote, ownVote], last: scores(2), own: 0, others: 0 },
    {
      what: 'own votes restored after a reload',
      events: [scores(3)],
      last: { type: 'ownVotesKnown', roundId: '10', votes: { ...noVotes, love: 2 } },
      own: 0,
      others: 0,
    },
    {
      what: 'another round',
      events: [scores(3)],
      last: { type: 'roundStarted', round: roundStartingAt(20) },
      own: 0,
      others: 0,
    },
  ] as const)('distinguishes own votes from others for $what', ({ events, last, own, others }) => {
    expect(increase([...events], last)).toEqual({ own, others });
  });
});

describe('sampleOf', () => {
  const counts = fc.record({
    love: fc.nat(5000),
    like: fc.nat(50),
    meh: fc.nat(5),
    unknown: fc.nat(5000),
    hate: fc.nat(2),
  });

  it('returns at most the maximum, with votes of every category', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const sample = sampleOf(all, maxReactionsPerInterval);
        expect(totalOf(sample)).toBeLessThanOrEqual(maxReactionsPerInterval);
        for (const category of categories) {
          expect(sample[category] > 0).toBe(all[category] > 0);
          expect(sample[category]).toBeLessThanOrEqual(all[category]);
        }
      }),
    );
  });

  it('returns all votes if they are few', () => {
    const few = { love: 3, like: 0, meh: 1, unknown: 0, hate: 2 };
    expect(sampleOf(few, maxReactionsPerInterval)).toEqual(few);
  });
});

describe('the flow of reactions', () => {
  const open = () => {
    const timers = new FakeTimers();
    const shown: { at: number; category: Category }[] = [];
    const flow = new ReactionFlow({
      show: (category, delayMs) => shown.push({ at: timers.now() + delayMs, category }),
      schedule: timers.schedule,
      random: () => 0.5,
    });
    return { timers, shown, flow };
  };

  it('shows a single vote at once', () => {
    const { shown, flow } = open();
    flow.add({ ...noVotes, meh: 1 });
    expect(shown).toEqual([{ at: 0, category: 'meh' }]);
  });

  it('spreads votes over the interval', () => {
    const { timers, shown, flow } = open();
    flow.add({ ...noVotes, love: 2, hate: 2 });
    timers.pass(flowIntervalMs);
    expect(shown.map(({ at }) => at)).toEqual([0, 250, 500, 750]);
    expect(shown.map(({ category }) => category).toSorted()).toEqual(['hate', 'hate', 'love', 'love']);
  });

  it('shows at most the maximum per interval', () => {
    const { timers, shown, flow } = open();
    for (let burst = 0; burst < 50; burst += 1) {
      flow.add({ ...noVotes, love: 40, like: 10 });
      timers.pass(100);
    }
    const perFlow = shown.map(
      ({ at }) => shown.filter((other) => other.at >= at && other.at < at + flowIntervalMs).length,
    );
    expect(Math.max(...perFlow)).toBeLessThanOrEqual(maxReactionsPerInterval + 1);
    expect(shown.length).toBeGreaterThan(maxReactionsPerInterval * 3);
    timers.pass(2 * flowIntervalMs);
    const calm = shown.length;
    timers.pass(10 * flowIntervalMs);
    expect(shown).toHaveLength(calm);
  });

  it('groups votes in quick succession and spreads them with delays', () => {
    const { timers, shown, flow } = open();
    flow.add({ ...noVotes, love: 8 });
    expect(shown.map(({ at }) => at)).toEqual([0, 125]);
    timers.pass(flowIntervalMs);
    expect(shown.map(({ at }) => at)).toEqual([0, 125, 250, 375, 500, 625, 750, 875]);
  });

  it('discards pending votes when it is stopped and shows later ones', () => {
    const { timers, shown, flow } = open();
    flow.add({ ...noVotes, love: 4 });
    flow.stop();
    timers.pass(flowIntervalMs);
    expect(shown).toHaveLength(1);
    flow.add({ ...noVotes, hate: 1 });
    expect(shown.at(-1)).toEqual({ at: flowIntervalMs, category: 'hate' });
  });
});
