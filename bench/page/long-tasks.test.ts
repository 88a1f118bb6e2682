import { expect, test } from 'vitest';
import { scriptsOf } from './long-tasks';

test('a task is told by the scripts of the frames that it overlaps', () => {
  const frames = [
    { startTime: 0, duration: 90, scripts: ['before'] },
    { startTime: 95, duration: 80, scripts: ['during', 'too'] },
    { startTime: 200, duration: 60, scripts: ['after'] },
  ];
  expect(scriptsOf({ startTime: 100, duration: 70 }, frames)).toEqual(['during', 'too']);
});
