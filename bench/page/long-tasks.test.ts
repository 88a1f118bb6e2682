import { expect, test } from 'vitest';
import { workOf } from './long-tasks';

test('a task is told by the work of the frames that it overlaps', () => {
  const frames = [
    { startTime: 0, duration: 90, work: ['before'] },
    { startTime: 95, duration: 80, work: ['during', 'too'] },
    { startTime: 200, duration: 60, work: ['after'] },
  ];
  expect(workOf({ startTime: 100, duration: 70 }, frames)).toEqual(['during', 'too']);
});
