import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChangeCapture } from './change-capture';
import { AuthorizedDynamoDb } from './authorized-dynamodb';
import type { DynamoDbOperation } from './dynamodb';
import type { DynamoDbEngine } from './engine';
import { recordingLog } from '../recording-log.fixture';
import { recordsOf } from './shards.fixture';
import { TableStream } from './table-stream';
import { accountId, ballotTable, tallyPrincipal, region, roundTable, startTestEngine } from './tables.fixture';
import { containing } from '../matchers.fixture';

let engine: DynamoDbEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());

/** Creates a DynamoDB whose caller has these permissions, as `dynamodb:PutItem ARN`. */
function open(allowed: string[]) {
  const log = recordingLog();
  const stream = new TableStream({ tableName: ballotTable.name, arn: 'the stream', region });
  const door = new AuthorizedDynamoDb({
    deployment: { region, accountId, tables: [ballotTable, roundTable] },
    engine: engine.client,
    capture: new ChangeCapture(engine.client, [ballotTable, roundTable], [stream]),
    authorizer: {
      isAllowed: (principal, action, resource) =>
        principal === tallyPrincipal && allowed.includes(`${action} ${resource}`),
    },
    log,
  });
  const call = (operation: DynamoDbOperation, input: Record<string, unknown>) =>
    door.call(tallyPrincipal, operation, input);
  return { call, log, stream };
}

const item = { id: { S: 'a' }, love: { N: '1' } };

describe('AuthorizedDynamoDb', () => {
  it('allows what the policies allow, and records writes in the stream', async () => {
    const { call, stream } = open([`dynamodb:PutItem ${ballotTable.arn}`, `dynamodb:GetItem ${ballotTable.arn}`]);
    await call('PutItem', { TableName: 'Ballot', Item: item });
    await expect(call('GetItem', { TableName: 'Ballot', Key: { id: { S: 'a' } } })).resolves.toEqual({ Item: item });
    expect(recordsOf(stream)).toHaveLength(1);
  });

  it("refuses other calls with AWS's message, which is logged", async () => {
    const { call, log, stream } = open([`dynamodb:GetItem ${ballotTable.arn}`]);
    const message =
      `User: arn:aws:sts::${accountId}:assumed-role/tally/tally is not authorized to perform: dynamodb:PutItem ` +
      `on resource: ${ballotTable.arn} because no identity-based policy allows the dynamodb:PutItem action`;
    await expect(call('PutItem', { TableName: 'Ballot', Item: item })).rejects.toMatchObject({
      type: 'AccessDeniedException',
      statusCode: 400,
      message,
    });
    expect(log.lines).toEqual([message]);
    expect(recordsOf(stream)).toEqual([]);
  });

  it('rejects invalid table names without logging them', async () => {
    const { call, log } = open([]);
    for (const input of [{ TableName: 'x'.repeat(1025) }, { TableName: 'Ballot', IndexName: 'x'.repeat(1025) }]) {
      await expect(call('Query', input)).rejects.toMatchObject({ type: 'ValidationException' });
    }
    expect(log.lines).toEqual([]);
  });

  it('requires permission for the index', async () => {
    const { call } = open([`dynamodb:Query ${ballotTable.arn}`]);
    await expect(call('Query', { TableName: 'Ballot', IndexName: 'byLove' })).rejects.toMatchObject({
      message: containing(`${ballotTable.arn}/index/byLove`),
    });
  });

  it('requires permission for every table of a batch', async () => {
    const { call } = open([`dynamodb:BatchGetItem ${ballotTable.arn}`]);
    const RequestItems = {
      Ballot: { Keys: [{ id: { S: 'a' } }] },
      Round: { Keys: [{ show: { S: 'm' }, startsAt: { N: '1' } }] },
    };
    await expect(call('BatchGetItem', { RequestItems })).rejects.toMatchObject({
      message: containing(roundTable.arn),
    });
  });

  it('does not reveal whether a table exists without permission', async () => {
    const { call } = open([]);
    await expect(call('GetItem', { TableName: 'Nowhere', Key: {} })).rejects.toMatchObject({
      type: 'AccessDeniedException',
    });
  });

  it('knows only deployed tables', async () => {
    const { call } = open([`dynamodb:GetItem arn:aws:dynamodb:${region}:${accountId}:table/Nowhere`]);
    await expect(call('GetItem', { TableName: 'Nowhere', Key: {} })).rejects.toMatchObject({
      type: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });

  it.each<[DynamoDbOperation, Record<string, unknown>]>([
    ['GetItem', {}],
    ['PutItem', { Item: item }],
    ['BatchGetItem', {}],
    ['BatchWriteItem', { RequestItems: {} }],
  ])('lets the engine refuse a %s without a table', async (operation, input) => {
    await expect(open([]).call(operation, input)).rejects.toMatchObject({ type: 'ValidationException' });
  });
});
