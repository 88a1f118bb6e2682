import { expect, it, vi } from 'vitest';
import { createShutdown } from './shutdown';

it('closes what runs, then exits', async () => {
  const calls: string[] = [];
  const { closeCallbacks: closing, stop } = createShutdown((code) => calls.push(`exit ${code}`));
  closing.push(() => Promise.resolve(void calls.push('close')));
  await stop(0);
  expect(calls).toEqual(['close', 'exit 0']);
});

it('exits with the first code, whatever ends while it closes', async () => {
  const exit = vi.fn();
  const { closeCallbacks: closing, stop } = createShutdown(exit);
  closing.push(() => Promise.resolve(void stop(0)));
  await stop(1);
  await stop(0);
  expect(exit.mock.calls).toEqual([[1]]);
});

it('exits even where something does not close', async () => {
  const exit = vi.fn();
  const { closeCallbacks: closing, stop } = createShutdown(exit);
  closing.push(() => Promise.reject(new Error('stuck')));
  await stop(1);
  expect(exit).toHaveBeenCalledWith(1);
});
