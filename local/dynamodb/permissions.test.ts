import { describe, expect, it } from 'vitest';
import type { DynamoDbOperation } from './dynamodb';
import { requiredPermissions } from './permissions';

describe('requiredPermissions', () => {
  it.each<[DynamoDbOperation, Record<string, unknown>, string[]]>([
    ['GetItem', { TableName: 'Round', Key: {} }, ['dynamodb:GetItem Round']],
    ['UpdateItem', { TableName: 'Round', Key: {} }, ['dynamodb:UpdateItem Round']],
    ['DescribeTable', { TableName: 'Round' }, ['dynamodb:DescribeTable Round']],
    ['Query', { TableName: 'Round' }, ['dynamodb:Query Round']],
    ['Query', { TableName: 'Round', IndexName: 'byTitle' }, ['dynamodb:Query Round/byTitle']],
    ['Scan', { TableName: 'Round', IndexName: 'byTitle' }, ['dynamodb:Scan Round/byTitle']],
    ['BatchGetItem', { RequestItems: { Round: {}, Leader: {} } }, ['dynamodb:BatchGetItem Round', 'dynamodb:BatchGetItem Leader']],
    ['BatchWriteItem', { RequestItems: { Round: [] } }, ['dynamodb:BatchWriteItem Round']],
    ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'Round' } }] }, ['dynamodb:GetItem Round']],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'Round' } },
          { Update: { TableName: 'Leader' } },
          { Delete: { TableName: 'Ballot' } },
          { ConditionCheck: { TableName: 'Round' } },
        ],
      },
      ['dynamodb:PutItem Round', 'dynamodb:UpdateItem Leader', 'dynamodb:DeleteItem Ballot', 'dynamodb:ConditionCheckItem Round'],
    ],
    ['PutItem', {}, []],
    ['PutItem', { TableName: ['Round'] }, []],
    ['BatchWriteItem', {}, []],
    ['TransactWriteItems', { TransactItems: 'all' }, []],
  ])('%s of %j', (operation, input, expected) => {
    const permissions = requiredPermissions(operation, input);
    expect(permissions.map(({ action, tableName, indexName }) => `${action} ${tableName}${indexName ? `/${indexName}` : ''}`)).toEqual(expected);
  });
});
