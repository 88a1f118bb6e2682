/**
 * What functions receive of a stream, with random writes, splits, failures, restarts, and deaths of the process: every
 * change at least once, the changes of an item in order, and each exactly once if nothing fails.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TableStream } from '../dynamodb/table-stream';
import { recordingLog } from '../recording-log.fixture';
import { EventSourceMapping } from './event-source-mapping';
import { anyMapping, sleep } from './mapping.fixture';
import type { StreamEvent } from './tumbling-window';

const folder = mkdtempSync(path.join(tmpdir(), 'deliveries-'));
let files = 0;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
afterAll(() => rmSync(folder, { recursive: true }));

const windowSeconds = 5;

/** The process that runs a stream and its mapping, which can end gracefully or die, and start again. */
class Backend {
  /** Versions of an item in the order of their deliveries, by its id. */
  readonly deliveries = new Map<string, number[]>();
  /** Records that the final state of a window counts, by shard and window. */
  readonly windows = new Map<string, number>();
  readonly #written = new Map<string, number>();
  #file = path.join(folder, `${files++}.jsonl`);
  #stream: TableStream;
  #mapping: EventSourceMapping;
  /** The process that may still do something; others are dead. */
  #process = 0;
  /** How the next invocations end. */
  failures: ('before' | 'after')[] = [];

  constructor(shardCount: number) {
    [this.#stream, this.#mapping] = this.#start(shardCount);
  }

  write(id: number): void {
    const keys = { id: { S: `guest-${id}` } };
    const version = (this.#written.get(keys.id.S) ?? 0) + 1;
    this.#written.set(keys.id.S, version);
    this.#stream.begin(keys, undefined);
    this.#stream.append({ keys, oldImage: undefined, newImage: { ...keys, version: { N: String(version) } } });
  }

  split(index: number): void {
    const open = this.#stream.shards.filter(({ isClosed }) => !isClosed);
    this.#stream.split(open[index % open.length]?.id ?? '');
  }

  async restart(shardCount: number): Promise<void> {
    await this.close();
    [this.#stream, this.#mapping] = this.#start(shardCount);
  }

  /** Starts from the file as it is now. What the previous process still writes is lost. */
  die(shardCount: number): void {
    this.#process++;
    const copy = path.join(folder, `${files++}.jsonl`);
    if (existsSync(this.#file)) copyFileSync(this.#file, copy);
    this.#file = copy;
    [this.#stream, this.#mapping] = this.#start(shardCount);
  }

  async close(): Promise<void> {
    await this.#mapping.close();
    this.#stream.close();
  }

  get written(): Map<string, number[]> {
    return new Map(
      [...this.#written].map(([id, versions]) => [id, Array.from({ length: versions }, (_, index) => index + 1)]),
    );
  }

  #start(shardCount: number): [TableStream, EventSourceMapping] {
    const log = recordingLog();
    const stream = new TableStream({
      tableName: 'Ballot',
      arn: 'the stream',
      region: 'eu-west-1',
      shardCount,
      file: this.#file,
      log,
    });
    const current = this.#process;
    const mapping = new EventSourceMapping({
      mapping: { ...anyMapping, batchSize: 3, tumblingWindowSeconds: windowSeconds },
      stream,
      log,
      sleep,
      invoke: (_, event) => (current === this.#process ? this.#invoke(event) : new Promise(() => undefined)),
    });
    mapping.start();
    return [stream, mapping];
  }

  /** Counts the records of a window in its state. */
  async #invoke(event: StreamEvent): Promise<unknown> {
    const failure = this.failures.shift();
    // An invocation takes time, in which other things happen.
    await Promise.resolve();
    if (failure === 'before') throw new Error('the function failed');
    for (const { dynamodb } of event.Records) {
      const id = (dynamodb.Keys.id as { S: string }).S;
      const version = Number((dynamodb.NewImage as { version: { N: string } }).version.N);
      this.deliveries.set(id, [...(this.deliveries.get(id) ?? []), version]);
    }
    const state = { count: Number(event.state?.count ?? 0) + event.Records.length };
    if (event.isFinalInvokeForWindow) this.windows.set(`${event.shardId} ${event.window?.start}`, state.count);
    if (failure === 'after') throw new Error('the function failed');
    return { state };
  }
}

const write = fc.record({ kind: fc.constant('write' as const), id: fc.nat(7) });
const pause = fc.record({ kind: fc.constant('pause' as const), milliseconds: fc.constantFrom(0, 10, 1000, 7000) });
const split = fc.record({ kind: fc.constant('split' as const), index: fc.nat(7) });
const restart = fc.record({ kind: fc.constant('restart' as const), shardCount: fc.integer({ min: 1, max: 4 }) });
const death = fc.record({ kind: fc.constant('death' as const), shardCount: fc.integer({ min: 1, max: 4 }) });
const failure = fc.record({ kind: fc.constant('failure' as const), when: fc.constantFrom('before', 'after') });
type Step = typeof write | typeof pause | typeof split | typeof restart | typeof death | typeof failure;

async function run(shardCount: number, steps: (Step extends fc.Arbitrary<infer Value> ? Value : never)[]) {
  const backend = new Backend(shardCount);
  for (const step of steps) {
    if (step.kind === 'write') backend.write(step.id);
    if (step.kind === 'pause') await vi.advanceTimersByTimeAsync(step.milliseconds);
    if (step.kind === 'split') backend.split(step.index);
    if (step.kind === 'restart') await backend.restart(step.shardCount);
    if (step.kind === 'death') backend.die(step.shardCount);
    if (step.kind === 'failure') backend.failures.push(step.when);
  }
  // Long enough for all retries, and for the last window to end.
  await vi.advanceTimersByTimeAsync(120_000);
  await backend.close();
  return backend;
}

const shardCount = fc.integer({ min: 1, max: 4 });
const sumOf = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + count, 0);

describe('every change of a table', () => {
  it('is delivered exactly once and in order per item, whatever splits and restarts there are', async () => {
    const steps = fc.array(fc.oneof({ weight: 8, arbitrary: write }, pause, split, restart), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(shardCount, steps, async (shardCount, steps) => {
        const { deliveries, written, windows } = await run(shardCount, steps);
        expect(deliveries).toEqual(written);
        expect(sumOf(windows.values())).toBe([...written.values()].flat().length);
      }),
      { numRuns: 150 },
    );
  });

  it('is delivered at least once and in order per item, whatever fails or dies', async () => {
    const disorder = fc.oneof({ weight: 8, arbitrary: write }, pause, split, restart, death, {
      weight: 2,
      arbitrary: failure,
    });
    await fc.assert(
      fc.asyncProperty(shardCount, fc.array(disorder, { maxLength: 60 }), async (shardCount, steps) => {
        const { deliveries, written, windows } = await run(shardCount, steps);
        expect([...deliveries.keys()].sort()).toEqual([...written.keys()].sort());
        for (const [id, versions] of deliveries) {
          // A batch may be repeated, but nothing is skipped.
          let highest = 0;
          for (const version of versions) {
            expect(version).toBeLessThanOrEqual(highest + 1);
            highest = Math.max(highest, version);
          }
          expect(highest).toBe(written.get(id)?.length);
        }
        // The state of a window counts each record once, even if its batch was repeated.
        expect(sumOf(windows.values())).toBe([...written.values()].flat().length);
      }),
      { numRuns: 300 },
    );
  });
});
