import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventSourceMapping as Mapping } from '../cloudformation/deployment';
import { onlyShard } from '../dynamodb/shards.fixture';
import type { StreamShard } from '../dynamodb/stream-shard';
import { TableStream } from '../dynamodb/table-stream';
import { recordingLog } from '../recording-log.fixture';
import { EventSourceMapping } from './event-source-mapping';
import { anyMapping, numberOf, sleep } from './mapping.fixture';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A mapping of a stream of numbers, and the batches that the function received. */
function map(options: Partial<Mapping>, run: (batch: number[]) => Promise<unknown> = () => Promise.resolve()) {
  const stream = new TableStream({ tableName: 'Ballot', arn: 'the stream', region: 'eu-west-1', shardCount: 1 });
  const batches: number[][] = [];
  const log = recordingLog();
  const mapping = new EventSourceMapping({
    mapping: { ...anyMapping, ...options },
    stream,
    log,
    sleep,
    invoke: (functionArn, { Records }) => {
      expect(functionArn).toBe('the function');
      const batch = Records.map(numberOf);
      batches.push(batch);
      return run(batch);
    },
  });
  let last = 0;
  /** Appends the next numbers to the stream. */
  const append = (count: number) => {
    for (let index = 0; index < count; index++) {
      const keys = { id: { N: String(++last) } };
      stream.append({ keys, oldImage: undefined, newImage: keys });
    }
  };
  return { mapping, stream, batches, log, append };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('an event source mapping', () => {
  it('invokes as soon as there is a record', async () => {
    const { mapping, batches, append } = map({});
    mapping.start();
    append(1);
    await settle();
    expect(batches).toEqual([[1]]);
    await mapping.close();
  });

  it('delivers records from before it started', async () => {
    const { mapping, batches, append } = map({});
    append(2);
    mapping.start();
    await settle();
    expect(batches).toEqual([[1, 2]]);
    await mapping.close();
  });

  it('has one batch in flight; later records form the next one', async () => {
    const gates: (() => void)[] = [];
    const { mapping, batches, append } = map({}, () => new Promise<void>((resolve) => gates.push(resolve)));
    mapping.start();
    append(1);
    await settle();
    append(3);
    await settle();
    expect(batches).toEqual([[1]]);
    gates.shift()?.();
    await settle();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    gates.shift()?.();
    await mapping.close();
  });

  it('does not invoke while the stream cannot write down the batch', async () => {
    const { mapping, batches, append, stream } = map({});
    const take = vi.spyOn(onlyShard(stream), 'takeBatch').mockImplementationOnce(() => {
      throw new Error('no space left on device');
    });
    mapping.start();
    append(2);
    await settle();
    expect([take.mock.calls.length, batches]).toEqual([1, []]);
    await vi.advanceTimersByTimeAsync(100);
    expect(batches).toEqual([[1, 2]]);
    await mapping.close();
  });

  it('never puts more than the batch size into a batch', async () => {
    const { mapping, batches, append } = map({ batchSize: 2 });
    append(5);
    mapping.start();
    await settle();
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
    await mapping.close();
  });

  it('waits for a full batch, at most as long as the batching window', async () => {
    const { mapping, batches, append } = map({ batchSize: 3, maximumBatchingWindowSeconds: 5 });
    mapping.start();
    append(1);
    await vi.advanceTimersByTimeAsync(4900);
    append(1);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(batches).toEqual([[1, 2]]);
    append(3);
    await settle();
    expect(batches).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    await mapping.close();
  });
});

describe('a failed batch', () => {
  it('is retried unchanged, before later records', async () => {
    let failures = 3;
    const { mapping, batches, append, log } = map({}, () =>
      failures-- > 0 ? Promise.reject(new Error('no table')) : Promise.resolve(),
    );
    mapping.start();
    append(2);
    await settle();
    append(1);
    await vi.advanceTimersByTimeAsync(100 + 200 + 400);
    expect(batches).toEqual([[1, 2], [1, 2], [1, 2], [1, 2], [3]]);
    expect(log.lines.filter((line) => line.includes('will be retried'))).toHaveLength(3);
    await mapping.close();
  });

  it('is retried after delays that double', async () => {
    const { mapping, batches, append } = map({}, () => Promise.reject(new Error('no')));
    mapping.start();
    append(1);
    const attempts: number[] = [];
    for (const milliseconds of [0, 100, 199, 1, 399, 1]) {
      await vi.advanceTimersByTimeAsync(milliseconds);
      attempts.push(batches.length);
    }
    expect(attempts).toEqual([1, 2, 2, 3, 3, 4]);
    await mapping.close();
  });

  it('is dropped, and logged, when no retries are left', async () => {
    const { mapping, batches, append, log } = map({ maximumRetryAttempts: 2 }, (batch) =>
      batch.includes(1) ? Promise.reject(new Error('poison')) : Promise.resolve(),
    );
    mapping.start();
    append(2);
    await settle();
    append(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(batches).toEqual([[1, 2], [1, 2], [1, 2], [3]]);
    expect(log.lines.at(-1)).toContain('Stream records dropped: no retries are left');
    await mapping.close();
  });

  it('is dropped and logged when its records are too old', async () => {
    const { mapping, batches, append, log } = map({ maximumRecordAgeSeconds: 60 }, (batch) =>
      batch.includes(1) ? Promise.reject(new Error('poison')) : Promise.resolve(),
    );
    mapping.start();
    append(1);
    await vi.advanceTimersByTimeAsync(55_000);
    expect(batches.at(-1)).toEqual([1]);
    append(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(batches.at(-1)).toEqual([2]);
    expect(log.lines.at(-1)).toContain('too old');
    await mapping.close();
  });
});

describe('closing', () => {
  it('delivers earlier records and no later ones', async () => {
    let finish = () => {};
    const { mapping, batches, append } = map(
      { batchSize: 1 },
      () => new Promise<void>((resolve) => (finish = resolve)),
    );
    mapping.start();
    append(2);
    await settle();
    let isClosed = false;
    const closing = mapping.close().then(() => (isClosed = true));
    await settle();
    append(1);
    finish();
    await settle();
    expect(isClosed).toBe(false);
    finish();
    await closing;
    expect(batches).toEqual([[1], [2]]);
  });

  it('does not retry a failed batch; the next start delivers it unchanged', async () => {
    const { mapping, batches, append, stream, log } = map({}, () => Promise.reject(new Error('no')));
    mapping.start();
    append(1);
    await settle();
    await mapping.close();
    append(1);
    expect(batches).toEqual([[1]]);
    expect(log.lines.at(-1)).toContain('this batch is delivered after the next start');
    expect(onlyShard(stream).takeBatch(10).map(numberOf)).toEqual([1]);
  });

  it('does not wait for the batching window', async () => {
    const { mapping, batches, append } = map({ maximumBatchingWindowSeconds: 60 });
    mapping.start();
    append(1);
    await settle();
    await mapping.close();
    expect(batches).toEqual([[1]]);
  });
});

describe('several shards', () => {
  /** A mapping of a stream whose records are the numbers of their items. */
  function mapShards(shardCount: number, run: (batch: number[]) => Promise<unknown> = () => Promise.resolve()) {
    const stream = new TableStream({ tableName: 'Ballot', arn: 'the stream', region: 'eu-west-1', shardCount });
    const batches: number[][] = [];
    const mapping = new EventSourceMapping({
      mapping: anyMapping,
      stream,
      log: recordingLog(),
      sleep,
      invoke: (_, { Records }) => {
        batches.push(Records.map(numberOf));
        return run(Records.map(numberOf));
      },
    });
    const append = (...numbers: number[]) => {
      for (const number of numbers) {
        const keys = { id: { N: String(number) } };
        stream.append({ keys, oldImage: undefined, newImage: keys });
      }
    };
    const numbersOf = (shard: StreamShard | undefined) => shard?.read(0, Infinity).records.map(numberOf) ?? [];
    return { stream, mapping, batches, append, numbersOf };
  }
  const numbers = Array.from({ length: 40 }, (_, index) => index);

  it('are delivered concurrently, each in order', async () => {
    const gates: (() => void)[] = [];
    const { stream, mapping, batches, append, numbersOf } = mapShards(
      4,
      () => new Promise<void>((resolve) => gates.push(resolve)),
    );
    append(...numbers);
    const expected = stream.shards.map(numbersOf);
    mapping.start();
    await settle();
    expect(batches).toEqual(expected);
    expect(batches).toHaveLength(4);
    const closing = mapping.close();
    for (const open of gates) open();
    await closing;
  });

  it('are not blocked by one that fails', async () => {
    const { stream, mapping, batches, append, numbersOf } = mapShards(4, (batch) =>
      batch.includes(0) ? Promise.reject(new Error('poison')) : Promise.resolve(),
    );
    append(...numbers);
    const failing = stream.shards.find((shard) => numbersOf(shard).includes(0));
    mapping.start();
    await settle();
    append(...numbers);
    await vi.advanceTimersByTimeAsync(100);
    const delivered = batches.filter((batch) => !batch.includes(0)).flat();
    expect(delivered).toHaveLength(2 * (numbers.length - numbersOf(failing).length / 2));
    expect(batches.filter((batch) => batch.includes(0)).length).toBeGreaterThan(1);
    expect(stream.shards.filter(({ unreadRecords }) => unreadRecords > 0)).toEqual([failing]);
    await mapping.close();
  });

  it('that follow a split are delivered after their parent, which may fail meanwhile', async () => {
    let isFailing = true;
    const { stream, mapping, batches, append } = mapShards(1, () =>
      isFailing ? Promise.reject(new Error('no table')) : Promise.resolve(),
    );
    mapping.start();
    append(1, 2, 3);
    await settle();
    stream.split(onlyShard(stream).id);
    append(...numbers);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(new Set(batches.map(String))).toEqual(new Set(['1,2,3']));
    isFailing = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(
      batches
        .slice(-2)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(numbers);
    expect(stream.shards).toHaveLength(2);
    await mapping.close();
  });

  it('continue with the children of a shard that is split while it waits for records', async () => {
    const { stream, mapping, batches, append } = mapShards(1);
    mapping.start();
    await settle();
    for (const child of stream.split(onlyShard(stream).id)) stream.split(child);
    await settle();
    append(...numbers);
    await settle();
    expect(batches).toHaveLength(4);
    expect(batches.flat().sort((a, b) => a - b)).toEqual(numbers);
    await mapping.close();
  });

  it('are all delivered before the mapping is closed, also those that follow a split', async () => {
    const { stream, mapping, batches, append } = mapShards(1);
    append(1);
    stream.split(onlyShard(stream).id);
    append(...numbers);
    mapping.start();
    await mapping.close();
    expect(batches[0]).toEqual([1]);
    expect(
      batches
        .slice(1)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(numbers);
  });

  it('end with a mapping that is closed while a parent fails: its children wait for the next start', async () => {
    const { stream, mapping, batches, append } = mapShards(1, () => Promise.reject(new Error('no')));
    append(1);
    stream.split(onlyShard(stream).id);
    append(...numbers);
    mapping.start();
    await mapping.close();
    expect(batches).toEqual([[1]]);
    expect(stream.readableShards).toHaveLength(1);
  });
});
