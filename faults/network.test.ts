/** What networks do between fifty screens and the backend. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Device } from './device';
import type { Treatment } from './fault-proxy';
import { Theatre, until, viewers } from './theatre';

const minute = 60_000;

let theatre: Theatre;
const phone = new Device();
let fellAsleepAt = Infinity;

beforeAll(async () => {
  theatre = await Theatre.open('network');
  theatre.audience.enter(viewers - 5);
  theatre.audience.enter(5, { device: phone });
});
afterAll(() => theatre.close());

/** Treats the votes, or some of them, while people vote. */
async function during(treatment: (index: number) => Treatment, share = 1): Promise<number> {
  const before = theatre.proxy.injected;
  let index = 0;
  theatre.proxy.treat = ({ body }) => (body.includes('castVotes') && index++ % Math.round(1 / share) === 0 ? treatment(index) : 'pass');
  await theatre.audience.voteFor(2000);
  theatre.proxy.treat = () => 'pass';
  return theatre.proxy.injected - before;
}

const nothingLost = expect.objectContaining({ lost: 0, doubled: 0 });

describe('every acknowledged vote is counted once, and all screens agree, after', () => {
  it('nothing at all', async () => {
    await theatre.curtainUp();
    await theatre.audience.voteFor(2000);
    expect(await theatre.settle('no fault', 0)).toEqual(nothingLost);
    // Until the last test, and with a vote that is held: the second of a category waits for others.
    await theatre.curtainUp();
    theatre.audience.voteAll();
    theatre.audience.voteAll();
    phone.sleep();
    fellAsleepAt = Date.now();
  });

  it.each<[string, (index: number) => Treatment, number]>([
    ['requests lost before they were applied', () => 'loseRequest', 0.5],
    ['requests lost after they were applied', () => 'loseAnswer', 0.5],
    ['duplicate delivery', () => 'duplicate', 1],
    ['reordered delivery', (index) => ({ delayRequestMs: (index * 373) % 1200 }), 1],
    ['answers delayed past the time-out', () => ({ delayAnswerMs: 4500 }), 0.5],
  ])('%s', async (scenario, treatment, share) => {
    await theatre.curtainUp();
    const injected = await during(treatment, share);
    expect(injected).toBeGreaterThan(0);
    expect(await theatre.settle(scenario, injected)).toEqual(nothingLost);
  });

  it('sockets dropped', async () => {
    await theatre.curtainUp();
    const before = theatre.proxy.injected;
    const voting = theatre.audience.voteFor(2000);
    theatre.proxy.dropSockets();
    await voting;
    expect(await theatre.settle('sockets dropped', theatre.proxy.injected - before)).toEqual(nothingLost);
  });

  it('clients whose clocks are 5 minutes off, ahead and behind', async () => {
    theatre.audience.enter(2, { clockErrorMs: 300_000 });
    theatre.audience.enter(2, { clockErrorMs: -300_000 });
    await theatre.curtainUp();
    await theatre.audience.voteFor(2000);
    expect(await theatre.settle('clocks 5 minutes off', 4)).toEqual(nothingLost);
  });

  it('a minute asleep, with a vote that was not sent', async () => {
    await until('the minute is over', () => Date.now() - fellAsleepAt > minute, 2 * minute);
    const asleep = theatre.audience.viewers.length;
    phone.wake();
    for (const viewer of theatre.audience.viewers.slice(viewers - 5, viewers)) viewer.wake();
    expect(theatre.audience.viewers).toHaveLength(asleep + 5);
    expect(await theatre.settle('a minute asleep', 5)).toEqual(nothingLost);
  });
});
