/** Conversion of request objects and of DynamoDB's responses. */
import { describe, expect, it } from 'vitest';
import { DynamoDbError } from '../../../dynamodb/dynamodb';
import { createMovieDataSource } from './dynamodb.fixture';
import { anyString, containing, matching } from '../../../matchers.fixture';

/** Returns the call of DynamoDB for a request. */
async function parametersOf(request: unknown) {
  const { invoke, calls } = createMovieDataSource();
  await invoke(request);
  return [calls[0]?.operation, calls[0]?.input];
}

const key = { id: { S: '1' } };

it('calls DynamoDB in a session of the service role', async () => {
  const { invoke, calls } = createMovieDataSource();
  await invoke({ operation: 'GetItem', key });
  expect(calls[0]?.principal).toEqual({
    roleArn: 'arn:aws:iam::123456789012:role/path/MovieRole',
    userArn: 'arn:aws:sts::123456789012:assumed-role/MovieRole/APPSYNC_ASSUME_ROLE',
  });
});

describe('a request', () => {
  it.each([
    [
      {
        operation: 'GetItem',
        key,
        consistentRead: true,
        projection: { expression: '#t', expressionNames: { '#t': 'title' } },
      },
      [
        'GetItem',
        {
          TableName: 'Movie',
          Key: key,
          ConsistentRead: true,
          ProjectionExpression: '#t',
          ExpressionAttributeNames: { '#t': 'title' },
        },
      ],
    ],
    [
      {
        operation: 'PutItem',
        key,
        attributeValues: { year: { N: 1927 }, seen: { NULL: null }, ids: { NS: [1, 2] } },
        condition: { expression: 'attribute_not_exists(id)' },
      },
      [
        'PutItem',
        {
          TableName: 'Movie',
          Item: { id: { S: '1' }, year: { N: '1927' }, seen: { NULL: true }, ids: { NS: ['1', '2'] } },
          ConditionExpression: 'attribute_not_exists(id)',
        },
      ],
    ],
    [
      {
        operation: 'UpdateItem',
        key,
        update: { expression: 'SET #v = :v', expressionNames: { '#v': 'votes' }, expressionValues: { ':v': { N: 2 } } },
        condition: {
          expression: '#v <= :v AND #s = :s',
          expressionNames: { '#s': 'show' },
          expressionValues: { ':s': { S: 'a' } },
        },
      },
      [
        'UpdateItem',
        {
          TableName: 'Movie',
          Key: key,
          ReturnValues: 'ALL_NEW',
          UpdateExpression: 'SET #v = :v',
          ConditionExpression: '#v <= :v AND #s = :s',
          ExpressionAttributeNames: { '#v': 'votes', '#s': 'show' },
          ExpressionAttributeValues: { ':v': { N: '2' }, ':s': { S: 'a' } },
        },
      ],
    ],
    [{ operation: 'DeleteItem', key }, ['DeleteItem', { TableName: 'Movie', Key: key, ReturnValues: 'ALL_OLD' }]],
    [
      {
        operation: 'Query',
        index: 'byYear',
        limit: 5,
        scanIndexForward: false,
        consistentRead: false,
        select: 'ALL_ATTRIBUTES',
        nextToken: null,
        query: { expression: '#y = :y', expressionNames: { '#y': 'year' }, expressionValues: { ':y': { N: 1927 } } },
        filter: { expression: 'votes > :min', expressionValues: { ':min': { N: 1 } } },
      },
      [
        'Query',
        {
          TableName: 'Movie',
          IndexName: 'byYear',
          Limit: 5,
          ScanIndexForward: false,
          Select: 'ALL_ATTRIBUTES',
          KeyConditionExpression: '#y = :y',
          FilterExpression: 'votes > :min',
          ExpressionAttributeNames: { '#y': 'year' },
          ExpressionAttributeValues: { ':y': { N: '1927' }, ':min': { N: '1' } },
        },
      ],
    ],
    [
      { operation: 'Scan', totalSegments: 2, segment: 0 },
      ['Scan', { TableName: 'Movie', TotalSegments: 2, Segment: 0 }],
    ],
    [
      { operation: 'BatchGetItem', tables: { Movie: { keys: [key], consistentRead: true } } },
      ['BatchGetItem', { RequestItems: { Movie: { Keys: [key], ConsistentRead: true } } }],
    ],
    [
      { operation: 'BatchPutItem', tables: { Movie: [{ ...key, year: { N: 1927 } }] } },
      ['BatchWriteItem', { RequestItems: { Movie: [{ PutRequest: { Item: { ...key, year: { N: '1927' } } } }] } }],
    ],
    [
      { operation: 'BatchDeleteItem', tables: { Movie: [key] } },
      ['BatchWriteItem', { RequestItems: { Movie: [{ DeleteRequest: { Key: key } }] } }],
    ],
    [
      { operation: 'TransactGetItems', transactItems: [{ table: 'Movie', key }] },
      ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'Movie', Key: key } }] }],
    ],
    [
      {
        operation: 'TransactWriteItems',
        transactItems: [
          { table: 'Movie', operation: 'PutItem', key, attributeValues: { year: { N: 1 } } },
          {
            table: 'Movie',
            operation: 'ConditionCheck',
            key,
            condition: { expression: 'a', returnValuesOnConditionCheckFailure: false },
          },
        ],
      },
      [
        'TransactWriteItems',
        {
          TransactItems: [
            {
              Put: {
                TableName: 'Movie',
                Item: { ...key, year: { N: '1' } },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
            {
              ConditionCheck: {
                TableName: 'Movie',
                Key: key,
                ConditionExpression: 'a',
                ReturnValuesOnConditionCheckFailure: 'NONE',
              },
            },
          ],
        },
      ],
    ],
  ])('%j', async (request, call) => {
    expect(await parametersOf(request)).toEqual(call);
  });

  it.each([
    [{ key }, `Value for field '$[operation]' not found.`],
    [{ operation: 'Drop' }, `Unsupported operation 'Drop'.`],
    [{ operation: 'GetItem' }, `Value for field '$[key]' not found.`],
    [{ operation: 'GetItem', key: { id: '1' } }, `Value for field '$[key][id]' must be one typed value`],
    [{ operation: 'Scan', scanIndexForward: true }, `Unsupported element '$[scanIndexForward]'.`],
    [
      { operation: 'DeleteItem', key, condition: '{"expression":"a"}' },
      `Value for field '$[condition]' must be an object, not text: call JSON.parse`,
    ],
    [{ operation: 'UpdateItem', key }, `Value for field '$[update]' not found.`],
    [{ operation: 'Scan', nextToken: '!' }, 'Invalid pagination token given.'],
    [null, `Value for field '$' must be an object`],
  ])('that is invalid fails: %j', async (request, message) => {
    await expect(createMovieDataSource().invoke(request)).rejects.toMatchObject({
      errorType: 'MappingTemplate',
      message: containing(message),
    });
  });
});

describe('a result', () => {
  it('is plain JSON: numbers, sets as lists, null', async () => {
    const item = {
      id: { S: '1' },
      year: { N: '1927' },
      seen: { NULL: true },
      isOld: { BOOL: true },
      tags: { SS: ['a'] },
      ids: { NS: ['1'] },
      raw: { B: 'w6k=' },
      cast: { L: [{ M: { name: { S: 'Helm' } } }] },
    };
    expect(
      await createMovieDataSource({ GetItem: () => ({ Item: item }) }).invoke({ operation: 'GetItem', key }),
    ).toEqual({
      result: {
        id: '1',
        year: 1927,
        seen: null,
        isOld: true,
        tags: ['a'],
        ids: [1],
        raw: 'w6k=',
        cast: [{ name: 'Helm' }],
      },
    });
  });

  it('is null for a missing item', async () => {
    expect(await createMovieDataSource().invoke({ operation: 'GetItem', key })).toEqual({ result: null });
  });

  it('of a write is the item that was put, updated or deleted', async () => {
    const table = createMovieDataSource({
      UpdateItem: () => ({ Attributes: { ...key, votes: { N: '2' } } }),
      DeleteItem: () => ({ Attributes: key }),
    });
    const update = { expression: 'SET votes = :v' };
    expect(await table.invoke({ operation: 'PutItem', key, attributeValues: { year: { N: 1 } } })).toEqual({
      result: { id: '1', year: 1 },
    });
    expect(await table.invoke({ operation: 'UpdateItem', key, update })).toEqual({ result: { id: '1', votes: 2 } });
    expect(await table.invoke({ operation: 'DeleteItem', key })).toEqual({ result: { id: '1' } });
  });

  it('of a query is a page with a token for the next page', async () => {
    const { invoke, calls } = createMovieDataSource({
      Query: () => ({ Items: [key], ScannedCount: 3, LastEvaluatedKey: key }),
    });
    const query = { expression: 'id = :id' };
    const { result } = await invoke({ operation: 'Query', query });
    expect(result).toEqual({ items: [{ id: '1' }], nextToken: anyString, scannedCount: 3 });
    await invoke({ operation: 'Query', query, nextToken: (result as { nextToken: string }).nextToken });
    expect(calls[1]?.input).toMatchObject({ ExclusiveStartKey: key });
  });

  it('of a batch is in the order of the keys', async () => {
    const second = { id: { S: '2' } };
    const { invoke } = createMovieDataSource({
      BatchGetItem: () => ({ Responses: { Movie: [{ ...second, year: { N: '2' } }] }, UnprocessedKeys: {} }),
    });
    expect(await invoke({ operation: 'BatchGetItem', tables: { Movie: { keys: [key, second] } } })).toEqual({
      result: { data: { Movie: [null, { id: '2', year: 2 }] }, unprocessedKeys: { Movie: [] } },
    });
  });

  it('of a transaction has its keys', async () => {
    expect(
      await createMovieDataSource().invoke({
        operation: 'TransactWriteItems',
        transactItems: [{ table: 'Movie', operation: 'DeleteItem', key }],
      }),
    ).toEqual({
      result: { keys: [{ id: '1' }], cancellationReasons: null },
    });
  });

  it('of a refused transaction has the reasons', async () => {
    const { invoke } = createMovieDataSource({
      TransactWriteItems: () => {
        throw new DynamoDbError('TransactionCanceledException', 'Transaction cancelled', 400, {
          CancellationReasons: [
            { Code: 'ConditionalCheckFailed', Item: key, Message: 'The conditional request failed' },
            { Code: 'None' },
          ],
        });
      },
    });
    expect(await invoke({ operation: 'TransactWriteItems', transactItems: [] })).toMatchObject({
      result: {
        keys: null,
        cancellationReasons: [
          { item: { id: '1' }, type: 'ConditionCheckFailed', message: 'The condition check failed.' },
          { type: 'None', message: 'None' },
        ],
      },
      error: { type: 'DynamoDB:TransactionCanceledException' },
    });
  });

  it('that is an error becomes ctx.error', async () => {
    const { invoke } = createMovieDataSource({
      GetItem: () => {
        throw new DynamoDbError('AccessDeniedException', 'User: x is not authorized to perform: dynamodb:GetItem');
      },
    });
    expect(await invoke({ operation: 'GetItem', key })).toEqual({
      result: null,
      error: {
        type: 'DynamoDB:DynamoDbException',
        message: matching(/^User: x is not authorized .* \(Service: DynamoDb, Status Code: 400, Request ID: \w{52}\)$/),
      },
    });
  });
});
