/** One worker thread with its share of the viewers. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { ThreadAudience } from './thread-audience';
import { keepAlivePost } from '../guest/post';
import type { FromThread, ThreadData, ToThread } from './thread-messages';

const tickMs = 20;
const progressEveryMs = 500;
const loopResolutionMs = 10;

const { arrivals, votesPerSecond, messagesPerMinute, ...backend } = workerData as ThreadData;

const now = () => performance.timeOrigin + performance.now();
const tell = (message: FromThread) => parentPort?.postMessage(message);

const crowd = new ThreadAudience({
  ...backend,
  post: keepAlivePost(),
  maxViewers: arrivals.length,
  now,
  random: Math.random,
  onPublished: (kind, id, at) => tell({ type: 'published', kind, id, at }),
  onIdentity: (identityId, isGood) => tell({ type: 'identity', identityId, isValid: isGood }),
  onProbeTotal: (roundId, total) => tell({ type: 'rose', roundId, total }),
});

const loopDelay = monitorEventLoopDelay({ resolution: loopResolutionMs });
let beforeStart = performance.eventLoopUtilization();
const timers: NodeJS.Timeout[] = [];
let isResting = false;

function start(): void {
  loopDelay.enable();
  beforeStart = performance.eventLoopUtilization();
  const startedAt = now();
  let tickedAt = startedAt;
  timers.push(
    setInterval(() => {
      const at = now();
      const seconds = (at - tickedAt) / 1000;
      tickedAt = at;
      for (
        let next = arrivals[crowd.viewerCount];
        next && startedAt + next.at <= at;
        next = arrivals[crowd.viewerCount]
      )
        crowd.addViewer(next.identityId);
      if (isResting) return;
      crowd.vote(seconds, votesPerSecond);
      crowd.chat(seconds, messagesPerMinute / 60);
    }, tickMs),
    setInterval(() => {
      crowd.recorder.deliveries.settle(now());
      report();
    }, progressEveryMs),
  );
}

function report(): void {
  const { calls, received, errors, votesCast } = crowd.recorder.metrics;
  tell({
    type: 'progress',
    entered: crowd.viewerCount,
    live: crowd.liveCount,
    votesCast,
    calls: sum([...calls.values()].map(({ count }) => count)),
    received: sum([...received.values()].map(({ count }) => count)),
    errors: sum([...errors.values()]),
  });
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

function finish(): void {
  for (const timer of timers) clearInterval(timer);
  crowd.recorder.deliveries.settle(now());
  crowd.close();
  loopDelay.disable();
  const { metrics: figures } = crowd.recorder;
  figures.eventLoops.push({
    busy: performance.eventLoopUtilization(beforeStart).utilization,
    lateMs: { p99: lateMs(loopDelay.percentile(99)), longest: lateMs(loopDelay.max) },
  });
  tell({ type: 'finished', metrics: figures });
}

/** Interval of the event loop monitor, which measures in nanoseconds. */
const lateMs = (between: number) => Math.max(0, between / 1e6 - loopResolutionMs);

parentPort?.on('message', (message: ToThread) => {
  switch (message.type) {
    case 'start': {
      start();
      return;
    }
    case 'probe':
      return tell({ type: 'probing', probe: crowd.castProbe() });
    case 'probed': {
      crowd.recorder.probes.recordProbe(message);
      return;
    }
    case 'published': {
      crowd.recorder.deliveries.expectDelivery(message.kind, message.id, message.at);
      return;
    }
    case 'rest': {
      isResting = true;
      return;
    }
    case 'finish': {
      finish();
      return;
    }
  }
});

tell({ type: 'ready' });
