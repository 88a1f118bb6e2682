import { describe, expect, it } from 'vitest';
import { requiredPermissions } from './permissions';

describe('the permissions of a transaction', () => {
  it('are those of its parts', () => {
    const input = {
      TransactItems: [
        { Put: { TableName: 'Ballot' } },
        { ConditionCheck: { TableName: 'Round' } },
        { Delete: { TableName: 'CategoryRecord' } },
      ],
    };
    expect(requiredPermissions('TransactWriteItems', input)).toEqual([
      { action: 'dynamodb:PutItem', tableName: 'Ballot' },
      { action: 'dynamodb:ConditionCheckItem', tableName: 'Round' },
      { action: 'dynamodb:DeleteItem', tableName: 'CategoryRecord' },
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'put'])(
    'are empty if a part is not an operation, such as %s',
    (kind) => {
      const input = JSON.parse(`{"TransactItems":[{"${kind}":{"TableName":"Ballot"}}]}`) as Record<string, unknown>;
      expect(requiredPermissions('TransactWriteItems', input)).toEqual([]);
    },
  );
});
