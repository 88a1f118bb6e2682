/**
 * Runs many viewers with separate clients (`tools/audience/viewer-pages.ts`) against a local backend for a long time.
 * Measures whether memory or delays grow, and whether anything fails.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { categories } from '../../amplify/show';
import { Audience } from '../audience/audience';
import { BackendProcess } from '../backend/backend-process';
import { freePort } from '../backend/free-port';
import { auditStoredVotes } from '../audience/audit-stored-votes';
import type { VoteAudit } from '../audience/vote-audit';
import { createViewerPageFactory } from '../audience/viewer-pages';
import { row, type Row } from './goal';
import { readable, readMemory } from './memory';
import type { Options } from './options';
import { quantileOf } from '../statistics/quantile';
import type { Report } from './report';
import { trendOf, trendText, type Sample } from '../statistics/trend';
import { waitUntil } from '../wait-until';
import { projectFolder } from '../project-folder';

const dataFolder = path.join(projectFolder, '.amplify/soak');
/** Each reading collects garbage, which delays votes. */
const readMemoryEveryMs = 5000;
/** Viewers arrive one after another. */
const enterEveryMs = 25;
/** The share of time to warm up, which is not part of the slopes. */
const warmUp = 0.2;
/** Only the probe votes in this category, so that a higher total contains its vote. */
const [probed, ...others] = categories;
/** A viewer votes once in this time, on average. */
const voteEveryMs = 4000;
const giveUpMs = 10_000;
const liveWithinMs = 60_000;
/** Longer than any vote may be pending. */
const restMs = 15_000;

export async function* benchSoak({ viewers, minutes }: Options): AsyncGenerator<Report> {
  await rm(dataFolder, { recursive: true, force: true });
  const backend = new BackendProcess(
    { projectFolder, dataFolder, host: 'localhost', port: await freePort() },
    readable,
  );
  const audience = new Audience(await createViewerPageFactory(), await backend.start());
  let seen: Seen;
  try {
    for (let entered = 0; entered < viewers; entered++) {
      audience.addViewers(1);
      await sleep(enterEveryMs);
    }
    await waitUntil(`${viewers} viewers are live`, () => liveIn(audience) === viewers, liveWithinMs);
    console.log(`${viewers} viewers are live; ${minutes} minutes from now.`);
    seen = await watch(audience, backend, minutes);
  } finally {
    audience.close();
    await backend.end('SIGTERM');
  }
  yield {
    title: `${viewers} viewers for ${minutes} minutes`,
    rows: rowsOf(seen, audience, await auditStoredVotes(dataFolder, audience.uncheckedBallots), warmUp * minutes),
  };
}

const liveIn = (audience: Audience) =>
  audience.viewers.filter((viewer) => viewer.getState().connection === 'live').length;

interface Seen {
  resident: Sample[];
  held: Sample[];
  viewersHeap: Sample[];
  delays: Sample[];
  lostConnections: number;
  lateVotes: number;
}

/** All viewers vote while memory and delays are sampled. */
async function watch(audience: Audience, backend: BackendProcess, minutes: number): Promise<Seen> {
  const { viewers } = audience;
  const startedAt = performance.now();
  const minutesNow = () => (performance.now() - startedAt) / 60_000;
  const seen: Seen = { resident: [], held: [], viewersHeap: [], delays: [], lostConnections: 0, lateVotes: 0 };
  let isOver = false;

  async function sampleMemory(): Promise<void> {
    while (!isOver) {
      await sleep(readMemoryEveryMs);
      const { resident, held } = await readMemory(backend.child);
      seen.resident.push({ at: minutesNow(), value: resident });
      seen.held.push({ at: minutesNow(), value: held });
      seen.viewersHeap.push({ at: minutesNow(), value: process.memoryUsage().heapUsed / 2 ** 20 });
      seen.lostConnections += viewers.length - liveIn(audience);
    }
  }

  /** One viewer after another casts its first vote of a round, which is sent at once. */
  async function sampleDelay(): Promise<void> {
    for (let turn = 0; !isOver; turn++) {
      await sleep(1000 * (1 + Math.random()));
      const probe = viewers[turn % viewers.length];
      const [first] = viewers;
      const roundId = first?.getState().round?.roundId;
      const before = first?.getState().serverTotals[probed] ?? 0;
      const castAt = performance.now();
      if (!probe || !audience.vote(probe, probed)) continue;
      const shows = () => viewers.every((viewer) => viewer.getState().serverTotals[probed] > before);
      const isNext = () => viewers.some((viewer) => viewer.getState().round?.roundId !== roundId);
      while (!shows() && !isNext() && performance.now() - castAt < giveUpMs) await sleep(2);
      // A vote at the end of a round may arrive when the screens show the next round.
      if (isNext()) continue;
      if (shows()) seen.delays.push({ at: minutesNow(), value: performance.now() - castAt });
      else seen.lateVotes += 1;
    }
  }

  async function vote(): Promise<void> {
    while (!isOver) {
      await sleep(50);
      for (const viewer of viewers) {
        if (Math.random() < 50 / voteEveryMs)
          audience.vote(viewer, others[Math.floor(Math.random() * others.length)] ?? probed);
      }
    }
  }

  const working = [sampleMemory(), sampleDelay(), vote()];
  await sleep(minutes * 60_000);
  isOver = true;
  await Promise.all(working);
  await sleep(restMs);
  return seen;
}

function rowsOf(
  seen: Seen,
  audience: Audience,
  { acknowledged, lost, doubled }: VoteAudit,
  steadyFrom: number,
): Record<string, Row> {
  const steady = (samples: Sample[]) => trendOf(samples.filter(({ at }) => at > steadyFrom));
  const times = seen.delays.map(({ value }) => value);
  const delay = (share: number) => row(quantileOf(times, share), 'ms');
  const mean = (samples: Sample[]) => row(steady(samples).mean, 'MB');
  const slope = (samples: Sample[], unit: string) => ({ figure: trendText(steady(samples), unit) });
  return {
    'votes cast, acknowledged': { figure: `${audience.votesCast}, ${acknowledged}` },
    'votes lost, doubled': { figure: `${lost}, ${doubled}` },
    'calls failed': { figure: JSON.stringify(audience.failures) },
    'screens found not live, probes not shown': { figure: `${seen.lostConnections}, ${seen.lateVotes}` },
    'from a vote to every screen, 50 %': delay(0.5),
    'from a vote to every screen, 95 %': delay(0.95),
    'from a vote to every screen, longest': delay(1),
    'from a vote to every screen, slope': slope(seen.delays, 'ms'),
    'heap and buffers of the backend’s main thread, mean': mean(seen.held),
    'heap and buffers of the backend’s main thread, slope': slope(seen.held, 'MB'),
    'resident memory of the backend, mean': mean(seen.resident),
    'resident memory of the backend, slope': slope(seen.resident, 'MB'),
    'heap of all viewers together, mean': mean(seen.viewersHeap),
    'heap of all viewers together, slope': slope(seen.viewersHeap, 'MB'),
  };
}
