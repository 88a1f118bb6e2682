/**
 * The tally on an emulated stream, with random votes, splits, lost requests and answers, time limits, deaths of the process,
 * requests of dead invocations that arrive late, clocks that differ or are set, and a host who ends rounds early. Each vote
 * in time must count once, and no other.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DynamoDBRecord } from 'aws-lambda';
import { EventSourceMapping, type StreamEvent } from 'amplify-local/lambda';
import { TableStream } from 'amplify-local/dynamodb';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { categories, noVotes, type Category, type Counts } from '../../show';
import { parseBallotChanges, type BallotChange } from './ballot-changes';
import { countBatch, type RoundTotals, type Scores, type TallyTables } from './count-batch';
import { sumChanges } from './differences';
import { wasCastInTime } from './round-end';
import { addTotals, noTotals } from './round-totals';
import { createMemoryTables, type RunStep } from './tables.fixture';

const folder = mkdtempSync(path.join(tmpdir(), 'tally-'));
let files = 0;
const startsAt = 1_772_366_400;
const roundIds = [startsAt, startsAt + 10, startsAt + 20].map(String);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
afterAll(() => rmSync(folder, { recursive: true }));

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const withoutFault: RunStep = (_, effect) => Promise.resolve(effect());
const never = () => new Promise<never>(() => undefined);
const log = { warn: () => undefined, error: () => undefined };
const votesIn = (totals: Counts) => categories.reduce((sum, category) => sum + totals[category], 0);

/** The process that runs the stream and the tallies, and can die. What it stored remains. */
class Backend {
  readonly memory: ReturnType<typeof createMemoryTables>;
  /** The totals on a screen. */
  readonly shown = new Map<string, RoundTotals>();
  readonly ballots = new Map<string, Counts>();
  readonly #changes: BallotChange[] = [];
  /** The share of steps that fail. */
  failureRate = 0;
  readonly #random: () => number;
  /** How the current invocation runs a step. */
  readonly #invocation = new AsyncLocalStorage<RunStep>();
  #file = '';
  #isAlive: { value: boolean };
  #stream: TableStream;
  #mapping: EventSourceMapping;

  constructor(seed: number, shardCount: number, expectedVoters: number) {
    let state = seed;
    this.#random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    this.memory = createMemoryTables([], (name, effect) => (this.#invocation.getStore() ?? withoutFault)(name, effect));
    for (const roundId of roundIds) this.memory.startRound(roundId, expectedVoters);
    this.#isAlive = { value: true };
    [this.#stream, this.#mapping] = this.#start(shardCount);
  }

  vote(guest: number, round: number, category: Category): void {
    const roundId = roundIds[round] ?? '';
    const id = `${roundId}#${guest}`;
    const before = this.ballots.get(id);
    const after = { ...(before ?? noVotes) };
    after[category] += 1;
    this.ballots.set(id, after);
    const castAt = Math.floor(Date.now() / 1000);
    this.#changes.push({
      sequenceNumber: '',
      castAt,
      oldImage: before && { roundId, ...before },
      newImage: { roundId, ...after },
    });
    const imageOf = (votes: Counts) => ({
      id: { S: id },
      castAt: { N: String(castAt) },
      roundId: { S: roundId },
      ...Object.fromEntries(categories.map((name) => [name, { N: String(votes[name]) }])),
    });
    const change = { keys: { id: { S: id } }, oldImage: before && imageOf(before), newImage: imageOf(after) };
    this.#stream.begin(change.keys, change.oldImage);
    this.#stream.append(change);
  }

  /** Ends a round now. */
  end(round: number): void {
    // The clock may have been set back since.
    const lastCastAt = Math.max(...this.#changes.map(({ castAt }) => castAt));
    const roundId = roundIds[round] ?? '';
    // No round ends before its start.
    this.memory.endRound(roundId, Math.max(Math.floor(Date.now() / 1000), lastCastAt, Number(roundId)));
  }

  split(index: number): void {
    const open = this.#stream.shards.filter(({ isClosed }) => !isClosed);
    this.#stream.split(open[index % open.length]?.id ?? '');
  }

  /** Starts another process from the file as it is now. */
  die(shardCount: number): void {
    this.#isAlive.value = false;
    this.#isAlive = { value: true };
    const copy = path.join(folder, `${files++}.jsonl`);
    if (existsSync(this.#file)) copyFileSync(this.#file, copy);
    this.#file = copy;
    [this.#stream, this.#mapping] = this.#start(shardCount);
  }

  async close(): Promise<void> {
    await this.#mapping.close();
    this.#stream.close();
  }

  /** The votes of a round that were cast in time. */
  castIn(roundId: string): RoundTotals {
    const round = this.memory.rounds.get(roundId)?.started ?? expect.unreachable('the round has started');
    return sumChanges(
      this.#changes.filter(({ castAt, newImage }) => newImage.roundId === roundId && wasCastInTime(castAt, round)),
    );
  }

  #start(shardCount: number): [TableStream, EventSourceMapping] {
    this.#file ||= path.join(folder, `${files++}.jsonl`);
    const arn = 'the stream';
    const stream = new TableStream({
      tableName: 'Ballot',
      arn,
      region: 'eu-west-1',
      shardCount,
      file: this.#file,
      log,
    });
    const process = this.#isAlive;
    const mapping = new EventSourceMapping({
      mapping: {
        functionArn: 'the tally',
        streamArn: arn,
        batchSize: 5,
        maximumBatchingWindowSeconds: 0,
        tumblingWindowSeconds: 15,
        maximumRetryAttempts: -1,
        maximumRecordAgeSeconds: -1,
      },
      stream,
      log,
      sleep: wait,
      invoke: (_, event) => (process.value ? this.#invoke(event, process) : never()),
    });
    mapping.start();
    return [stream, mapping];
  }

  /** Runs a tally up to its time limit. */
  async #invoke({ Records, shardId = '' }: StreamEvent, process: { value: boolean }): Promise<unknown> {
    let isOver = false;
    const isRunning = () => process.value && !isOver;
    const clockErrorMs = ((shardId.codePointAt(shardId.length - 1) ?? 0) % 3) * 2000;
    const step: RunStep = async (_, effect) => {
      await wait(30 * this.#random());
      // The request of an invocation that is over may still be on its way.
      if (!isRunning() && this.#random() < 0.5) return never();
      const outcome = this.#random();
      if (isRunning() && outcome < this.failureRate / 2) throw new Error('The request was lost.');
      const result = structuredClone(effect());
      await wait(30 * this.#random());
      if (!isRunning()) return never();
      if (outcome < this.failureRate) throw new Error('The answer was lost.');
      return result;
    };
    const publish = ({ roundId, favourites, ...votes }: Scores) =>
      step('publish', () => {
        const totals = { ...votes, favourites: favourites ?? expect.unreachable('favourites are missing') };
        // As on a screen, the totals with more votes are the newer ones.
        if (votesIn(totals) > votesIn(this.shown.get(roundId) ?? noTotals)) this.shown.set(roundId, totals);
      });
    const batch = { shard: shardId, changes: parseBallotChanges(Records as DynamoDBRecord[]) };
    const clock = { now: () => Date.now() + clockErrorMs, sleep: wait };
    const counting = this.#invocation.run(step, () => countBatch(batch, this.#tables(), publish, clock));
    const limitMs = this.#random() < this.failureRate ? 400 * this.#random() : 60_000;
    const ending = wait(limitMs).then(() => {
      isOver = true;
      throw new Error('The function timed out.');
    });
    await Promise.race([counting, ending]);
    return { state: {} };
  }

  /** The tables, whose shards are read at different times, as by several queries. */
  #tables(): TallyTables {
    const { tables, rounds } = this.memory;
    return {
      ...tables,
      sumRound: async (roundId) => {
        let sum = noTotals;
        const rows = [...(rounds.get(roundId)?.shards.values() ?? [])];
        await Promise.all(
          rows.map(async (row) => {
            await wait(40 * this.#random());
            sum = addTotals(sum, row.counted);
          }),
        );
        return sum;
      },
    };
  }
}

const shardCount = fc.integer({ min: 1, max: 4 });
const vote = fc.record({
  kind: fc.constant('vote' as const),
  guest: fc.nat(11),
  round: fc.nat(roundIds.length - 1),
  category: fc.constantFrom(...categories),
});
const pause = fc.record({ kind: fc.constant('pause' as const), milliseconds: fc.constantFrom(1, 20, 200, 1000) });
const split = fc.record({ kind: fc.constant('split' as const), index: fc.nat(7) });
const death = fc.record({ kind: fc.constant('death' as const), shardCount });
const clock = fc.record({ kind: fc.constant('clock' as const), seconds: fc.constantFrom(-3, 5) });
const end = fc.record({ kind: fc.constant('end' as const), round: fc.nat(roundIds.length - 1) });
const step = fc.oneof({ weight: 24, arbitrary: vote }, { weight: 5, arbitrary: pause }, split, death, clock, end);
const run = fc.record({
  seed: fc.nat(),
  shardCount,
  expectedVoters: fc.constantFrom(0, 1000, 500_000),
  failureRate: fc.constantFrom(0, 0.02, 0.1, 0.2),
  steps: fc.array(step, { minLength: 20, maxLength: 120 }),
});

it('each vote in time is counted once, stored with its round, and shown, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({ seed, shardCount, expectedVoters, failureRate, steps }) => {
      vi.setSystemTime(startsAt * 1000);
      const backend = new Backend(seed, shardCount, expectedVoters);
      backend.failureRate = failureRate;
      for (const step of steps) {
        if (step.kind === 'vote') backend.vote(step.guest, step.round, step.category);
        if (step.kind === 'pause') await vi.advanceTimersByTimeAsync(step.milliseconds);
        if (step.kind === 'end') backend.end(step.round);
        if (step.kind === 'split') backend.split(step.index);
        if (step.kind === 'death') backend.die(step.shardCount);
        if (step.kind === 'clock') vi.setSystemTime(Date.now() + step.seconds * 1000);
      }
      backend.failureRate = 0;
      // Long enough for all retries, and short enough for the rounds to be published.
      await vi.advanceTimersByTimeAsync(60_000);
      for (const roundId of roundIds) {
        const cast = backend.castIn(roundId);
        expect(backend.memory.countedOf(roundId)).toEqual(cast);
        expect(backend.memory.totalsOf(roundId)).toEqual(cast);
        expect(backend.shown.get(roundId) ?? noTotals).toEqual(cast);
      }
      await backend.close();
    }),
    { numRuns: 60 },
  );
});
