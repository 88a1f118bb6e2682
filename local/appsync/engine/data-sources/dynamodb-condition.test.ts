/** Failed conditions of writes. */
import { describe, expect, it } from 'vitest';
import { DynamoDbError } from '../../../dynamodb/dynamodb';
import { createMovieDataSource } from './dynamodb.fixture';
import { matching } from '../../../matchers.fixture';

const key = { id: { S: '1' } };
const conditionFailed = () => {
  throw new DynamoDbError('ConditionalCheckFailedException', 'The conditional request failed');
};

describe('a failed condition', () => {
  const condition = { expression: 'attribute_not_exists(id)' };
  const error = {
    type: 'DynamoDB:ConditionalCheckFailedException',
    message: matching(
      /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: \w{52}\)$/,
    ),
  };
  const stored = { ...key, title: { S: 'M' }, version: { N: '8' } };
  const failing = (Item?: unknown) =>
    createMovieDataSource({
      PutItem: conditionFailed,
      UpdateItem: conditionFailed,
      DeleteItem: conditionFailed,
      GetItem: () => (Item ? { Item } : {}),
    });

  it('returns the error and the current item, read consistently', async () => {
    const { invoke, calls } = failing(stored);
    expect(await invoke({ operation: 'UpdateItem', key, update: { expression: 'SET a = b' }, condition })).toEqual({
      result: { id: '1', title: 'M', version: 8 },
      error,
    });
    expect(calls[1]).toMatchObject({
      operation: 'GetItem',
      input: { TableName: 'Movie', Key: key, ConsistentRead: true },
    });
  });

  it('reads with the requested consistency', async () => {
    const { invoke, calls } = failing(stored);
    await invoke({
      operation: 'UpdateItem',
      key,
      update: { expression: 'SET a = b' },
      condition: { ...condition, consistentRead: false },
    });
    expect(calls[1]?.input).toMatchObject({ ConsistentRead: false });
  });

  it.each([
    ['succeeds if the item is the same', { title: { S: 'M' }, version: { N: 8 } }, [], true],
    ['succeeds if only ignored attributes differ', { title: { S: 'M' }, version: { N: 9 } }, ['version'], true],
    ['fails if other attributes differ', { title: { S: 'N' }, version: { N: 8 } }, ['version'], false],
  ])('on a put %s', async (_, attributeValues, equalsIgnore, isDone) => {
    const answer = await failing(stored).invoke({
      operation: 'PutItem',
      key,
      attributeValues,
      condition: { ...condition, equalsIgnore },
    });
    expect(answer).toEqual({ result: { id: '1', title: 'M', version: 8 }, ...(isDone ? {} : { error }) });
  });

  it('on a delete succeeds if the item does not exist', async () => {
    expect(await failing().invoke({ operation: 'DeleteItem', key, condition })).toEqual({ result: null });
    expect(await failing(stored).invoke({ operation: 'DeleteItem', key, condition })).toMatchObject({ error });
  });

  it('cannot be handled by a Lambda function', async () => {
    const handled = { ...condition, conditionalCheckFailedHandler: { strategy: 'Custom', lambdaArn: 'arn' } };
    await expect(failing().invoke({ operation: 'DeleteItem', key, condition: handled })).rejects.toThrow(
      'only the Reject strategy',
    );
  });
});
