import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackgroundRetries } from './background-retries';
import { ChangeCapture } from './change-capture';
import { DynamoDbError, type DynamoDbOperation, type StreamRecord } from './dynamodb';
import type { DynamoDbEngine } from './engine';
import type { Item } from './item';
import { ItemState } from './item-state';
import { recordsOf } from './shards.fixture';
import { TableStream } from './table-stream';
import { ballotTable, region, roundTable, startTestEngine } from './tables.fixture';

let engine: DynamoDbEngine;
let stream: TableStream;
let capture: ChangeCapture;
let ids = 0;

beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());
beforeEach(() => {
  stream = new TableStream({ tableName: 'Ballot', arn: 'the stream', region, shardCount: 1 });
  capture = new ChangeCapture(engine.client, [ballotTable, roundTable], [stream]);
});

/** @returns an id that no other test uses */
const newId = () => `id-${ids++}`;
const recorded = (): StreamRecord[] => recordsOf(stream);
const images = () => recorded().map(({ eventName, dynamodb }) => [eventName, dynamodb.OldImage, dynamodb.NewImage]);
const ballot = (id: string, love: string): Item => ({ id: { S: id }, love: { N: love } });

const setLove = (id: string, love: number, more: Record<string, unknown> = {}) =>
  capture.write('UpdateItem', {
    TableName: 'Ballot',
    Key: { id: { S: id } },
    UpdateExpression: 'SET love = :love',
    ExpressionAttributeValues: { ':love': { N: String(love) } },
    ...more,
  });

const put = (item: Item, more: Record<string, unknown> = {}) =>
  capture.write('PutItem', { TableName: 'Ballot', Item: item, ...more });
const remove = (id: string, more: Record<string, unknown> = {}) =>
  capture.write('DeleteItem', { TableName: 'Ballot', Key: { id: { S: id } }, ...more });

describe('images', () => {
  it('record every state of an item', async () => {
    const id = newId();
    await put(ballot(id, '1'));
    await setLove(id, 2);
    await put(ballot(id, '3'));
    await remove(id);
    expect(images()).toEqual([
      ['INSERT', undefined, ballot(id, '1')],
      ['MODIFY', ballot(id, '1'), ballot(id, '2')],
      ['MODIFY', ballot(id, '2'), ballot(id, '3')],
      ['REMOVE', ballot(id, '3'), undefined],
    ]);
  });

  it('include items that an earlier process wrote', async () => {
    const id = newId();
    await engine.client.call('PutItem', { TableName: 'Ballot', Item: ballot(id, '5') });
    await setLove(id, 6);
    expect(images()).toEqual([['MODIFY', ballot(id, '5'), ballot(id, '6')]]);
  });

  it('are absent for writes that change nothing, fail or delete nothing', async () => {
    const id = newId();
    await put(ballot(id, '1'));
    await put(ballot(id, '1'));
    await put(ballot(id, '1.0'));
    await setLove(id, 1);
    await expect(setLove(id, 0, { ConditionExpression: 'love <= :love' })).rejects.toMatchObject({
      type: 'ConditionalCheckFailedException',
    });
    await remove(newId());
    expect(images()).toEqual([['INSERT', undefined, ballot(id, '1')]]);
  });

  it('contain numbers in the form that the table stores', async () => {
    const id = newId();
    await put(ballot(id, '01.50'));
    expect(images()).toEqual([['INSERT', undefined, ballot(id, '1.5')]]);
  });

  it('of one item are in order during concurrent writes', async () => {
    const id = newId();
    const add = { UpdateExpression: 'ADD love :love' };
    await Promise.all(Array.from({ length: 30 }, () => setLove(id, 1, add)));
    const loves = recorded().map(({ dynamodb }) => [dynamodb.OldImage?.love, dynamodb.NewImage?.love]);
    expect(loves).toEqual(
      Array.from({ length: 30 }, (_, index) => [
        index === 0 ? undefined : { N: String(index) },
        { N: String(index + 1) },
      ]),
    );
  });

  it('are recorded for every item of a BatchWriteItem', async () => {
    const [kept, dropped, added] = [newId(), newId(), newId()];
    await put(ballot(kept, '1'));
    await put(ballot(dropped, '2'));
    await capture.write('BatchWriteItem', {
      RequestItems: {
        Ballot: [
          { PutRequest: { Item: ballot(kept, '1') } },
          { DeleteRequest: { Key: { id: { S: dropped } } } },
          { PutRequest: { Item: ballot(added, '3') } },
        ],
      },
    });
    await setLove(added, 4);
    expect(images().slice(2)).toEqual([
      ['REMOVE', ballot(dropped, '2'), undefined],
      ['INSERT', undefined, ballot(added, '3')],
      ['MODIFY', ballot(added, '3'), ballot(added, '4')],
    ]);
  });

  it('are recorded for every write of a transaction, if the engine has transactions', async () => {
    const transactional = {
      async call(operation: string, input: Record<string, unknown>) {
        if (operation !== 'TransactWriteItems') return engine.client.call(operation, input);
        for (const { Put, Update, Delete } of input.TransactItems as Record<string, Record<string, unknown>>[]) {
          if (Put) await engine.client.call('PutItem', Put);
          if (Update) await engine.client.call('UpdateItem', Update);
          if (Delete) await engine.client.call('DeleteItem', Delete);
        }
        return {};
      },
    };
    const [added, changed, checked] = [newId(), newId(), newId()];
    await put(ballot(changed, '1'));
    const expression = { ExpressionAttributeValues: { ':one': { N: '1' } } };
    await new ChangeCapture(transactional, [ballotTable, roundTable], [stream]).write('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: 'Ballot', Item: ballot(added, '2') } },
        {
          Update: {
            TableName: 'Ballot',
            Key: { id: { S: changed } },
            UpdateExpression: 'ADD love :one',
            ...expression,
          },
        },
        {
          ConditionCheck: {
            TableName: 'Ballot',
            Key: { id: { S: checked } },
            ConditionExpression: 'attribute_not_exists(id)',
          },
        },
      ],
    });
    expect(images().slice(1)).toEqual([
      ['INSERT', undefined, ballot(added, '2')],
      ['MODIFY', ballot(changed, '1'), ballot(changed, '2')],
    ]);
  });

  it('are not recorded for a table without a reader', async () => {
    await capture.write('PutItem', { TableName: 'Round', Item: { show: { S: 'matinee' }, startsAt: { N: '10' } } });
    expect(images()).toEqual([]);
  });
});

describe('a write with an unknown outcome', () => {
  /** An engine whose connection breaks around its next write. */
  function breakNextWrite(when: 'before' | 'after', retries = new BackgroundRetries()) {
    let isBroken = true;
    const breaking: Pick<DynamoDbEngine['client'], 'call'> = {
      call: async (operation, input) => {
        if (operation === 'GetItem' || !isBroken) return engine.client.call(operation, input);
        isBroken = false;
        if (when === 'after') await engine.client.call(operation, input);
        throw new DynamoDbError('InternalServerError', 'the connection broke', 500);
      },
    };
    capture = new ChangeCapture(breaking, [ballotTable, roundTable], [stream], { retries });
  }
  afterEach(() => capture.close());

  it('is recorded when it is repeated without effect', async () => {
    const id = newId();
    await put(ballot(id, '1'));
    breakNextWrite('after');
    await expect(setLove(id, 2)).rejects.toMatchObject({ statusCode: 500 });
    await setLove(id, 2);
    expect(images().slice(1)).toEqual([['MODIFY', ballot(id, '1'), ballot(id, '2')]]);
  });

  it('is recorded even if the next write is rejected', async () => {
    const id = newId();
    breakNextWrite('after');
    await expect(put(ballot(id, '5'))).rejects.toMatchObject({ statusCode: 500 });
    await expect(setLove(id, 4, { ConditionExpression: 'love <= :love' })).rejects.toMatchObject({ statusCode: 400 });
    expect(images()).toEqual([['INSERT', undefined, ballot(id, '5')]]);
  });

  it.each(['PutItem', 'BatchWriteItem'] as const)(
    'is recorded by itself, without another write: %s',
    async (operation) => {
      const id = newId();
      await put(ballot(id, '1'));
      breakNextWrite('after');
      const item = ballot(id, '2');
      const input = {
        PutItem: { TableName: 'Ballot', Item: item },
        BatchWriteItem: { RequestItems: { Ballot: [{ PutRequest: { Item: item } }] } },
      }[operation];
      await expect(capture.write(operation, input)).rejects.toMatchObject({ statusCode: 500 });
      await vi.waitFor(() => expect(images().slice(1)).toEqual([['MODIFY', ballot(id, '1'), item]]));
      await vi.waitFor(() => expect(stream.pendingWrites).toEqual([]));
    },
  );

  it('is recorded by itself if the engine applies the write later, and does not answer reads at first', async () => {
    const id = newId();
    let reads = 0;
    const late: Pick<DynamoDbEngine['client'], 'call'> = {
      call: async (operation, input) => {
        if (operation === 'GetItem') {
          reads += 1;
          if (reads === 2) throw new DynamoDbError('InternalServerError', 'no response', 500);
          if (reads === 4) await engine.client.call('PutItem', { TableName: 'Ballot', Item: ballot(id, '1') });
          return engine.client.call(operation, input);
        }
        throw new DynamoDbError('InternalServerError', 'no response', 500);
      },
    };
    const retries = new BackgroundRetries([1, 1, 1, 1, 1, 1]);
    capture = new ChangeCapture(late, [ballotTable], [stream], { retries });
    await expect(put(ballot(id, '1'))).rejects.toMatchObject({ statusCode: 500 });
    await vi.waitFor(() => expect(images()).toEqual([['INSERT', undefined, ballot(id, '1')]]));
    expect(reads).toBe(4);
    await capture.close();
  });

  it('ends by itself if the write was not applied', async () => {
    const id = newId();
    breakNextWrite('before', new BackgroundRetries([1, 1]));
    await expect(put(ballot(id, '1'))).rejects.toMatchObject({ statusCode: 500 });
    await vi.waitFor(() => expect(stream.pendingWrites).toEqual([]));
    expect(images()).toEqual([]);
  });

  it('stays pending for the next start if the capture is closed', async () => {
    const id = newId();
    breakNextWrite('after');
    await expect(put(ballot(id, '1'))).rejects.toMatchObject({ statusCode: 500 });
    await capture.close();
    expect(stream.pendingWrites).toHaveLength(1);
  });

  it('leaves no record if it changed nothing', async () => {
    const id = newId();
    breakNextWrite('before');
    await expect(put(ballot(id, '1'))).rejects.toMatchObject({ statusCode: 500 });
    await put(ballot(id, '2'));
    expect(images()).toEqual([['INSERT', undefined, ballot(id, '2')]]);
  });

  it.each(['PutItem', 'DeleteItem', 'BatchWriteItem'] as const)(
    'is recorded at the next start: %s',
    async (operation) => {
      const id = newId();
      await put(ballot(id, '1'));
      breakNextWrite('after');
      const write = {
        PutItem: () => put(ballot(id, '2')),
        DeleteItem: () => remove(id),
        BatchWriteItem: () =>
          capture.write('BatchWriteItem', { RequestItems: { Ballot: [{ PutRequest: { Item: ballot(id, '2') } }] } }),
      }[operation];
      await expect(write()).rejects.toMatchObject({ statusCode: 500 });
      await new ChangeCapture(engine.client, [ballotTable, roundTable], [stream]).recoverPendingWrites();
      const after =
        operation === 'DeleteItem'
          ? ['REMOVE', ballot(id, '1'), undefined]
          : ['MODIFY', ballot(id, '1'), ballot(id, '2')];
      expect(images().slice(1)).toEqual([after]);
      expect(stream.pendingWrites).toEqual([]);
    },
  );

  it('is recorded with the next write if the stream could not store the change', async () => {
    const id = newId();
    vi.spyOn(stream, 'append').mockImplementationOnce(() => {
      throw new DynamoDbError('InternalServerError', 'no space left on device', 500);
    });
    await expect(put(ballot(id, '1'))).rejects.toMatchObject({ statusCode: 500 });
    await put(ballot(id, '1'));
    expect(images()).toEqual([['INSERT', undefined, ballot(id, '1')]]);
  });

  it('does not start if the stream cannot store its beginning', async () => {
    const id = newId();
    vi.spyOn(stream, 'begin').mockImplementationOnce(() => {
      throw new DynamoDbError('InternalServerError', 'no space left on device', 500);
    });
    await expect(put(ballot(id, '1'))).rejects.toMatchObject({ statusCode: 500 });
    const { Item: stored } = await engine.client.call('GetItem', { TableName: 'Ballot', Key: { id: { S: id } } });
    expect(stored).toBeUndefined();
  });
});

describe('the output', () => {
  type Returned = Item | undefined;
  it.each<[string, Returned, Returned]>([
    ['NONE', undefined, undefined],
    ['ALL_OLD', undefined, { love: { N: '1' } }],
    ['ALL_NEW', { love: { N: '1' } }, { love: { N: '2' } }],
    ['UPDATED_OLD', undefined, { love: { N: '1' } }],
    ['UPDATED_NEW', { love: { N: '1' } }, { love: { N: '2' } }],
  ])('an UpdateItem returns %s as asked', async (ReturnValues, ofFirst, ofSecond) => {
    const id = newId();
    const attributesOf = async (love: number) => {
      const { Attributes } = await setLove(id, love, { ReturnValues });
      return Attributes;
    };
    const withId = (attributes: Returned) =>
      attributes && { ...(ReturnValues.startsWith('ALL') && { id: { S: id } }), ...attributes };
    expect(await attributesOf(1)).toEqual(withId(ofFirst));
    expect(await attributesOf(2)).toEqual(withId(ofSecond));
    expect(images()).toHaveLength(2);
  });

  it.each([
    ['NONE', {}],
    ['ALL_OLD', { Attributes: { love: { N: '1' } } }],
  ])('PutItem and DeleteItem return %s as asked', async (ReturnValues, expected) => {
    const id = newId();
    await put(ballot(id, '1'));
    const old = 'Attributes' in expected ? { Attributes: ballot(id, '1') } : {};
    expect(await put(ballot(id, '1'), { ReturnValues })).toEqual(old);
    expect(await remove(id, { ReturnValues })).toEqual(old);
    expect(await remove(id, { ReturnValues })).toEqual({});
  });

  it.each<[DynamoDbOperation, Record<string, unknown>]>([
    ['PutItem', { TableName: 'Ballot', Item: { id: { S: 'x' } }, ReturnValues: 'ALL_NEW' }],
    ['PutItem', { TableName: 'Ballot', Item: { id: { N: '1' } } }],
    ['PutItem', { TableName: 'Ballot' }],
    ['UpdateItem', { TableName: 'Ballot', Key: { id: { S: '' } } }],
    ['UpdateItem', { TableName: 'Ballot', Key: { id: { S: 'x' }, more: { S: 'y' } } }],
    ['UpdateItem', { TableName: 'Ballot', Key: { id: { S: 'x' } }, UpdateExpression: 'SET' }],
    ['DeleteItem', { TableName: 'Ballot', Key: {} }],
    ['BatchWriteItem', { RequestItems: {} }],
  ])('an invalid %s fails with a ValidationException: %j', async (operation, input) => {
    await expect(capture.write(operation, input)).rejects.toMatchObject({
      type: 'ValidationException',
      statusCode: 400,
    });
    expect(images()).toEqual([]);
  });

  it.each([
    ['a table with a stream', 'Ballot', { id: { S: 'condition' } }],
    ['a table without', 'Round', { show: { S: 'condition' }, startsAt: { N: '10' } }],
  ])('a failed condition returns the item on request: %s', async (_, TableName, Key) => {
    const update = {
      TableName,
      Key,
      UpdateExpression: 'SET love = :love',
      ConditionExpression: 'attribute_not_exists(love)',
      ExpressionAttributeValues: { ':love': { N: '1' } },
    };
    await capture.write('UpdateItem', update);
    await expect(capture.write('UpdateItem', update)).rejects.toMatchObject({ details: {} });
    await expect(
      capture.write('UpdateItem', { ...update, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ).rejects.toMatchObject({
      type: 'ConditionalCheckFailedException',
      details: { Item: { ...Key, love: { N: '1' } } },
    });
  });

  it('of a transaction is an error if the engine has no transactions', async () => {
    const TransactItems = [{ Put: { TableName: 'Ballot', Item: ballot(newId(), '1') } }];
    await expect(capture.write('TransactWriteItems', { TransactItems })).rejects.toMatchObject({
      type: 'UnknownOperationException',
      message: expect.stringContaining('dynamoDbEndpoint') as string,
    });
    expect(images()).toEqual([]);
  });
});

describe('after a reload', () => {
  const items = new ItemState();

  /** A capture of the previous deployment, whose write the engine answers only when the test allows it. */
  function startSlowWrite(id: string) {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const slowEngine = {
      async call(operation: DynamoDbOperation, input: Record<string, unknown>) {
        const output = await engine.client.call(operation, input);
        if (operation === 'PutItem') {
          written();
          await answered;
        }
        return output;
      },
    };
    const previous = new ChangeCapture(slowEngine, [ballotTable], [stream], { items });
    const write = previous.write('PutItem', { TableName: 'Ballot', Item: ballot(id, '1') });
    return { previous, write, answer, isWritten };
  }

  it('a write in progress is recorded once', async () => {
    const id = newId();
    const { write, answer, isWritten } = startSlowWrite(id);
    await isWritten;
    const next = new ChangeCapture(engine.client, [ballotTable], [stream], { items });
    const recovered = next.recoverPendingWrites();
    answer();
    await Promise.all([write, recovered]);
    expect(images()).toEqual([['INSERT', undefined, ballot(id, '1')]]);
  });

  it('the next write of an item starts from the image that a write in progress leaves', async () => {
    const id = newId();
    const { previous, write, answer, isWritten } = startSlowWrite(id);
    await isWritten;
    const next = new ChangeCapture(engine.client, [ballotTable], [stream], { items });
    const update = (capture: ChangeCapture, love: string) =>
      capture.write('PutItem', { TableName: 'Ballot', Item: ballot(id, love) });
    const writes = [write, update(next, '2'), update(previous, '3'), update(next, '4')];
    answer();
    await Promise.all(writes);
    expect(images()).toEqual([
      ['INSERT', undefined, ballot(id, '1')],
      ['MODIFY', ballot(id, '1'), ballot(id, '2')],
      ['MODIFY', ballot(id, '2'), ballot(id, '3')],
      ['MODIFY', ballot(id, '3'), ballot(id, '4')],
    ]);
  });
});

describe('a stream replayed', () => {
  const number = fc.constantFrom('0', '1', '2', '2.50', '1e2');
  const write = fc.oneof(
    fc.record({ kind: fc.constant('put'), slot: fc.nat(3), love: number }),
    fc.record({ kind: fc.constant('add'), slot: fc.nat(3), love: number }),
    fc.record({ kind: fc.constant('grow'), slot: fc.nat(3), love: number }),
    fc.record({ kind: fc.constant('delete'), slot: fc.nat(3), love: number }),
    fc.record({ kind: fc.constant('batch'), slot: fc.nat(2), love: number }),
  );
  type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

  async function apply(prefix: string, { kind, slot, love }: Write): Promise<void> {
    const id = `${prefix}-${slot}`;
    const value = { ':love': { N: love } };
    if (kind === 'put') await put(ballot(id, love));
    if (kind === 'delete') await remove(id);
    if (kind === 'add') await setLove(id, 0, { UpdateExpression: 'ADD love :love', ExpressionAttributeValues: value });
    if (kind === 'grow') {
      const condition = {
        ConditionExpression: 'attribute_not_exists(id) OR love < :love',
        ExpressionAttributeValues: value,
      };
      await setLove(id, 0, condition).catch((error: unknown) =>
        expect(error).toMatchObject({ type: 'ConditionalCheckFailedException' }),
      );
    }
    if (kind === 'batch') {
      const requests = [
        { PutRequest: { Item: ballot(id, love) } },
        { DeleteRequest: { Key: { id: { S: `${prefix}-${slot + 1}` } } } },
      ];
      await capture.write('BatchWriteItem', { RequestItems: { Ballot: requests } });
    }
  }

  it('reproduces the table after concurrent writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 20 }), async (writes) => {
        const prefix = newId();
        const shards = new TableStream({ tableName: 'Ballot', arn: 'the stream', region });
        capture = new ChangeCapture(engine.client, [ballotTable, roundTable], [shards]);
        await Promise.all(writes.map((write) => apply(prefix, write)));

        const replica = new Map<string, Item>();
        for (const { dynamodb } of recordsOf(shards)) {
          const id = String(dynamodb.Keys.id && (dynamodb.Keys as Item).id?.S);
          expect(dynamodb.OldImage).toEqual(replica.get(id));
          if (dynamodb.NewImage) replica.set(id, dynamodb.NewImage as Item);
          else replica.delete(id);
        }
        const stored = new Map<string, Item>();
        for (const id of [0, 1, 2, 3].map((slot) => `${prefix}-${slot}`)) {
          const { Item: item } = await engine.client.call('GetItem', { TableName: 'Ballot', Key: { id: { S: id } } });
          if (item) stored.set(id, item as Item);
        }
        expect(replica).toEqual(stored);
      }),
      { numRuns: 40 },
    );
  });
});
