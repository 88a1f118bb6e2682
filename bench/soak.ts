/**
 * Many viewers for a long time, with clients of their own (`faults/viewer-pages.ts`), against a local backend in a
 * process of its own: does memory or the delay from a vote to the screens grow, and does anything fail?
 */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Category } from '../amplify/show';
import { Audience } from '../faults/audience';
import { BackendProcess, freePort } from '../faults/backend-process';
import { balanceOf } from '../faults/ledger';
import { viewerPages } from '../faults/viewer-pages';
import type { Outputs } from '../live/backend';
import { DynaliteThread } from '../local/dynamodb/dynalite-thread';
import { EngineClient } from '../local/dynamodb/engine-client';
import { quantileOf } from './quantile';
import type { Report } from './report';
import { trendOf, trendText, type Sample } from './trend';

const projectFolder = path.resolve(import.meta.dirname, '..');
const dataFolder = path.join(projectFolder, '.amplify/soak');
const sampleEveryMs = 2000;
/** Viewers enter one after the other, as people do, and garbage of the start is collected. */
const enterEveryMs = 25;
/** Of the time: code is compiled and caches fill; not part of the slopes. */
const warmUp = 0.2;
/** The others leave this category alone, so that a rise of its total is the probe's vote. */
const probed: Category = 'unknown';
const others: Category[] = ['love', 'like', 'meh', 'hate'];
/** A viewer votes once in this time, on average. */
const voteEveryMs = 4000;
const giveUpMs = 10_000;

function readOptions(args: string[]): { viewers: number; minutes: number } {
  const { values } = parseArgs({
    args,
    options: { viewers: { type: 'string', default: '200' }, minutes: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const [viewers, minutes] = [Number(values.viewers), Number(values.minutes ?? (values.quick ? 1 : 10))];
  if (!Number.isInteger(viewers) || viewers < 2 || !(minutes > 0)) throw new Error('--viewers takes a number from 2, --minutes one above 0.');
  return { viewers, minutes };
}

const residentMb = (pid: number) => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

export async function* benchSoak(args: string[]): AsyncGenerator<Report> {
  const { viewers, minutes } = readOptions(args);
  await rm(dataFolder, { recursive: true, force: true });
  const backend = new BackendProcess({ projectFolder, dataFolder, host: 'localhost', port: await freePort() });
  const audience = new Audience(await viewerPages(), (await backend.start()) as Outputs);
  for (let entered = 0; entered < viewers; entered++) {
    audience.enter(1);
    await sleep(enterEveryMs);
  }
  const isLive = () => audience.viewers.filter((viewer) => viewer.getState().connection === 'live').length;
  while (isLive() < viewers) await sleep(100);
  console.log(`${viewers} viewers are live; ${minutes} minutes from now.`);

  const startedAt = performance.now();
  const minutesNow = () => (performance.now() - startedAt) / 60_000;
  const memory: Sample[] = [];
  const heap: Sample[] = [];
  const delays: Sample[] = [];
  const errors = { lostConnections: 0, lateVotes: 0 };
  let isOver = false;

  async function sampleMemory(): Promise<void> {
    while (!isOver) {
      await sleep(sampleEveryMs);
      memory.push({ at: minutesNow(), value: residentMb(backend.pid) });
      heap.push({ at: minutesNow(), value: process.memoryUsage().heapUsed / 2 ** 20 });
      errors.lostConnections += viewers - isLive();
    }
  }

  /** One viewer after the other casts its first vote of a round, which is sent at once. */
  async function sampleDelay(): Promise<void> {
    for (let turn = 0; !isOver; turn++) {
      await sleep(1000 * (1 + Math.random()));
      const probe = audience.viewers[turn % viewers];
      const [first] = audience.viewers;
      const roundId = first?.getState().round?.roundId;
      const before = first?.getState().tallied[probed] ?? 0;
      const castAt = performance.now();
      if (!probe || !audience.vote(probe, probed)) continue;
      const shows = () => audience.viewers.every((viewer) => viewer.getState().tallied[probed] > before);
      const isNext = () => audience.viewers.some((viewer) => viewer.getState().round?.roundId !== roundId);
      while (!shows() && !isNext() && performance.now() - castAt < giveUpMs) await sleep(2);
      // A vote in a round's last moments comes when the screens have gone on to the next.
      if (isNext()) continue;
      if (shows()) delays.push({ at: minutesNow(), value: performance.now() - castAt });
      else errors.lateVotes += 1;
    }
  }

  async function vote(): Promise<void> {
    while (!isOver) {
      await sleep(50);
      for (const viewer of audience.viewers) {
        if (Math.random() < 50 / voteEveryMs) audience.vote(viewer, others[Math.floor(Math.random() * others.length)] ?? 'love');
      }
    }
  }

  const working = [sampleMemory(), sampleDelay(), vote()];
  await sleep(minutes * 60_000);
  isOver = true;
  await Promise.all(working);
  // Longer than any vote may still be on its way.
  await sleep(15_000);
  audience.close();
  await backend.end('SIGTERM');
  const { acknowledged, lost, doubled } = await counted(audience);

  const steady = (samples: Sample[]) => trendOf(samples.filter(({ at }) => at > warmUp * minutes));
  const times = delays.map(({ value }) => value);
  const quantile = (share: number) => `${Math.round(quantileOf(times, share))} ms`;
  yield {
    title: `${viewers} viewers for ${minutes} minutes`,
    rows: {
      'votes cast, acknowledged': { figure: `${audience.cast}, ${acknowledged}` },
      'votes lost, doubled': { figure: `${lost}, ${doubled}` },
      'calls failed': { figure: JSON.stringify(audience.failures) },
      'screens found not live, probes not shown': { figure: `${errors.lostConnections}, ${errors.lateVotes}` },
      'from a vote to every screen: median, 95 %, longest': { figure: `${quantile(0.5)}, ${quantile(0.95)}, ${quantile(1)} (${times.length} votes)` },
      'slope of the delay': { figure: trendText(steady(delays), 'ms') },
      'resident memory of the backend: mean': { figure: `${Math.round(steady(memory).mean)} MB` },
      'slope of the backend’s memory': { figure: trendText(steady(memory), 'MB') },
      'heap of all viewers together: mean': { figure: `${Math.round(steady(heap).mean)} MB` },
      'slope of the heap': { figure: trendText(steady(heap), 'MB') },
    },
  };
}

/** The books against the tables, once the backend has let go of them. */
async function counted(audience: Audience) {
  const dynalite = new DynaliteThread({ region: 'us-east-1', accountId: '123456789012', dataFolder: path.join(dataFolder, 'tables') });
  const client = new EngineClient(`http://127.0.0.1:${await dynalite.listening()}`, 'us-east-1');
  const balance = await balanceOf(client, audience.entries);
  await client.close();
  await dynalite.close();
  return balance;
}
