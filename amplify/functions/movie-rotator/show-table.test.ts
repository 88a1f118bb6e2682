import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startDynamoDbEngine, type DynamoDbEngine } from 'amplify-local/dynamodb';
import { show } from '../../show';

const [region, accountId] = ['eu-west-1', '111122223333'];
const tableNames = { show: 'Show', playlist: 'Playlist' };

let engine: DynamoDbEngine;
let table: typeof import('./show-table');
beforeAll(async () => {
  engine = await startDynamoDbEngine({
    region,
    accountId,
    tables: Object.values(tableNames).map((name) => ({
      name,
      arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
      keySchema: [{ AttributeName: 'show', KeyType: 'HASH' }],
      attributeDefinitions: [{ AttributeName: 'show', AttributeType: 'S' }],
    })),
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

const put = (TableName: string, attributes: object) =>
  engine.client.call('PutItem', { TableName, Item: { show: { S: show }, ...attributes } });

it('has the defaults until an operator changes something, and then the changes', async () => {
  expect(await table.readShow(tableNames, 5)).toMatchObject({ isPaused: false, roundSeconds: 5, playlist: [] });
  expect(await table.readLeaderboardResetAt(tableNames.show)).toBe(0);
  await put(tableNames.show, {
    version: { N: '1' },
    isPaused: { BOOL: true },
    leaderboardResetAt: { N: '1700000000' },
  });
  expect(await table.readShow(tableNames, 5)).toMatchObject({ isPaused: true, roundSeconds: 5, playlist: [] });
  expect(await table.readLeaderboardResetAt(tableNames.show)).toBe(1_700_000_000);
});

it('has the playlist of its own table', async () => {
  const movie = {
    id: { S: 'faust' },
    title: { S: 'Faust' },
    releaseDate: { S: '1926-10-14' },
    synopsis: { S: 'Once upon a time.' },
    poster: { S: '/posters/faust.svg' },
    source: { S: 'catalogue' },
  };
  const entries = { L: [{ M: { id: { S: 'entry' }, movie: { M: movie } } }] };
  await put(tableNames.playlist, { entries, isRepeating: { BOOL: true } });
  expect(await table.readShow(tableNames, 5)).toMatchObject({
    playlist: [{ id: 'entry', movie: { title: 'Faust' } }],
    isPlaylistRepeating: true,
  });
});

it('fails if a value is invalid', async () => {
  await put(tableNames.show, { roundSeconds: { N: '7' } });
  await expect(table.readShow(tableNames, 5)).rejects.toThrow('must divide 60');
});
