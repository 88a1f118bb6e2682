import { describe, expect, it } from 'vitest';
import type { Item } from './item';
import { recordRetentionMs } from './record-buffer';
import { TableStream } from './table-stream';
import { region } from './tables.fixture';

function open(options: { now?: () => number; maxRecords?: number } = {}) {
  return new TableStream({ tableName: 'Ballot', arn: 'the stream', region, now: () => 1_700_000_000_500, ...options });
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
    const [record] = stream.read(0, 10).records;
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
    expect(stream.endPosition).toBe(0);
  });

  it('names the service that deletes an expired item', () => {
    const stream = open();
    const userIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;
    stream.append({ keys, oldImage: item(1), newImage: undefined, userIdentity });
    expect(stream.read(0, 1).records[0]?.userIdentity).toEqual(userIdentity);
  });

  it('is read in parts that continue at the previous position', () => {
    const stream = open();
    for (let love = 1; love <= 5; love++) stream.append({ keys, oldImage: undefined, newImage: item(love) });
    const first = stream.read(0, 2);
    const second = stream.read(first.next, 10);
    expect([first.records.length, second.records.length, second.next]).toEqual([2, 3, 5]);
    expect(stream.read(second.next, 10)).toEqual({ records: [], next: 5 });
  });

  it('has sequence numbers that rise, even after a restart', () => {
    const before = open();
    const after = open({ now: () => 1_700_000_060_000 });
    for (const stream of [before, after]) {
      for (let love = 1; love <= 12; love++) stream.append({ keys, oldImage: undefined, newImage: item(love) });
    }
    const numbers = [...before.read(0, 20).records, ...after.read(0, 20).records].map(
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
    const { records, next } = stream.read(0, 10);
    expect(records.map((record) => record.dynamodb.NewImage)).toEqual([item(2)]);
    expect(next).toBe(2);
  });

  it('drops finished records without changing positions', () => {
    const stream = open();
    for (let love = 0; love < 3; love++) stream.append({ keys, oldImage: undefined, newImage: item(love) });
    stream.takeBatch(3);
    stream.finishBatch();
    expect(stream.read(0, 10)).toEqual({ records: [], next: 3 });
    stream.append({ keys, oldImage: undefined, newImage: item(3) });
    expect(stream.read(3, 10)).toMatchObject({ records: [{ dynamodb: { NewImage: item(3) } }], next: 4 });
  });

  it('returns the same batch until the reader has finished it', () => {
    const stream = open();
    const append = (love: number) => stream.append({ keys, oldImage: undefined, newImage: item(love) });
    append(1);
    const batch = stream.takeBatch(10);
    append(2);
    expect(stream.takeBatch(10)).toEqual(batch);
    stream.finishBatch();
    expect(stream.takeBatch(10).map(({ dynamodb }) => dynamodb.NewImage)).toEqual([item(2)]);
  });

  it('rejects writes when its reader is too far behind', () => {
    const stream = open({ maxRecords: 1 });
    stream.begin(keys, undefined);
    stream.append({ keys, oldImage: undefined, newImage: item(1) });
    expect(() => stream.begin(keys, item(1))).toThrow(expect.objectContaining({ type: 'ThrottlingException' }));
    stream.takeBatch(1);
    stream.finishBatch();
    stream.begin(keys, item(1));
  });

  it('resolves a wait as soon as there are enough records', async () => {
    const stream = open();
    const waiting = stream.waitForRecords(2, new AbortController().signal).then(() => stream.endPosition);
    stream.append({ keys, oldImage: undefined, newImage: item(1) });
    stream.append({ keys, oldImage: item(1), newImage: item(2) });
    await expect(waiting).resolves.toBe(2);
  });

  it('ends a wait when the signal aborts', async () => {
    const controller = new AbortController();
    const waiting = open().waitForRecords(1, controller.signal);
    controller.abort();
    await waiting;
  });
});
