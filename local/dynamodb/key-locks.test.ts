import { describe, expect, it } from 'vitest';
import { KeyLocks } from './key-locks';

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('KeyLocks', () => {
  it('runs the tasks of a key serially, in the order of their calls', async () => {
    const locks = new KeyLocks();
    const events: string[] = [];
    const task = (name: string) => () => {
      events.push(`${name} starts`);
      return Promise.resolve().then(() => void events.push(`${name} ends`));
    };
    await Promise.all([
      locks.run(['a'], task('first')),
      locks.run(['a'], task('second')),
      locks.run(['a'], task('third')),
    ]);
    expect(events).toEqual([
      'first starts',
      'first ends',
      'second starts',
      'second ends',
      'third starts',
      'third ends',
    ]);
  });

  it('runs tasks of different keys in parallel', async () => {
    const locks = new KeyLocks();
    const gate = deferred();
    const slow = locks.run(['a'], () => gate.promise);
    await locks.run(['b'], () => {
      gate.resolve();
      return gate.promise;
    });
    await slow;
  });

  it('locks several keys without a deadlock', async () => {
    const locks = new KeyLocks();
    let running = 0;
    let most = 0;
    const task = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    await Promise.all([
      locks.run(['a', 'b'], task),
      locks.run(['b', 'a'], task),
      locks.run(['a', 'a'], task),
      locks.run(['b'], task),
    ]);
    expect(most).toBeLessThanOrEqual(2);
    expect(running).toBe(0);
  });

  it('continues after a failed task', async () => {
    const locks = new KeyLocks();
    const failing = locks.run(['a'], () => Promise.reject(new Error('no')));
    const next = locks.run(['a'], () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });
});
