import { expect, test } from 'vitest';
import { workOf } from './long-tasks';

test('a task is described by what took longest in its frames', () => {
  const work = (ms: number, what: string) => ({ ms, what });
  const frames = [
    { startTime: 0, duration: 90, work: [work(80, 'before')] },
    { startTime: 95, duration: 80, work: [work(7, 'some'), work(5, 'a little'), work(50.4, 'most')] },
    { startTime: 200, duration: 60, work: [work(55, 'after')] },
  ];
  expect(workOf({ startTime: 100, duration: 70 }, frames)).toEqual(['50 ms most', '7 ms some']);
});
