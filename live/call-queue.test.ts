import { expect, it } from 'vitest';
import { CallQueue } from './call-queue';

it('makes the next call once the one before has ended, even with an error', async () => {
  const queue = new CallQueue();
  const log: string[] = [];
  const first = queue.add(async () => {
    log.push('first begins');
    await Promise.resolve();
    log.push('first ends');
    throw new Error('No.');
  });
  const second = queue.add(() => {
    log.push('second');
    return Promise.resolve(2);
  });
  await expect(first).rejects.toThrow('No.');
  expect(await second).toBe(2);
  expect(log).toEqual(['first begins', 'first ends', 'second']);
});
