/** The IAM permissions of requests: "Actions, resources, and condition keys for Amazon DynamoDB". */
import type { DynamoDbOperation } from './dynamodb';
import { toEntries, toObjects } from './written-keys';

export interface Permission {
  /** e.g. `dynamodb:PutItem`. */
  action: string;
  tableName: string;
  indexName?: string;
}

/** A transaction requires the permissions of its parts. */
const transactionActions = new Map([
  ['Put', 'dynamodb:PutItem'],
  ['Update', 'dynamodb:UpdateItem'],
  ['Delete', 'dynamodb:DeleteItem'],
  ['ConditionCheck', 'dynamodb:ConditionCheckItem'],
  ['Get', 'dynamodb:GetItem'],
]);

/** Returns the required permissions. There are none for an input without a table, which the engine refuses. */
export function requiredPermissions(operation: DynamoDbOperation, input: Record<string, unknown>): Permission[] {
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return toEntries(input.RequestItems).map(([tableName]) => ({ action: `dynamodb:${operation}`, tableName }));
  }
  if (operation === 'TransactGetItems' || operation === 'TransactWriteItems') {
    return toObjects(input.TransactItems).flatMap((item) =>
      toEntries(item).flatMap(([kind, part]) => {
        const [action, tableName] = [transactionActions.get(kind), toObjects([part])[0]?.TableName];
        return action !== undefined && typeof tableName === 'string' ? [{ action, tableName }] : [];
      }),
    );
  }
  if (typeof input.TableName !== 'string') return [];
  return [
    {
      action: `dynamodb:${operation}`,
      tableName: input.TableName,
      ...(typeof input.IndexName === 'string' && { indexName: input.IndexName }),
    },
  ];
}
