/** One worker thread with its share of the viewers. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { Crowd } from './crowd';
import { keepAlivePost } from './post';
import type { FromThread, ThreadData, ToThread } from './thread-messages';

const tickMs = 20;
const progressEveryMs = 500;
const loopResolutionMs = 10;

const { arrivals, votesPerSecond, messagesPerMinute, ...backend } = workerData as ThreadData;

const now = () => performance.timeOrigin + performance.now();
const tell = (message: FromThread) => parentPort?.postMessage(message);

const crowd = new Crowd({
  ...backend,
  post: keepAlivePost(),
  size: arrivals.length,
  now,
  random: Math.random,
  onPublished: (kind, id, at) => tell({ type: 'published', kind, id, at }),
  onIdentity: (identityId, isGood) => tell({ type: 'identity', identityId, isGood }),
  onRise: (roundId, total) => tell({ type: 'rose', roundId, total }),
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
      for (let next = arrivals[crowd.entered]; next && startedAt + next.at <= at; next = arrivals[crowd.entered]) crowd.enter(next.identityId);
      if (isResting) return;
      crowd.vote(seconds, votesPerSecond);
      crowd.talk(seconds, messagesPerMinute / 60);
    }, tickMs),
    setInterval(() => {
      crowd.book.ledger.settle(now());
      report();
    }, progressEveryMs),
  );
}

function report(): void {
  const { calls, received, errors, votesCast } = crowd.book.figures;
  tell({
    type: 'progress', entered: crowd.entered, live: crowd.live, votesCast,
    calls: sum([...calls.values()].map(({ count }) => count)),
    received: sum([...received.values()].map(({ count }) => count)),
    errors: sum([...errors.values()]),
  });
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

function finish(): void {
  for (const timer of timers) clearInterval(timer);
  crowd.book.ledger.settle(now());
  crowd.close();
  loopDelay.disable();
  const { figures } = crowd.book;
  figures.loops.push({
    busy: performance.eventLoopUtilization(beforeStart).utilization,
    lateMs: { p99: lateMs(loopDelay.percentile(99)), longest: lateMs(loopDelay.max) },
  });
  tell({ type: 'finished', figures });
}

/** The monitor measures the time between two looks, in nanoseconds. */
const lateMs = (between: number) => Math.max(0, between / 1e6 - loopResolutionMs);

parentPort?.on('message', (message: ToThread) => {
  switch (message.type) {
    case 'start': return start();
    case 'probe': return tell({ type: 'probing', probe: crowd.probe() });
    case 'probed': return crowd.book.probes.probed(message);
    case 'published': return crowd.book.ledger.expect(message.kind, message.id, message.at);
    case 'rest': {
      isResting = true;
      return;
    }
    case 'finish': return finish();
  }
});

tell({ type: 'ready' });
