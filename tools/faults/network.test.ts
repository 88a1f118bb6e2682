/** What networks do between fifty screens and the backend. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Device } from '../audience/device';
import type { InterceptAction } from '../backend/fault-proxy';
import { TestBackend, waitUntil, viewerCount } from './test-backend';

const minute = 60_000;

let theatre: TestBackend;
const phone = new Device();
let fellAsleepAt = Infinity;

beforeAll(async () => {
  theatre = await TestBackend.open('network');
  theatre.audience.addViewers(viewerCount - 5);
  theatre.audience.addViewers(5, { device: phone });
});
afterAll(() => theatre.close());

/** Treats the votes, or some of them, while people vote. */
async function during(treatment: (index: number) => InterceptAction, share = 1): Promise<number> {
  const before = theatre.proxy.injected;
  let index = 0;
  theatre.proxy.intercept = ({ body }) =>
    body.includes('castVotes') && index++ % Math.round(1 / share) === 0 ? treatment(index) : 'pass';
  await theatre.audience.keepVoting(2000);
  theatre.proxy.intercept = () => 'pass';
  return theatre.proxy.injected - before;
}

const nothingLost: unknown = expect.objectContaining({ lost: 0, doubled: 0 });

describe('every acknowledged vote is counted once, and all screens agree, after', () => {
  it('nothing at all', async () => {
    await theatre.waitForNewRound();
    await theatre.audience.keepVoting(2000);
    expect(await theatre.checkRecovery('no fault', 0)).toEqual(nothingLost);
    // Until the last test, and with a vote that is held: the second of a category waits for others.
    await theatre.waitForNewRound();
    theatre.audience.voteAll();
    theatre.audience.voteAll();
    phone.sleep();
    fellAsleepAt = Date.now();
  });

  it.each<[string, (index: number) => InterceptAction, number]>([
    ['requests lost before they were applied', () => 'loseRequest', 0.5],
    ['requests lost after they were applied', () => 'loseAnswer', 0.5],
    ['duplicate delivery', () => 'duplicate', 1],
    ['reordered delivery', (index) => ({ delayRequestMs: (index * 373) % 1200 }), 1],
    ['answers delayed past the time-out', () => ({ delayAnswerMs: 4500 }), 0.5],
  ])('%s', async (scenario, treatment, share) => {
    await theatre.waitForNewRound();
    const injected = await during(treatment, share);
    expect(injected).toBeGreaterThan(0);
    expect(await theatre.checkRecovery(scenario, injected)).toEqual(nothingLost);
  });

  it('sockets dropped', async () => {
    await theatre.waitForNewRound();
    const before = theatre.proxy.injected;
    const voting = theatre.audience.keepVoting(2000);
    theatre.proxy.dropSockets();
    await voting;
    expect(await theatre.checkRecovery('sockets dropped', theatre.proxy.injected - before)).toEqual(nothingLost);
  });

  it('clients whose clocks are 5 minutes off, ahead and behind', async () => {
    theatre.audience.addViewers(2, { clockErrorMs: 300_000 });
    theatre.audience.addViewers(2, { clockErrorMs: -300_000 });
    await theatre.waitForNewRound();
    await theatre.audience.keepVoting(2000);
    expect(await theatre.checkRecovery('clocks 5 minutes off', 4)).toEqual(nothingLost);
  });

  it('a minute asleep, with a vote that was not sent', async () => {
    await waitUntil('the minute is over', () => Date.now() - fellAsleepAt > minute, 2 * minute);
    const asleep = theatre.audience.viewers.length;
    phone.wake();
    for (const viewer of theatre.audience.viewers.slice(viewerCount - 5, viewerCount)) viewer.pageShown();
    expect(theatre.audience.viewers).toHaveLength(asleep + 5);
    expect(await theatre.checkRecovery('a minute asleep', 5)).toEqual(nothingLost);
  });
});
