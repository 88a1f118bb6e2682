import { describe, expect, it, vi } from 'vitest';
import { snapshotOf } from '../../live/fake-backend.fixture';
import { backendWith, openRound, renderInShow } from '../show/show.fixture';
import { ConnectionPill } from './connection-pill';

const minute = 60_000;

/** @param aheadMs how far the server's clock is ahead of the device's */
async function renderPill(aheadMs: number) {
  const backend = backendWith(openRound());
  vi.spyOn(backend.client.queries, 'snapshot').mockImplementation(() =>
    Promise.resolve({ data: { ...snapshotOf(backend.current), serverTime: Date.now() + aheadMs } }),
  );
  const screen = await renderInShow(<ConnectionPill />, { backend });
  await expect.poll(() => backend.listeners.size).toBeGreaterThan(0);
  return { status: screen.getByRole('status'), backend };
}

describe('the connection', () => {
  it.each([-6 * minute, 6 * minute])(
    'names a wrong clock (%i ms) as the reason that it is not live',
    async (aheadMs) => {
      const { status, backend } = await renderPill(aheadMs);
      await expect.element(status).toHaveTextContent('Connecting: set your clock');
      backend.report('Connected');
      await expect.element(status).toHaveTextContent(/^Live$/);
    },
  );

  it('does not mention a clock that AWS accepts', async () => {
    const { status, backend } = await renderPill(4 * minute);
    backend.report('Connected');
    backend.report('ConnectionDisrupted');
    await expect.element(status).toHaveTextContent('Reconnecting: votes are kept');
  });
});
