/** Requests as captured from AWS's runtime, and as documented. */
import { describe, expect, it } from 'vitest';
import { loadResolver } from './load-resolver';

/** Evaluates an expression in resolver code that imports the module as `ddb`. */
function evaluate(expression: string): unknown {
  const { request } = loadResolver(`
    import { util } from '@aws-appsync/utils';
    import * as ddb from '@aws-appsync/utils/dynamodb';
    export const request = () => (${expression});
    export const response = () => null;
  `);
  const { evaluationResult, error } = request();
  return error ?? evaluationResult;
}

const key = { id: { S: 'test' } };
const updateOf = (expression: string, attribute: string, value: unknown) => ({
  operation: 'UpdateItem',
  key,
  update: { expression, expressionNames: { '#expName_1': attribute }, expressionValues: { ':expValue_1': value } },
});
const numbers = { L: [{ N: 1 }, { N: 2 }, { N: 3 }] };

describe('as captured from AWS', () => {
  it.each([
    [`ddb.get({ key: { id: 'test' } })`, { operation: 'GetItem', key }],
    [
      `ddb.put({ key: { id: 'test' }, item: { value: 10 } })`,
      { operation: 'PutItem', key, attributeValues: { value: { N: 10 } } },
    ],
    [`ddb.remove({ key: { id: 'test' } })`, { operation: 'DeleteItem', key }],
    [`ddb.scan({ limit: 10, nextToken: 'abc' })`, { operation: 'Scan', limit: 10, nextToken: 'abc' }],
    [
      `ddb.update({ key: { id: 'test' }, update: { age: ddb.operations.add(10) } })`,
      updateOf('SET #expName_1 = :expValue_1', 'age', { N: 10 }),
    ],
    [
      `ddb.update({ key: { id: 'test' }, update: { age: ddb.operations.increment(10) } })`,
      updateOf('SET #expName_1 = #expName_1 + :expValue_1', 'age', { N: 10 }),
    ],
    [
      `ddb.update({ key: { id: 'test' }, update: { age: ddb.operations.decrement(10) } })`,
      updateOf('SET #expName_1 = #expName_1 - :expValue_1', 'age', { N: 10 }),
    ],
    [
      `ddb.update({ key: { id: 'test' }, update: { values: ddb.operations.append([1, 2, 3]) } })`,
      updateOf('SET #expName_1 = list_append(#expName_1, :expValue_1)', 'values', numbers),
    ],
    [
      `ddb.update({ key: { id: 'test' }, update: { values: ddb.operations.prepend([1, 2, 3]) } })`,
      updateOf('SET #expName_1 = list_append(:expValue_1, #expName_1)', 'values', numbers),
    ],
    [
      `ddb.update({ key: { id: 'test' }, update: { values: ddb.operations.replace({ a: 10 }) } })`,
      updateOf('SET #expName_1 = :expValue_1', 'values', { M: { a: { N: 10 } } }),
    ],
    [`ddb.operations.add(10)`, { type: 'OPERATION_ADD', value: 10 }],
    [`ddb.operations.replace({ a: 10 })`, { type: 'OPERATION_REPLACE', value: { a: 10 } }],
    [`ddb.operations.increment(10)`, { type: 'OPERATION_INCREMENT', by: 10 }],
    [`ddb.operations.decrement(10)`, { type: 'OPERATION_DECREMENT', by: 10 }],
    [`ddb.operations.append([1])`, { type: 'OPERATION_APPEND', items: [1] }],
    [`ddb.operations.prepend([1])`, { type: 'OPERATION_PREPEND', items: [1] }],
    [`util.dynamodb.toDynamoDB('test')`, { S: 'test' }],
    [`util.dynamodb.toDynamoDB(12345)`, { N: 12345 }],
    [`util.dynamodb.toDynamoDB(true)`, { BOOL: true }],
    [`util.dynamodb.toString('test')`, { S: 'test' }],
    [`util.dynamodb.toStringSet(['foo', 'bar'])`, { SS: ['foo', 'bar'] }],
    [`util.dynamodb.toNumber(12345)`, { N: 12345 }],
    [`util.dynamodb.toNumberSet([1, 23, 4.56])`, { NS: [1, 23, 4.56] }],
    [`util.dynamodb.toBinary('foo')`, { B: 'foo' }],
    [`util.dynamodb.toBinarySet(['foo'])`, { BS: ['foo'] }],
    [`util.dynamodb.toBoolean(true)`, { BOOL: true }],
    [`util.dynamodb.toNull()`, { NULL: null }],
    [
      `util.dynamodb.toList(['foo', 123, { bar: 'baz' }])`,
      { L: [{ S: 'foo' }, { N: 123 }, { M: { bar: { S: 'baz' } } }] },
    ],
    [`util.dynamodb.toMap({ beep: ['boop'] })`, { M: { beep: { L: [{ S: 'boop' }] } } }],
    [`util.dynamodb.toMapValues({ foo: 'bar', baz: 1234 })`, { foo: { S: 'bar' }, baz: { N: 1234 } }],
    [`util.dynamodb.toS3Object('foo', 'bar', 'baz')`, { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz"}}' }],
    [
      `util.dynamodb.toS3Object('foo', 'bar', 'baz', 'beep')`,
      { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz","version":"beep"}}' },
    ],
  ])('%s', (expression, request) => {
    expect(evaluate(expression)).toEqual(request);
  });
});

describe('as documented', () => {
  it('joins the parts of an update with a comma and a space', () => {
    expect(evaluate(`ddb.update({ key: { id: 'test' }, update: { name: 'a', age: 1 } }).update.expression`)).toBe(
      'SET #expName_1 = :expValue_1, #expName_2 = :expValue_2',
    );
  });

  it('updates an object key by key, removes, and replaces items of a list', () => {
    const update = `{ info: { city: 'Bern' }, old: ddb.operations.remove(), ids: [ddb.operations.updateListItem('b', 1)] }`;
    expect(evaluate(`ddb.update({ key: { id: 'test' }, update: ${update} }).update`)).toEqual({
      expression: 'SET #expName_1.#expName_2 = :expValue_1, #expName_4[1] = :expValue_2 REMOVE #expName_3',
      expressionNames: { '#expName_1': 'info', '#expName_2': 'city', '#expName_3': 'old', '#expName_4': 'ids' },
      expressionValues: { ':expValue_1': { S: 'Bern' }, ':expValue_2': { S: 'b' } },
    });
  });

  it('queries by a key condition', () => {
    expect(
      evaluate(
        `ddb.query({ query: { show: { eq: 'a' }, startsAt: { between: [1, 9] } }, limit: 1, scanIndexForward: false })`,
      ),
    ).toEqual({
      operation: 'Query',
      query: {
        expression: '#expName_1 = :expValue_1 AND #expName_2 BETWEEN :expValue_2 AND :expValue_3',
        expressionNames: { '#expName_1': 'show', '#expName_2': 'startsAt' },
        expressionValues: { ':expValue_1': { S: 'a' }, ':expValue_2': { N: 1 }, ':expValue_3': { N: 9 } },
      },
      limit: 1,
      scanIndexForward: false,
    });
  });

  it('omits an empty map of values, which DynamoDB rejects', () => {
    expect(
      evaluate(`ddb.put({ key: { id: 'test' }, item: {}, condition: { id: { attributeExists: false } } }).condition`),
    ).toEqual({
      expression: '(attribute_not_exists(#id))',
      expressionNames: { '#id': 'id' },
    });
  });

  it('projects paths', () => {
    expect(
      evaluate(`ddb.get({ key: { id: 'test' }, projection: ['id', 'movie.title', 'tags[0]', 'movie.id'] }).projection`),
    ).toEqual({
      expression: '#expName_1, #expName_2.#expName_3, #expName_4[0], #expName_2.#expName_1',
      expressionNames: { '#expName_1': 'id', '#expName_2': 'movie', '#expName_3': 'title', '#expName_4': 'tags' },
    });
  });

  it('gets several items', () => {
    expect(evaluate(`ddb.batchGet({ tables: { Movie: { keys: [{ id: '1' }], consistentRead: true } } })`)).toEqual({
      operation: 'BatchGetItem',
      tables: { Movie: { keys: [{ id: { S: '1' } }], consistentRead: true } },
    });
  });

  it('writes a transaction', () => {
    expect(
      evaluate(`ddb.transactWrite({ items: [
        { putItem: { table: 'Movie', key: { id: '1' }, item: { title: 'M' } } },
        { updateItem: { table: 'Movie', key: { id: '2' }, update: { title: 'M' } } },
        { deleteItem: { table: 'Movie', key: { id: '3' } } },
        { conditionCheck: { table: 'Movie', key: { id: '4' }, condition: { votes: { gt: 1 } } } },
      ] })`),
    ).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [
        { table: 'Movie', operation: 'PutItem', key: { id: { S: '1' } }, attributeValues: { title: { S: 'M' } } },
        {
          table: 'Movie',
          operation: 'UpdateItem',
          key: { id: { S: '2' } },
          update: {
            expression: 'SET #expName_1 = :expValue_1',
            expressionNames: { '#expName_1': 'title' },
            expressionValues: { ':expValue_1': { S: 'M' } },
          },
        },
        { table: 'Movie', operation: 'DeleteItem', key: { id: { S: '3' } } },
        {
          table: 'Movie',
          operation: 'ConditionCheck',
          key: { id: { S: '4' } },
          condition: {
            expression: '(#votes > :votes_gt)',
            expressionNames: { '#votes': 'votes' },
            expressionValues: { ':votes_gt': { N: 1 } },
          },
        },
      ],
    });
  });

  it('names a condition that cannot be converted', () => {
    expect(evaluate(`ddb.remove({ key: { id: 'test' }, condition: { id: 'x' } })`)).toMatchObject({
      message: `code.js:4:39: This condition cannot be converted to a DynamoDB expression: {"id":"x"}`,
    });
  });
});
