import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ChangeCapture } from './change-capture';
import type { DynamoDbEngine } from './engine';
import type { Item } from './item';
import { recordingLog } from '../recording-log.fixture';
import { recordsOf } from './shards.fixture';
import { TableStream } from './table-stream';
import { ballotTable, region, roundTable, startTestEngine } from './tables.fixture';
import { TimeToLive, type TimeToLiveOptions } from './ttl';

const nowSeconds = 1_768_000_000;

let engine: DynamoDbEngine;
let stream: TableStream;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());
beforeEach(() => {
  stream = new TableStream({ tableName: 'Ballot', arn: 'the stream', region });
});

function timeToLive(options: Partial<TimeToLiveOptions> = {}) {
  const capture = new ChangeCapture(engine.client, [ballotTable, roundTable], [stream]);
  return new TimeToLive({
    tables: [ballotTable, roundTable],
    engine: engine.client,
    capture,
    now: () => nowSeconds * 1000,
    ...options,
  });
}

const put = (item: Item) => engine.client.call('PutItem', { TableName: 'Ballot', Item: item });
async function storedIds(): Promise<unknown[]> {
  const { Items } = await engine.client.call('Scan', { TableName: 'Ballot' });
  return (Items as Item[]).map(({ id }) => id?.S).sort();
}

describe('time to live', () => {
  it('deletes only expired items', async () => {
    await put({ id: { S: 'expired' }, expiresAt: { N: String(nowSeconds - 1) } });
    await put({ id: { S: 'alive' }, expiresAt: { N: String(nowSeconds + 1) } });
    await put({ id: { S: 'eternal' } });
    await put({ id: { S: 'text' }, expiresAt: { S: '1' } });
    await put({ id: { S: 'older than five years' }, expiresAt: { N: '1000' } });
    await expect(timeToLive().sweep()).resolves.toBe(1);
    expect(await storedIds()).toEqual(['alive', 'eternal', 'older than five years', 'text']);
  });

  it('records deletions in the stream, with the identity of the service', async () => {
    const item = { id: { S: 'recorded' }, expiresAt: { N: String(nowSeconds - 1) } };
    await put(item);
    await timeToLive().sweep();
    expect(recordsOf(stream)).toMatchObject([
      {
        eventName: 'REMOVE',
        dynamodb: { OldImage: item },
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      },
    ]);
  });

  it('keeps an item whose time to live was extended during the sweep', async () => {
    const expiresAt = { N: String(nowSeconds - 1) };
    await put({ id: { S: 'renewed' }, expiresAt });
    const renewing: TimeToLiveOptions['engine'] = {
      async call(operation, input) {
        const page = await engine.client.call(operation, input);
        await put({ id: { S: 'renewed' }, expiresAt: { N: String(nowSeconds + 60) } });
        return page;
      },
    };
    await expect(timeToLive({ engine: renewing }).sweep()).resolves.toBe(0);
    expect(await storedIds()).toContain('renewed');
  });

  it('finds the expired items of a large table', async () => {
    const items = Array.from({ length: 500 }, (_, index) => ({
      id: { S: `many-${index}` },
      expiresAt: { N: String(nowSeconds - 1) },
    }));
    await Promise.all(items.map(put));
    await expect(timeToLive().sweep()).resolves.toBe(500);
  }, 30_000);

  it('continues in the background after a failure, until it is closed', async () => {
    let isFailing = true;
    const flaky: TimeToLiveOptions['engine'] = {
      call: (operation, input) =>
        isFailing ? Promise.reject(new Error('no engine')) : engine.client.call(operation, input),
    };
    const log = recordingLog();
    const background = timeToLive({ engine: flaky, intervalMs: 5, log });
    background.start();
    await expect.poll(() => log.lines.length).toBeGreaterThan(1);
    isFailing = false;
    await put({ id: { S: 'background' }, expiresAt: { N: String(nowSeconds - 1) } });
    await expect.poll(storedIds).not.toContain('background');
    await background.close();
    expect(log.lines[0]).toContain('Expired items could not be deleted');
  });
});
