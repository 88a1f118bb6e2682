import { expect, it, vi } from 'vitest';
import { createShutdown } from './shutdown';

it('closes everything, then exits', async () => {
  const calls: string[] = [];
  const { closeCallbacks, stop } = createShutdown((code) => calls.push(`exit ${code}`));
  closeCallbacks.push(() => Promise.resolve(void calls.push('close')));
  await stop(0);
  expect(calls).toEqual(['close', 'exit 0']);
});

it('exits with the first code, even if a callback stops it again', async () => {
  const exit = vi.fn();
  const { closeCallbacks, stop } = createShutdown(exit);
  closeCallbacks.push(() => Promise.resolve(void stop(0)));
  await stop(1);
  await stop(0);
  expect(exit.mock.calls).toEqual([[1]]);
});

it('aborts its signal before it closes anything', async () => {
  const { closeCallbacks, signal, stop } = createShutdown(() => undefined);
  const abortedAtClose = new Promise((resolve) => {
    closeCallbacks.push(() => {
      resolve(signal.aborted);
      return Promise.resolve();
    });
  });
  expect(signal.aborted).toBe(false);
  await stop(0);
  expect(await abortedAtClose).toBe(true);
});

it('exits even if a callback fails', async () => {
  const exit = vi.fn();
  const { closeCallbacks, stop } = createShutdown(exit);
  closeCallbacks.push(() => Promise.reject(new Error('stuck')));
  await stop(1);
  expect(exit).toHaveBeenCalledWith(1);
});
