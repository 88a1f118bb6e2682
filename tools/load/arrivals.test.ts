import { expect, it } from 'vitest';
import { scheduleArrivals } from './arrivals';

it('brings newcomers no faster than Cognito makes identities, and who is known faster', () => {
  expect(scheduleArrivals(5, ['a', 'b'], false)).toEqual([
    { identityId: 'a', at: 0 },
    { identityId: 'b', at: 10 },
    { identityId: undefined, at: 20 },
    { identityId: undefined, at: 70 },
    { identityId: undefined, at: 120 },
  ]);
});

it('needs not that care on this machine', () => {
  expect(scheduleArrivals(3, [], true).map(({ at }) => at)).toEqual([0, 20, 40]);
});

it('comes as it is told', () => {
  expect(scheduleArrivals(3, ['a'], false, 2).map(({ at }) => at)).toEqual([0, 500, 1000]);
});

it('comes no faster than Cognito takes it, whatever it is told', () => {
  expect(scheduleArrivals(3, ['a'], false, 1000).map(({ at }) => at)).toEqual([0, 5, 45]);
  expect(scheduleArrivals(3, ['a'], true, 1000).map(({ at }) => at)).toEqual([0, 1, 2]);
});
