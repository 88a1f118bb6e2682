import { describe, expect, it } from 'vitest';
import { costOf, usageOf, type Usage } from './estimate';

const none: Usage = {
  connectionMinutes: 0,
  snapshots: 0,
  recentRounds: 0,
  voteCalls: 0,
  messages: 0,
  publications: 0,
  updates: 0,
};
const plan = { viewers: 1000, minutes: 10, votesPerSecond: 0, messagesPerMinute: 0, rampSeconds: 0 };

describe('usageOf', () => {
  it('publishes only rounds if nobody votes', () => {
    expect(usageOf(plan)).toEqual({
      ...none,
      connectionMinutes: 10_000,
      snapshots: 3000,
      recentRounds: 2000,
      publications: 60,
      updates: 60_000 + 5000,
    });
  });

  it.each([
    ['few votes: one call each', 0.25, 150_000],
    ['many votes: several per call', 5, 600_000 * (0.5 + 1000 / 2250)],
  ])('with %s', (_, votesPerSecond, voteCalls) => {
    expect(usageOf({ ...plan, votesPerSecond }).voteCalls).toBe(voteCalls);
  });

  it('publishes at most once per vote', () => {
    expect(usageOf({ ...plan, viewers: 1, votesPerSecond: 0.1 })).toMatchObject({
      publications: 120,
      updates: 120 + 5,
    });
  });

  it('delivers a chat message to every viewer of a small audience, and to one of 16 rooms of a larger one', () => {
    const small = usageOf({ ...plan, viewers: 50, messagesPerMinute: 1 });
    expect(small).toMatchObject({ messages: 500, updates: 250 + 3000 + 25_000 });
    const large = usageOf({ ...plan, messagesPerMinute: 1 });
    expect(large).toMatchObject({ messages: 10_000, updates: 5000 + 60_000 + 10_000_000 / 16 });
  });

  it('counts half of the arrival time', () => {
    expect(usageOf({ ...plan, rampSeconds: 120 }).connectionMinutes).toBe(11_000);
  });
});

describe('costOf', () => {
  it('is the sum of the lines', () => {
    const { lines, total } = costOf({
      ...none,
      updates: 2_000_000,
      connectionMinutes: 1_000_000,
      voteCalls: 1_000_000,
    });
    expect(Object.fromEntries(lines.map(({ what, cost }) => [what, cost]))).toEqual({
      appSyncOperations: 4,
      appSyncUpdates: 4,
      appSyncConnectionMinutes: 0.08,
      dynamoDbWriteUnits: 0.625,
      dynamoDbReadUnits: 0,
    });
    expect(total).toBeCloseTo(8.705);
  });

  it('is zero without usage', () => {
    expect(costOf(none).total).toBe(0);
  });
});
