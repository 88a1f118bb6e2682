import { describe, expect, it } from 'vitest';
import { noVotes } from '../../amplify/show';
import { updatesPerArrival } from '../pricing/usage';
import { noDeliveries } from './delivery-tracker';
import { mergeMetrics, emptyMetrics, recordMs, type Metrics } from './metrics';
import { reportOf } from './report';
import { reportText } from './report-text';

const idleLoop = { lateMs: { p99: 2, longest: 9 }, busy: 0.2 };

const reported = (...threads: Metrics[]) => {
  const figures = mergeMetrics(threads);
  return reportOf(
    2,
    { metrics: figures, seconds: { arriving: 1, watching: 60 }, cores: 0.5, probes: { shown: 3, lost: 0 } },
    false,
  );
};

describe('the report of several threads', () => {
  it('sums the votes and deliveries of all threads', () => {
    const [one, two] = [emptyMetrics(), emptyMetrics()];
    for (const figures of [one, two]) {
      figures.votesCast = 10;
      figures.errors.set('castVotes RoundOver', 1);
      figures.received.set('onScores', { count: 5, updates: 6 });
      figures.deliveries.set('onScores', { ...noDeliveries, published: 4, due: 4, missed: 1 });
      figures.connectedMs = 30_000;
      recordMs(figures.connects, 20);
    }
    expect(reported(one, two)).toMatchObject({
      votes: { cast: 20 },
      errors: { 'castVotes RoundOver': 2 },
      deliveries: { onScores: { received: 10, published: 4, due: 8, missed: 2 } },
      usage: { connectionMinutes: 1, updates: 12 + 2 * updatesPerArrival, publications: 4 },
      connects: { count: 2 },
    });
  });

  it('counts a confirmed vote as lost if no total contains it', () => {
    const [one, two] = [emptyMetrics(), emptyMetrics()];
    one.acknowledged.set('10', { ...noVotes, love: 3, hate: 1 });
    two.acknowledged.set('10', { ...noVotes, love: 2 });
    one.totals.set('10', { ...noVotes, love: 3 });
    two.totals.set('10', { ...noVotes, love: 4, like: 7 });
    expect(reported(one, two).votes).toEqual({ cast: 0, acknowledged: 6, lost: 2 });
  });

  it('uses the last screen of all threads', () => {
    const [one, two] = [emptyMetrics(), emptyMetrics()];
    one.longest.set('10 1', 40).set('10 2', 30);
    two.longest.set('10 1', 60);
    expect(reported(one, two).delaysToLastScreen).toMatchObject({ count: 2, longest: 60 });
  });

  it.each([
    ['late', { ...idleLoop, lateMs: { p99: 80, longest: 200 } }],
    ['busy', { ...idleLoop, busy: 0.95 }],
  ])('warns if a thread was too %s to measure', (_, loop) => {
    const [one, two] = [emptyMetrics(), emptyMetrics()];
    one.eventLoops.push(idleLoop);
    expect(reported(one, two).generator.isBottleneck).toBe(false);
    two.eventLoops.push(loop);
    expect(reported(one, two).generator.isBottleneck).toBe(true);
    expect(reportText(reported(one, two))).toContain('The generator itself had too little CPU');
  });

  it('has a dash if nothing was measured', () => {
    expect(reportText(reported(emptyMetrics()))).toMatch(/from a vote to each screen +0 +– +– +– +–/);
  });
});
