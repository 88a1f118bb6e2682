import { expect, test } from 'vitest';
import { keepInFlight } from './in-flight';

test('every task is done once, and never more than the limit at a time', async () => {
  const done: number[] = [];
  let underWay = 0;
  let most = 0;
  const tasks = Array.from({ length: 20 }, (_, number) => async () => {
    most = Math.max(most, (underWay += 1));
    await new Promise(setImmediate);
    underWay -= 1;
    done.push(number);
  });
  await keepInFlight(tasks, 3);
  expect(done.toSorted((a, b) => a - b)).toEqual(tasks.map((_, number) => number));
  expect(most).toBe(3);
});

test('a task that fails ends it', async () => {
  await expect(keepInFlight([async () => Promise.reject(new Error('refused'))], 2)).rejects.toThrow('refused');
});
