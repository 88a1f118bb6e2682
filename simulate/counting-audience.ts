/** An audience against a local backend, with everything counted that the model predicts. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantileOf } from '../bench/quantile';
import { BackendProcess, freePort } from '../faults/backend-process';
import { FaultProxy } from '../faults/fault-proxy';
import type { Outputs } from '../live/backend';
import { memoryStore } from '../live/device-store';
import { ShowSession } from '../live/show-session';
import { readDocuments } from '../load/documents';
import { endpointsOf } from '../load/endpoints';
import { Guest, type GuestOptions } from '../load/guest';
import { guestBackend } from '../load/guest-backend';
import { keepAlivePost } from '../load/post';
import { DynaliteThread } from '../local/dynamodb/dynalite-thread';

const projectFolder = path.resolve(import.meta.dirname, '..');
const dataFolder = path.join(projectFolder, '.amplify/simulate');
const enterEveryMs = 25;
/** Of all, those that did not wait for their turn. */
const soonestShare = 0.1;
const patienceMs = 120_000;
/** Shorter than any turn of the tally. */
const soonMs = 5;

export const messageKinds = ['onScores', 'onRound', 'onMessage'] as const;
export const tableNames = ['Ballot', 'Round', 'Leader', 'ChatThrottle'] as const;

export type Counts = Record<(typeof messageKinds)[number] | (typeof tableNames)[number], number>;

export class CountingAudience {
  /** The app's own client core, each on a headless guest. */
  readonly viewers: ShowSession[] = [];
  /** Calls that failed, by what was said. */
  readonly failures: Record<string, number> = {};
  /** Messages that sockets received, and writes that reached the tables' engine, refused ones included. */
  readonly counts: Counts = { onScores: 0, onRound: 0, onMessage: 0, Ballot: 0, Round: 0, Leader: 0, ChatThrottle: 0 };

  /** When writes came to the engine, in milliseconds of `performance.now()`. */
  readonly #ballotsAt: number[] = [];
  readonly #totalsAt: { at: number; isCount: boolean }[] = [];

  private constructor(private readonly ends: (() => unknown)[]) {}

  static async enter(viewers: number): Promise<CountingAudience> {
    await rm(dataFolder, { recursive: true, force: true });
    await mkdir(dataFolder, { recursive: true });
    const dynalite = new DynaliteThread({ region: 'us-east-1', accountId: '123456789012', dataFolder: path.join(dataFolder, 'outside') });
    const proxy = await FaultProxy.open(await dynalite.listening());
    const backend = new BackendProcess({
      projectFolder, dataFolder, host: 'localhost', port: await freePort(), dynamoDbEndpoint: `http://127.0.0.1:${proxy.port}`,
    });
    const outputs = (await backend.start()) as Outputs;
    const counting = new CountingAudience([() => backend.end('SIGTERM'), () => proxy.close(), () => dynalite.terminate()]);
    proxy.treat = ({ headers, body }) => {
      counting.#write(String(headers['x-amz-target']), body);
      return 'pass';
    };
    const connection = { endpoints: endpointsOf(outputs), documents: readDocuments(outputs), post: keepAlivePost() };
    for (let entered = 0; entered < viewers; entered++) {
      counting.#seat(connection);
      await sleep(enterEveryMs);
    }
    const giveUpAt = performance.now() + patienceMs;
    while (counting.viewers.some((viewer) => viewer.getState().connection !== 'live')) {
      if (performance.now() > giveUpAt) {
        await counting.leave();
        throw new Error(`Not all of ${viewers} viewers are live ${patienceMs / 1000} s after the last came in: too many for this machine?`);
      }
      await sleep(100);
    }
    return counting;
  }

  /**
   * How long turns of the tally lasted without their waits for the lease, in milliseconds: some of them. From its last
   * write on the round to the first of the next turn, where a ballot had come and there was something to go on with.
   */
  turnsSince(time: number): number[] {
    const turns: number[] = [];
    let ballot = 0;
    let countedAt = -Infinity;
    this.#totalsAt.forEach(({ at, isCount }, index) => {
      if (!isCount) return;
      const lastWrite = this.#totalsAt[index - 1]?.at ?? Infinity;
      while ((this.#ballotsAt[ballot] ?? Infinity) <= countedAt) ballot += 1;
      const hasNext = (this.#ballotsAt[ballot] ?? Infinity) < lastWrite + soonMs;
      if (countedAt >= time && hasNext) turns.push(at - lastWrite);
      countedAt = at;
    });
    return turns;
  }

  /** How long after a count the publication was taken at the soonest, in milliseconds. */
  soonestTakeSince(time: number): number {
    const gaps = this.#totalsAt.flatMap(({ at, isCount }, index) => {
      const before = this.#totalsAt[index - 1];
      return !isCount && before?.isCount && before.at >= time ? [at - before.at] : [];
    });
    return quantileOf(gaps, soonestShare);
  }

  async leave(): Promise<void> {
    for (const end of this.ends) await end();
    await rm(dataFolder, { recursive: true, force: true });
  }

  #seat(connection: Pick<GuestOptions, 'endpoints' | 'documents' | 'post'>): void {
    const guest = new Guest({
      ...connection,
      onCall: (_, __, errorType) => {
        if (errorType !== undefined) this.failures[errorType] = (this.failures[errorType] ?? 0) + 1;
      },
    });
    const backend = guestBackend(guest, { live: () => undefined, lost: () => undefined, data: (field) => (this.counts[field] += 1) });
    const viewer = new ShowSession({ backend, initial: null, storage: memoryStore() });
    this.viewers.push(viewer);
    this.ends.unshift(viewer.start());
  }

  #write(target: string, body: string): void {
    if (!/\.(UpdateItem|PutItem)$/.test(target)) return;
    const table = /"TableName":"([A-Za-z]+)/.exec(body)?.[1];
    const name = tableNames.find((each) => each === table);
    if (!name) return;
    this.counts[name] += 1;
    if (name === 'Ballot') this.#ballotsAt.push(performance.now());
    if (name === 'Round' && target.endsWith('UpdateItem')) this.#totalsAt.push({ at: performance.now(), isCount: body.includes('ADD ') });
  }
}
