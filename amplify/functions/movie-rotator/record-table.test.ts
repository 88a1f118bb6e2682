import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDynamoDbEngine, type DynamoDbEngine } from 'amplify-local/dynamodb';
import { show, type Category } from '../../show';
import type { NewRecord } from './category-records';

const [region, accountId, tableName] = ['eu-west-1', '111122223333', 'CategoryRecord'];
const record = (category: Category, voters: number, title = 'Faust'): NewRecord => ({
  category,
  voters,
  votes: 3 * voters,
  title,
  poster: '/faust.svg',
  roundStartsAt: 1000,
});

let engine: DynamoDbEngine;
let table: typeof import('./record-table');
beforeAll(async () => {
  engine = await startDynamoDbEngine({
    region,
    accountId,
    tables: [
      {
        name: tableName,
        arn: `arn:aws:dynamodb:${region}:${accountId}:table/${tableName}`,
        keySchema: [
          { AttributeName: 'show', KeyType: 'HASH' },
          { AttributeName: 'category', KeyType: 'RANGE' },
        ],
        attributeDefinitions: [
          { AttributeName: 'show', AttributeType: 'S' },
          { AttributeName: 'category', AttributeType: 'S' },
        ],
      },
    ],
  });
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', engine.client.endpoint);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  table = await import('./record-table');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await engine.close();
});
beforeEach(async () => {
  for (const category of ['love', 'hate', 'adore'])
    await engine.client.call('DeleteItem', {
      TableName: tableName,
      Key: { show: { S: show }, category: { S: category } },
    });
});

/** Writes a row as another version of the app may have done. */
const put = (category: string, votes: number) =>
  engine.client.call('PutItem', {
    TableName: tableName,
    Item: {
      show: { S: show },
      category: { S: category },
      votes: { N: String(votes) },
      title: { S: 'Old' },
      poster: { S: '/old.svg' },
    },
  });

describe('the table of records', () => {
  it('has none at first, and then one of each category', async () => {
    expect(await table.readRecords(tableName)).toEqual([]);
    await table.raiseRecord(tableName, record('love', 3), 0);
    await table.raiseRecord(tableName, record('hate', 1), 0);
    expect(await table.readRecords(tableName)).toMatchObject([record('hate', 1), record('love', 3)]);
  });

  it.each([
    ['a higher one replaces', 4, 'Wings'],
    ['an equal one does not replace', 3, 'Faust'],
    ['a lower one does not replace', 2, 'Faust'],
  ])('stores a record that %s', async (_, voters, title) => {
    await table.raiseRecord(tableName, record('love', 3), 0);
    await table.raiseRecord(tableName, record('love', voters, 'Wings'), 0);
    expect(await table.readRecords(tableName)).toMatchObject([{ title }]);
  });

  it('replaces a record of an older version, which has no voters', async () => {
    await put('love', 264);
    expect(await table.readRecords(tableName)).toMatchObject([{ category: 'love', votes: 264 }]);
    await table.raiseRecord(tableName, record('love', 1), 0);
    expect(await table.readRecords(tableName)).toMatchObject([record('love', 1)]);
  });

  it('replaces a record of a round before the leaderboard was emptied, and of no later one', async () => {
    await table.raiseRecord(tableName, record('love', 3), 0);
    await table.raiseRecord(tableName, record('love', 2, 'Wings'), 1000);
    expect(await table.readRecords(tableName)).toMatchObject([{ title: 'Faust' }]);
    await table.raiseRecord(tableName, record('love', 2, 'Wings'), 1001);
    expect(await table.readRecords(tableName)).toMatchObject([record('love', 2, 'Wings')]);
  });

  it('omits records of categories that this version does not have', async () => {
    await put('adore', 9);
    expect(await table.readRecords(tableName)).toEqual([]);
  });
});
