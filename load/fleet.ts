/** The threads of a run, and what only happens once for all of them: its course, and the votes that are watched. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Arrival } from './arrivals';
import { patienceMs } from './delivery-ledger';
import type { Documents } from './documents';
import type { Endpoints } from './endpoints';
import { mergeFigures, type Figures } from './figures';
import type { FromThread, Progress, ThreadData, ToThread } from './thread-messages';

export interface FleetOptions {
  endpoints: Endpoints;
  documents: Documents;
  arrivals: Arrival[];
  /** With all viewers there. */
  minutes: number;
  /** Of each viewer. */
  votesPerSecond: number;
  /** Of each viewer. */
  messagesPerMinute: number;
  threads: number;
  onProgress: (stage: Stage, progress: Progress) => void;
  /** Ends the run early. */
  signal: AbortSignal;
}

export type Stage = 'arriving' | 'watching' | 'leaving';

export interface Outcome {
  figures: Figures;
  identityIds: string[];
  /** Until all had come, and from then on until nobody voted any more. */
  seconds: { arriving: number; watching: number };
  /** Cores that the generator kept busy, on average. */
  cores: number;
  /** Watched votes that were shown, and those that were not in time. */
  probes: { shown: number; lost: number };
}

/** Viewers who are not there by then are not waited for, in milliseconds after the last should have come. */
const arrivalPatienceMs = 30_000;
const progressEveryMs = 250;
const probeEveryMs = 1000;
/** Longer than held votes are held. */
const lastVotesMs = 3000;

/** @throws where a thread fails */
export async function runFleet(options: FleetOptions): Promise<Outcome> {
  const { arrivals, threads, minutes, votesPerSecond, onProgress, signal } = options;
  const shares = Array.from({ length: threads }, (_, thread) => arrivals.filter((_, index) => index % threads === thread));
  const fleet = shares.map((share) => new Thread({ ...options, arrivals: share }));
  const failed = Promise.race(fleet.map(({ failure }) => failure));
  failed.catch(() => undefined);
  const watchedVotes = new WatchedVotes(fleet);
  let stage: Stage = 'arriving';
  const progress = setInterval(() => onProgress(stage, sumOf(fleet)), progressEveryMs);

  const course = async (): Promise<Outcome> => {
    await Promise.all(fleet.map(({ isReady }) => isReady));
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    for (const thread of fleet) thread.tell({ type: 'start' });
    const giveUpAt = startedAt + (arrivals.at(-1)?.at ?? 0) + arrivalPatienceMs;
    const areThere = () => sumOf(fleet).live === arrivals.length || performance.now() > giveUpAt;
    while (!areThere() && !signal.aborted) await sleep(50);

    const arrivedAt = performance.now();
    stage = 'watching';
    const watched = votesPerSecond > 0 ? watchedVotes.goOn(probeEveryMs) : undefined;
    await sleep(minutes * 60_000, undefined, { signal }).catch(() => undefined);
    const endedAt = performance.now();
    watchedVotes.end();
    const { user, system } = process.cpuUsage(cpuBefore);
    await watched;

    stage = 'leaving';
    for (const thread of fleet) thread.tell({ type: 'rest' });
    await sleep(lastVotesMs + patienceMs);
    const finished = await Promise.all(fleet.map((thread) => thread.finish()));
    return {
      figures: mergeFigures(finished.map(({ figures }) => figures)),
      identityIds: finished.flatMap(({ identityIds }) => identityIds),
      seconds: { arriving: (arrivedAt - startedAt) / 1000, watching: (endedAt - arrivedAt) / 1000 },
      cores: (user + system) / 1000 / (endedAt - startedAt),
      probes: watchedVotes.counts,
    };
  };

  try {
    return await Promise.race([course(), failed]);
  } finally {
    clearInterval(progress);
    await Promise.all(fleet.map((thread) => thread.terminate()));
  }
}

function sumOf(fleet: Thread[]): Progress {
  const sum: Progress = { entered: 0, live: 0, votesCast: 0, calls: 0, received: 0, errors: 0 };
  for (const { progress } of fleet) for (const key of Object.keys(sum) as (keyof Progress)[]) sum[key] += progress[key];
  return sum;
}

class Thread {
  progress: Progress = { entered: 0, live: 0, votesCast: 0, calls: 0, received: 0, errors: 0 };
  readonly isReady: Promise<void>;
  /** Only ever rejects. */
  readonly failure: Promise<never>;
  readonly #worker: Worker;

  constructor({ endpoints, documents, arrivals, votesPerSecond, messagesPerMinute }: ThreadData) {
    const workerData: ThreadData = { endpoints, documents, arrivals, votesPerSecond, messagesPerMinute };
    this.#worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData });
    this.isReady = this.answer('ready').then(() => undefined);
    this.failure = once(this.#worker, 'error').then(([error]) => {
      throw error;
    });
    this.on('progress', (progress) => (this.progress = progress));
  }

  tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  /** @returns how to stop */
  on<Type extends FromThread['type']>(type: Type, listener: (message: Extract<FromThread, { type: Type }>) => void): () => void {
    const listen = (message: FromThread) => message.type === type && listener(message as Extract<FromThread, { type: Type }>);
    this.#worker.on('message', listen);
    return () => this.#worker.off('message', listen);
  }

  /** The next message of a type. */
  answer<Type extends FromThread['type']>(type: Type): Promise<Extract<FromThread, { type: Type }>> {
    return new Promise((resolve) => {
      const stop = this.on(type, (message) => {
        stop();
        resolve(message);
      });
    });
  }

  finish() {
    const finished = this.answer('finished');
    this.tell({ type: 'finish' });
    return finished;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** One viewer after the other casts a vote that is timed; the next only when this one is shown, so that totals tell them apart. */
class WatchedVotes {
  readonly counts = { shown: 0, lost: 0 };
  /** By round: the total of the probes' category, as far as it has been heard. */
  #totals = new Map<string, number>();
  #lostIn = '';
  #isOver = false;

  constructor(private readonly fleet: Thread[]) {
    for (const thread of fleet) {
      const others = fleet.filter((other) => other !== thread);
      thread.on('published', (message) => others.forEach((other) => other.tell(message)));
      thread.on('rose', ({ roundId, total }) => this.#totals.set(roundId, Math.max(total, this.#totals.get(roundId) ?? 0)));
    }
  }

  end(): void {
    this.#isOver = true;
  }

  async goOn(everyMs: number): Promise<void> {
    for (let turn = 0; !this.#isOver; turn++) {
      await sleep(everyMs * (0.5 + Math.random()));
      const thread = this.fleet[turn % this.fleet.length];
      if (!thread || this.#isOver) continue;
      // As it is before the vote, which may be heard before the thread has told of it.
      const before = new Map(this.#totals);
      const answer = thread.answer('probing');
      thread.tell({ type: 'probe' });
      const { probe } = await answer;
      // A lost vote may still be counted, and then be taken for this one.
      if (!probe || probe.roundId === this.#lostIn) continue;
      const { roundId, castAt } = probe;
      const total = Math.max(probe.total, (before.get(roundId) ?? 0) + 1);
      for (const each of this.fleet) each.tell({ type: 'probed', roundId, castAt, total });
      if (await this.#isShown(roundId, total)) this.counts.shown += 1;
      else {
        this.counts.lost += 1;
        this.#lostIn = roundId;
      }
    }
  }

  async #isShown(roundId: string, total: number): Promise<boolean> {
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 5) {
      if ((this.#totals.get(roundId) ?? 0) >= total) return true;
      await sleep(5);
    }
    return false;
  }
}
