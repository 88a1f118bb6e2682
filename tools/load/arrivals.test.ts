import { expect, it } from 'vitest';
import { scheduleArrivals } from './arrivals';

it('schedules new guests within the quota of Cognito, and known guests faster', () => {
  expect(scheduleArrivals(5, ['a', 'b'], false)).toEqual([
    { identityId: 'a', at: 0 },
    { identityId: 'b', at: 10 },
    { identityId: undefined, at: 20 },
    { identityId: undefined, at: 70 },
    { identityId: undefined, at: 120 },
  ]);
});

it('ignores the quotas for a local backend', () => {
  expect(scheduleArrivals(3, [], true).map(({ at }) => at)).toEqual([0, 20, 40]);
});

it('uses the given rate', () => {
  expect(scheduleArrivals(3, ['a'], false, 2).map(({ at }) => at)).toEqual([0, 500, 1000]);
});

it('never exceeds the quotas of Cognito', () => {
  expect(scheduleArrivals(3, ['a'], false, 1000).map(({ at }) => at)).toEqual([0, 5, 45]);
  expect(scheduleArrivals(3, ['a'], true, 1000).map(({ at }) => at)).toEqual([0, 1, 2]);
});
