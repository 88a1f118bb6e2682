import { describe, expect, it } from 'vitest';
import { roundStartingAt, snapshotOf } from '../../live/fake-backend.fixture';
import { backendWith, openRound, renderInShow } from '../show/show.fixture';
import { ConnectionPill } from './connection-pill';

const minute = 60_000;

/** @param aheadMs how far the server's clock is ahead of the device's */
async function renderPill(aheadMs: number) {
  const backend = backendWith(openRound());
  backend.readSnapshot = () => ({ ...snapshotOf(backend.current), serverTime: Date.now() + aheadMs });
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
      await expect.element(status).toHaveTextContent(/^Live votes$/);
    },
  );

  it('says that a page without an identity follows the rounds', async () => {
    const backend = backendWith(openRound());
    backend.identityFailure = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });
    const screen = await renderInShow(<ConnectionPill />, { backend });
    await expect.element(screen.getByRole('status')).toHaveTextContent(/^Watching: voting and chat not connected yet$/);
  });

  it('does not mention a clock that AWS accepts', async () => {
    const { status, backend } = await renderPill(4 * minute);
    backend.report('Connected');
    backend.report('ConnectionDisrupted');
    await expect.element(status).toHaveTextContent(/^Reconnecting$/);
  });

  it.each([
    ['before the first round', null, 'Starting soon'],
    ['while no rounds come', roundStartingAt(Math.floor(Date.now() / 1000) - 60), 'Paused'],
  ])('is not called live %s', async (_when, round, text) => {
    const backend = backendWith(round);
    const screen = await renderInShow(<ConnectionPill />, { backend });
    await expect.poll(() => backend.listeners.size).toBeGreaterThan(0);
    backend.report('Connected');
    await expect.element(screen.getByRole('status')).toHaveTextContent(text);
    await expect.element(screen.getByRole('status')).not.toHaveAttribute('data-connection', 'live');
  });
});
