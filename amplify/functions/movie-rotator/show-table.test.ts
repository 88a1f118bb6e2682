import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startDynamoDbEngine, type DynamoDbEngine } from 'amplify-local/dynamodb';
import { show } from '../../show';

const [region, accountId, tableName] = ['eu-west-1', '111122223333', 'Show'];

let engine: DynamoDbEngine;
let table: typeof import('./show-table');
beforeAll(async () => {
  engine = await startDynamoDbEngine({
    region,
    accountId,
    tables: [
      {
        name: tableName,
        arn: `arn:aws:dynamodb:${region}:${accountId}:table/${tableName}`,
        keySchema: [{ AttributeName: 'show', KeyType: 'HASH' }],
        attributeDefinitions: [{ AttributeName: 'show', AttributeType: 'S' }],
      },
    ],
  });
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', engine.client.endpoint);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  table = await import('./show-table');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await engine.close();
});

it('has the defaults until an operator changes something, and then the changes', async () => {
  expect(await table.readShow(tableName, 5)).toMatchObject({ isPaused: false, roundSeconds: 5 });
  await engine.client.call('PutItem', {
    TableName: tableName,
    Item: { show: { S: show }, version: { N: '1' }, isPaused: { BOOL: true } },
  });
  expect(await table.readShow(tableName, 5)).toMatchObject({ isPaused: true, roundSeconds: 5 });
});

it('fails if a value is invalid', async () => {
  await engine.client.call('PutItem', { TableName: tableName, Item: { show: { S: show }, roundSeconds: { N: '7' } } });
  await expect(table.readShow(tableName, 5)).rejects.toThrow('must divide 60');
});
