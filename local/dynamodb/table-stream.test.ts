import { describe, expect, it } from 'vitest';
import type { StreamRecord } from './dynamodb';
import { areItemsEqual, type Item } from './item';
import { recordRetentionMs } from './record-buffer';
import { onlyShard } from './shards.fixture';
import type { StreamShard } from './stream-shard';
import { TableStream } from './table-stream';
import { region } from './tables.fixture';

function open(options: { now?: () => number; maxRecords?: number; shardCount?: number } = {}) {
  const defaults = { tableName: 'Ballot', arn: 'the stream', region, now: () => 1_700_000_000_500, shardCount: 1 };
  return new TableStream({ ...defaults, ...options });
}

const item = (love: number): Item => ({ id: { S: 'a' }, love: { N: String(love) } });
const keys = { id: { S: 'a' } };

describe('TableStream', () => {
  it.each([
    ['INSERT', undefined, item(1)],
    ['MODIFY', item(1), item(2)],
    ['REMOVE', item(2), undefined],
  ])('records an %s as Lambda receives it', (eventName, oldImage, newImage) => {
    const stream = open();
    stream.append({ keys, oldImage, newImage });
    const [record] = onlyShard(stream).read(0, 10).records;
    expect(record).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      eventSourceARN: 'the stream',
      dynamodb: {
        ApproximateCreationDateTime: 1_700_000_000,
        Keys: keys,
        ...(oldImage && { OldImage: oldImage }),
        ...(newImage && { NewImage: newImage }),
        SequenceNumber: expect.stringMatching(/^\d{28}$/) as string,
        SizeBytes: expect.any(Number) as number,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });

  it('records nothing for a write that changed nothing', () => {
    const stream = open();
    stream.append({ keys, oldImage: item(1), newImage: item(1) });
    expect(onlyShard(stream).endPosition).toBe(0);
  });

  it('names the service that deletes an expired item', () => {
    const stream = open();
    const userIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;
    stream.append({ keys, oldImage: item(1), newImage: undefined, userIdentity });
    expect(onlyShard(stream).read(0, 1).records[0]?.userIdentity).toEqual(userIdentity);
  });

  it('is read in parts that continue at the previous position', () => {
    const stream = open();
    for (let love = 1; love <= 5; love++) stream.append({ keys, oldImage: undefined, newImage: item(love) });
    const first = onlyShard(stream).read(0, 2);
    const second = onlyShard(stream).read(first.next, 10);
    expect([first.records.length, second.records.length, second.next]).toEqual([2, 3, 5]);
    expect(onlyShard(stream).read(second.next, 10)).toEqual({ records: [], next: 5 });
  });

  it('has sequence numbers that rise, even after a restart', () => {
    const before = open();
    const after = open({ now: () => 1_700_000_060_000 });
    for (const stream of [before, after]) {
      for (let love = 1; love <= 12; love++) stream.append({ keys, oldImage: undefined, newImage: item(love) });
    }
    const numbers = [...onlyShard(before).read(0, 20).records, ...onlyShard(after).read(0, 20).records].map(
      (record) => record.dynamodb.SequenceNumber,
    );
    expect(numbers).toEqual([...new Set(numbers)].sort());
    expect(numbers.map(BigInt)).toEqual(numbers.map(BigInt).sort((a, b) => (a < b ? -1 : 1)));
  });

  it('drops records after 24 hours; a slow reader continues with the remaining ones', () => {
    let now = 1_700_000_000_000;
    const stream = open({ now: () => now });
    stream.append({ keys, oldImage: undefined, newImage: item(1) });
    now += recordRetentionMs + 1000;
    stream.append({ keys, oldImage: item(1), newImage: item(2) });
    const { records, next } = onlyShard(stream).read(0, 10);
    expect(records.map((record) => record.dynamodb.NewImage)).toEqual([item(2)]);
    expect(next).toBe(2);
  });

  it('drops finished records without changing positions', () => {
    const stream = open();
    for (let love = 0; love < 3; love++) stream.append({ keys, oldImage: undefined, newImage: item(love) });
    onlyShard(stream).takeBatch(3);
    onlyShard(stream).finishBatch();
    expect(onlyShard(stream).read(0, 10)).toEqual({ records: [], next: 3 });
    stream.append({ keys, oldImage: undefined, newImage: item(3) });
    expect(onlyShard(stream).read(3, 10)).toMatchObject({ records: [{ dynamodb: { NewImage: item(3) } }], next: 4 });
  });

  it('returns the same batch until the reader has finished it', () => {
    const stream = open();
    const append = (love: number) => stream.append({ keys, oldImage: undefined, newImage: item(love) });
    append(1);
    const batch = onlyShard(stream).takeBatch(10);
    append(2);
    expect(onlyShard(stream).takeBatch(10)).toEqual(batch);
    onlyShard(stream).finishBatch();
    expect(
      onlyShard(stream)
        .takeBatch(10)
        .map(({ dynamodb }) => dynamodb.NewImage),
    ).toEqual([item(2)]);
  });

  it('rejects writes when its reader is too far behind', () => {
    const stream = open({ maxRecords: 1 });
    stream.begin(keys, undefined);
    stream.append({ keys, oldImage: undefined, newImage: item(1) });
    expect(() => stream.begin(keys, item(1))).toThrow(expect.objectContaining({ type: 'ThrottlingException' }));
    onlyShard(stream).takeBatch(1);
    onlyShard(stream).finishBatch();
    stream.begin(keys, item(1));
  });

  it('resolves a wait as soon as there are enough records', async () => {
    const stream = open();
    const waiting = onlyShard(stream)
      .waitForRecords(2, new AbortController().signal)
      .then(() => onlyShard(stream).endPosition);
    stream.append({ keys, oldImage: undefined, newImage: item(1) });
    stream.append({ keys, oldImage: item(1), newImage: item(2) });
    await expect(waiting).resolves.toBe(2);
  });

  it('ends a wait when the signal aborts', async () => {
    const controller = new AbortController();
    const waiting = onlyShard(open()).waitForRecords(1, controller.signal);
    controller.abort();
    await waiting;
  });
});

describe('the shards of a stream', () => {
  const keysOf = (id: number): Item => ({ id: { S: `guest-${id}` } });
  const append = (stream: TableStream, id: number, love = 1) =>
    stream.append({ keys: keysOf(id), oldImage: undefined, newImage: { ...keysOf(id), love: { N: String(love) } } });
  const idsOf = (shard: StreamShard) => shard.read(0, Infinity).records.map(({ dynamodb }) => dynamodb.Keys);
  const readToEnd = (shard: StreamShard) => {
    shard.takeBatch(Infinity);
    shard.finishBatch();
  };
  const first = ({ shards: [shard] }: TableStream) => shard?.id ?? '';

  it('are four by default, with ids like those of AWS', () => {
    const { shards } = new TableStream({ tableName: 'Ballot', arn: 'the stream', region });
    expect(shards).toHaveLength(4);
    expect(new Set(shards.map(({ id }) => id)).size).toBe(4);
    for (const { id } of shards) expect(id).toMatch(/^shardId-\d{20}-[0-9a-f]{8}$/);
  });

  it('have the records of an item in one shard, in order', () => {
    const stream = open({ shardCount: 8 });
    for (let love = 1; love <= 3; love++) for (let id = 0; id < 40; id++) append(stream, id, love);
    for (let id = 0; id < 40; id++) {
      const key = keysOf(id);
      const versions = stream.shards.map((shard) =>
        shard
          .read(0, Infinity)
          .records.filter(({ dynamodb }) => areItemsEqual(dynamodb.Keys as Item, key))
          .map(({ dynamodb }) => (dynamodb.NewImage as Item).love?.N),
      );
      expect(versions.filter((loves) => loves.length > 0)).toEqual([['1', '2', '3']]);
    }
    expect(stream.shards.filter((shard) => shard.unreadRecords > 0).length).toBeGreaterThan(4);
  });

  it('bound their records together', () => {
    const stream = open({ shardCount: 4, maxRecords: 10 });
    for (let id = 0; id < 10; id++) append(stream, id);
    expect(() => stream.begin(keysOf(11), undefined)).toThrow('is full');
  });

  it('split in two, which are read after the records of their parent', () => {
    const stream = open();
    const parent = onlyShard(stream);
    for (let id = 0; id < 20; id++) append(stream, id);
    const children = stream.split(parent.id);
    for (let id = 20; id < 60; id++) append(stream, id);
    expect([parent.isClosed, parent.unreadRecords]).toEqual([true, 20]);
    expect(stream.shards.map(({ id }) => id)).toEqual([parent.id, ...children]);
    expect(stream.readableShards).toEqual([parent]);

    readToEnd(parent);
    expect(parent.isDrained).toBe(true);
    expect(stream.readableShards.map(({ id }) => id)).toEqual(children);
    const [left = [], right = []] = stream.readableShards.map(idsOf);
    expect(left.length + right.length).toBe(40);
    expect(Math.min(left.length, right.length)).toBeGreaterThan(0);
  });

  it('split again before their parent is read: nothing overtakes its records', () => {
    const stream = open();
    const parent = onlyShard(stream);
    append(stream, 0);
    for (const child of stream.split(parent.id)) stream.split(child);
    // The children have no records, and so are finished already.
    expect(stream.shards.map(({ isClosed }) => isClosed)).toEqual([true, false, false, false, false]);
    expect(stream.readableShards).toEqual([parent]);
    readToEnd(parent);
    expect(stream.readableShards).toHaveLength(4);
  });

  it('have sequence numbers of an item that rise after a split', () => {
    const stream = open();
    const numbers: string[] = [];
    for (let split = 0; split < 4; split++) {
      append(stream, 1, split);
      const shard = stream.shards.find(({ unreadRecords }) => unreadRecords > 0);
      const [record] = shard?.takeBatch(1) ?? [];
      numbers.push(record?.dynamodb.SequenceNumber ?? '');
      stream.split(shard?.id ?? '');
      shard?.finishBatch();
    }
    expect(numbers).toEqual([...new Set(numbers)].sort());
    for (const number of numbers) expect(number).toMatch(/^\d{21,40}$/);
  });

  it('wake a reader that waits for a shard that splits', async () => {
    const stream = open();
    const shard = onlyShard(stream);
    const waiting = shard.waitForRecords(1, new AbortController().signal);
    stream.split(shard.id);
    await waiting;
    expect(shard.isDrained).toBe(true);
  });

  it('cannot split if they are unknown, closed, or have a single hash', () => {
    const stream = open();
    const parent = first(stream);
    append(stream, 0);
    expect(() => stream.split('shardId-1')).toThrow('The stream of Ballot has no open shard shardId-1.');
    let [child = ''] = stream.split(parent);
    expect(() => stream.split(parent)).toThrow(`has no open shard ${parent}`);
    for (let depth = 1; depth < 32; depth++) [child = ''] = stream.split(child);
    expect(() => stream.split(child)).toThrow('has only one hash and cannot be divided');
  });

  it('end a batch where a record does not belong to it', () => {
    const stream = open();
    for (let love = 1; love <= 5; love++) append(stream, love, love);
    const batches = [];
    const isSmall = ({ dynamodb }: StreamRecord) => Number((dynamodb.NewImage as Item).love?.N) <= 3;
    const reader = onlyShard(stream);
    while (reader.unreadRecords > 0) {
      batches.push(reader.takeBatch(10, (start, record) => isSmall(start) === isSmall(record)).length);
      reader.finishBatch();
    }
    expect(batches).toEqual([3, 2]);
  });
});
