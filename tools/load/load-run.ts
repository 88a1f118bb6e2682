/** Runs a load test, from the first arrival to the end of the last viewer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arrival } from './arrivals';
import { deliveryTimeoutMs } from './delivery-tracker';
import type { Documents } from '../guest/documents';
import type { Endpoints } from '../guest/endpoints';
import { mergeMetrics, type Metrics } from './metrics';
import type { Progress } from './thread-messages';
import { ViewerThread } from './viewer-thread';
import { WatchedVotes } from './watched-votes';

export interface LoadOptions {
  endpoints: Endpoints;
  documents: Documents;
  arrivals: Arrival[];
  /** After all viewers have arrived. */
  minutes: number;
  /** Of each viewer. */
  votesPerSecond: number;
  /** Of each viewer. */
  messagesPerMinute: number;
  threads: number;
  onProgress: (stage: Phase, progress: Progress) => void;
  /** Called for each identity that Cognito created or no longer knows. */
  onIdentity: (identityId: string, isGood: boolean) => void;
  /** Ends the run early. */
  signal: AbortSignal;
}

export type Phase = 'arriving' | 'watching' | 'leaving';

export interface LoadResult {
  metrics: Metrics;
  /** The duration of the arrivals, and of the voting after them. */
  seconds: { arriving: number; watching: number };
  /** The average number of cores that the generator used. */
  cores: number;
  /** Watched votes that all screens showed, and those that timed out. */
  probes: { shown: number; lost: number };
}

/** How long to wait for viewers after the last scheduled arrival, in milliseconds. */
const arrivalPatienceMs = 30_000;
const progressEveryMs = 250;
const probeEveryMs = 1000;
/** Longer than a page holds votes. */
const lastVotesMs = 3000;

/** @throws if a thread fails */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { arrivals, threads, minutes, votesPerSecond, onProgress, onIdentity, signal } = options;
  const shares = Array.from({ length: threads }, (_, thread) =>
    arrivals.filter((_, index) => index % threads === thread),
  );
  const viewerThreads = shares.map((share) => new ViewerThread({ ...options, arrivals: share }));
  for (const thread of viewerThreads)
    thread.on('identity', ({ identityId, isValid: isGood }) => onIdentity(identityId, isGood));
  const failed = Promise.race(viewerThreads.map(({ failure }) => failure));
  failed.catch(() => undefined);
  const watchedVotes = new WatchedVotes(viewerThreads);
  let stage: Phase = 'arriving';
  const progress = setInterval(() => onProgress(stage, sumOf(viewerThreads)), progressEveryMs);

  const course = async (): Promise<LoadResult> => {
    await Promise.all(viewerThreads.map(({ ready: isReady }) => isReady));
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    for (const thread of viewerThreads) thread.send({ type: 'start' });
    const giveUpAt = startedAt + (arrivals.at(-1)?.at ?? 0) + arrivalPatienceMs;
    const areThere = () => sumOf(viewerThreads).live === arrivals.length || performance.now() > giveUpAt;
    while (!areThere() && !signal.aborted) await sleep(50);

    const arrivedAt = performance.now();
    stage = 'watching';
    const watched = votesPerSecond > 0 ? watchedVotes.run(probeEveryMs) : undefined;
    await sleep(minutes * 60_000, undefined, { signal }).catch(() => undefined);
    const endedAt = performance.now();
    watchedVotes.stop();
    const { user, system } = process.cpuUsage(cpuBefore);
    await watched;

    stage = 'leaving';
    for (const thread of viewerThreads) thread.send({ type: 'rest' });
    await sleep(lastVotesMs + deliveryTimeoutMs);
    const finished = await Promise.all(viewerThreads.map((thread) => thread.finish()));
    return {
      metrics: mergeMetrics(finished.map(({ metrics: figures }) => figures)),
      seconds: { arriving: (arrivedAt - startedAt) / 1000, watching: (endedAt - arrivedAt) / 1000 },
      cores: (user + system) / 1000 / (endedAt - startedAt),
      probes: watchedVotes.counts,
    };
  };

  try {
    return await Promise.race([course(), failed]);
  } finally {
    clearInterval(progress);
    await Promise.all(viewerThreads.map((thread) => thread.terminate()));
  }
}

function sumOf(viewerThreads: ViewerThread[]): Progress {
  const sum: Progress = { entered: 0, live: 0, votesCast: 0, calls: 0, received: 0, errors: 0 };
  for (const { progress } of viewerThreads)
    for (const key of Object.keys(sum) as (keyof Progress)[]) sum[key] += progress[key];
  return sum;
}
