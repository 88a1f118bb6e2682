/** Network faults between screens and the backend. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Device } from '../audience/device';
import type { InterceptAction } from '../backend/fault-proxy';
import { TestBackend, waitUntil, viewerCount } from './test-backend';

const minute = 60_000;

let testBackend: TestBackend;
const phone = new Device();
let fellAsleepAt = Infinity;

beforeAll(async () => {
  testBackend = await TestBackend.open('network');
  testBackend.audience.addViewers(viewerCount - 5);
  testBackend.audience.addViewers(5, { device: phone });
});
afterAll(() => testBackend.close());

/** Applies a fault to a share of the votes while viewers vote. */
async function during(action: (index: number) => InterceptAction, share = 1): Promise<number> {
  const before = testBackend.proxy.injected;
  let index = 0;
  testBackend.proxy.intercept = ({ body }) =>
    body.includes('castVotes') && index++ % Math.round(1 / share) === 0 ? action(index) : 'pass';
  await testBackend.audience.keepVoting(2000);
  testBackend.proxy.intercept = () => 'pass';
  return testBackend.proxy.injected - before;
}

const nothingLost: unknown = expect.objectContaining({ lost: 0, doubled: 0 });

describe('every acknowledged vote is counted once, and all screens agree, after', () => {
  it('no fault', async () => {
    await testBackend.waitForNewRound();
    await testBackend.audience.keepVoting(2000);
    expect(await testBackend.checkRecovery('no fault', 0)).toEqual(nothingLost);
    // The device sleeps until the last test, with a pending vote: the page holds the second vote of a category.
    await testBackend.waitForNewRound();
    testBackend.audience.voteAll();
    testBackend.audience.voteAll();
    phone.sleep();
    fellAsleepAt = Date.now();
  });

  it.each<[string, (index: number) => InterceptAction, number]>([
    ['requests lost before they were applied', () => 'loseRequest', 0.5],
    ['requests lost after they were applied', () => 'loseAnswer', 0.5],
    ['duplicate delivery', () => 'duplicate', 1],
    ['reordered delivery', (index) => ({ delayRequestMs: (index * 373) % 1200 }), 1],
    ['answers delayed beyond the timeout', () => ({ delayAnswerMs: 4500 }), 0.5],
  ])('%s', async (scenario, action, share) => {
    await testBackend.waitForNewRound();
    const injected = await during(action, share);
    expect(injected).toBeGreaterThan(0);
    expect(await testBackend.checkRecovery(scenario, injected)).toEqual(nothingLost);
  });

  it('sockets dropped', async () => {
    await testBackend.waitForNewRound();
    const before = testBackend.proxy.injected;
    const voting = testBackend.audience.keepVoting(2000);
    testBackend.proxy.dropSockets();
    await voting;
    expect(await testBackend.checkRecovery('sockets dropped', testBackend.proxy.injected - before)).toEqual(
      nothingLost,
    );
  });

  it('clients whose clocks are 5 minutes off, ahead and behind', async () => {
    testBackend.audience.addViewers(2, { clockErrorMs: 300_000 });
    testBackend.audience.addViewers(2, { clockErrorMs: -300_000 });
    await testBackend.waitForNewRound();
    await testBackend.audience.keepVoting(2000);
    expect(await testBackend.checkRecovery('clocks 5 minutes off', 4)).toEqual(nothingLost);
  });

  it('a minute of sleep with a vote that was not sent', async () => {
    await waitUntil('the minute is over', () => Date.now() - fellAsleepAt > minute, 2 * minute);
    const asleep = testBackend.audience.viewers.length;
    phone.wake();
    for (const viewer of testBackend.audience.viewers.slice(viewerCount - 5, viewerCount)) viewer.pageShown();
    expect(testBackend.audience.viewers).toHaveLength(asleep + 5);
    expect(await testBackend.checkRecovery('a minute asleep', 5)).toEqual(nothingLost);
  });
});
