/** A crowd of newcomers in virtual time: how it follows the rounds, and how it obtains identities from a quota. */
import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import { backoffMs } from './backoff';
import { joinRetries } from './joining';
import { countedAtMs } from './phase';
import { nextSnapshotMs } from './snapshot-poller';

const pages = 100_000;

/** Pages follow the rounds independently of each other, so a part of them shows the spread of all. */
const sampledPages = 10_000;

/** The same sequence in each run: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** Events by their time in milliseconds, in steps of 10 ms. */
class Timeline {
  readonly #steps: number[][] = [];

  add(atMs: number, page: number): void {
    (this.#steps[Math.ceil(atMs / 10)] ??= []).push(page);
  }

  /** Calls back for each event until a time or until there are none. Returns the time of the last one. */
  run(untilMs: number, callback: (page: number, nowMs: number) => void): number {
    let lastMs = 0;
    for (let step = 0; step < Math.min(this.#steps.length, untilMs / 10); step += 1) {
      for (const page of this.#steps[step] ?? []) {
        lastMs = step * 10;
        callback(page, lastMs);
      }
      this.#steps[step] = [];
    }
    return lastMs;
  }
}

const roundMs = limits.roundSeconds * 1000;

/** Opens the pages within ten seconds and returns how late each saw each round start, and the requests of each second. */
function follow(rounds: number) {
  const random = randomFrom(1);
  const timeline = new Timeline();
  const state = Array.from({ length: sampledPages }, () => ({
    roundEndsAtMs: 0,
    idle: 0,
    // The ages of what the network's nearest location and the server behind it have cached.
    cachePhaseMs: random() * 1000,
    serverPhaseMs: random() * 1000,
    tripMs: 20 + random() * 280,
  }));
  const lateMs: number[] = [];
  const perSecond = Array.from({ length: (rounds + 1) * limits.roundSeconds }, () => 0);
  const plan = (page: number, nowMs: number) => {
    const { roundEndsAtMs, idle } = state[page] ?? { roundEndsAtMs: 0, idle: 0 };
    const resultLeftMs = countedAtMs({ startsAt: 0, endsAt: roundEndsAtMs / 1000 }) - nowMs;
    const roundLeftMs = roundEndsAtMs - nowMs;
    const situation = { failures: 0, isLive: false, idle, roundLeftMs, resultLeftMs, voters: pages };
    timeline.add(nowMs + nextSnapshotMs(situation, random()), page);
  };
  for (let page = 0; page < sampledPages; page += 1) {
    const openedAtMs = random() * roundMs;
    Object.assign(state[page] ?? {}, { roundEndsAtMs: roundMs });
    plan(page, openedAtMs);
  }
  timeline.run((rounds + 1) * roundMs, (page, nowMs) => {
    const each = state[page];
    if (!each) throw new Error(`There is no page ${page}.`);
    const second = Math.floor(nowMs / 1000);
    perSecond[second] = (perSecond[second] ?? 0) + 1;
    const askedAtMs = nowMs + each.tripMs / 2;
    const cachedAtMs = askedAtMs - ((askedAtMs + each.cachePhaseMs) % 1000);
    const takenAtMs = cachedAtMs - ((cachedAtMs + each.serverPhaseMs) % 1000);
    // A round is stored a little after it starts.
    const endsAtMs = (Math.floor((takenAtMs - 200) / roundMs) + 1) * roundMs;
    const arrivesAtMs = nowMs + each.tripMs;
    if (endsAtMs > each.roundEndsAtMs) {
      lateMs.push(arrivesAtMs - (endsAtMs - roundMs));
      each.roundEndsAtMs = endsAtMs;
      each.idle = 0;
    } else if (arrivesAtMs >= each.roundEndsAtMs) {
      each.idle += 1;
    }
    plan(page, arrivesAtMs);
  });
  return { lateMs: lateMs.sort((a, b) => a - b), perSecond };
}

describe('100,000 newcomers without an identity', () => {
  it('all see each round about two seconds after it starts, with requests that are spread', () => {
    const rounds = 4;
    const { lateMs, perSecond } = follow(rounds);
    expect(lateMs).toHaveLength(rounds * sampledPages);
    expect(lateMs[lateMs.length / 2]).toBeLessThan(2000);
    expect(lateMs[Math.floor(0.99 * lateMs.length)]).toBeLessThan(3000);
    expect(lateMs.at(-1)).toBeLessThan(3500);
    expect(Math.max(...perSecond)).toBeLessThan(sampledPages);
    const total = perSecond.reduce((sum, requests) => sum + requests, 0);
    expect(total / sampledPages / (rounds + 1)).toBeLessThan(2.5);
  });

  it('obtain identities as fast as the quota allows, with a bounded rate of requests', () => {
    const identitiesPerSecond = 25;
    const random = randomFrom(2);
    const timeline = new Timeline();
    const failures = new Uint8Array(pages);
    let [known, refilledAtMs, tokens] = [0, 0, identitiesPerSecond];
    const perMinute: number[] = [];
    for (let page = 0; page < pages; page += 1) timeline.add(random() * 10_000, page);
    const endedAtMs = timeline.run(3 * 3_600_000, (page, nowMs) => {
      tokens = Math.min(identitiesPerSecond, tokens + ((nowMs - refilledAtMs) / 1000) * identitiesPerSecond);
      refilledAtMs = nowMs;
      const minute = Math.floor(nowMs / 60_000);
      perMinute[minute] = (perMinute[minute] ?? 0) + 1;
      if (tokens >= 1) {
        tokens -= 1;
        known += 1;
        return;
      }
      failures[page] = Math.min(200, (failures[page] ?? 0) + 1);
      timeline.add(nowMs + backoffMs(failures[page] ?? 1, joinRetries, random()), page);
    });
    expect(known).toBe(pages);
    const fastestMs = (pages / identitiesPerSecond) * 1000;
    expect(endedAtMs).toBeLessThan(1.02 * fastestMs);
    expect(Math.max(...perMinute.slice(1))).toBeLessThan(1.4 * pages);
  });
});
