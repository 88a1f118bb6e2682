import { readFileSync } from 'node:fs';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, type GetCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Table } from 'amplify-local';
import { loadResolver } from 'amplify-local/appsync';
import { startDynamoDbEngine, type DynamoDbEngine } from 'amplify-local/dynamodb';
import { limits, limitVariables } from '../../limits';
import { categories, noVotes, show, type Counts } from '../../show';
import type { TallyTables } from './count-batch';
import type { Lease } from './publish-lease';
import { createTallyTables } from './tables';
import { noTotals } from './round-totals';
import { createMemoryTables } from './tables.fixture';

const [region, accountId] = ['eu-west-1', '111122223333'];
const roundId = '1772366400';
const otherRoundId = '1772366410';
/** A round that has not started, or starts during the test. */
const lateRoundId = '1772366420';

const table = (name: string, ...keys: [name: string, type: 'S' | 'N'][]): Table => ({
  name,
  arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
  keySchema: keys.map(([AttributeName], index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
  attributeDefinitions: keys.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
});
const roundTable = table('Round', ['show', 'S'], ['startsAt', 'N']);
const tableList = [
  roundTable,
  table('RoundShard', ['part', 'S'], ['shard', 'S']),
  table('PublishLease', ['roundId', 'S']),
];
const names = {
  round: 'Round',
  roundShard: 'RoundShard',
  publishLease: 'PublishLease',
};

let engine: DynamoDbEngine;
beforeAll(async () => {
  engine = await startDynamoDbEngine({ tables: tableList, region, accountId });
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', engine.client.endpoint);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await engine.close();
});

interface UpdateRequest {
  key: object;
  update: { expression: string; expressionNames: object; expressionValues: object };
  condition: { expression: string };
}

/** AppSync turns the numbers of a resolver's request into DynamoDB's strings. */
const withNumberStrings = (request: unknown) =>
  JSON.parse(JSON.stringify(request), (name, value: unknown) =>
    name === 'N' ? String(value) : value,
  ) as UpdateRequest;

/**
 * Executes the write that the resolver of `startRound` requests.
 *
 * @throws if the round has started already
 */
async function startRound(roundId: string, expectedVoters = 0): Promise<void> {
  const startsAt = Number(roundId);
  const code = readFileSync(new URL('../../data/resolvers/startRound.js', import.meta.url), 'utf8');
  const resolver = loadResolver(code, {
    now: () => startsAt * 1000,
    env: { SHOW: show, ...limitVariables(), CATEGORIES: JSON.stringify(categories) },
  });
  const movie = {
    id: 'm',
    title: 'M',
    releaseDate: '1931-05-11',
    synopsis: 'S',
    poster: '/m.svg',
    source: 'catalogue',
  };
  const { evaluationResult } = resolver.request({
    arguments: { startsAt, movie, upcoming: movie, expectedVoters },
    identity: { userArn: 'arn:aws:sts::111122223333:assumed-role/rotator/rotator' },
  });
  const { key, update, condition } = withNumberStrings(evaluationResult);
  await engine.client.call('UpdateItem', {
    TableName: roundTable.name,
    Key: key,
    UpdateExpression: update.expression,
    ExpressionAttributeNames: update.expressionNames,
    ExpressionAttributeValues: update.expressionValues,
    ConditionExpression: condition.expression,
  });
}

afterEach(async () => {
  await Promise.all(tableList.map(empty));
});

async function readRound(roundId: string): Promise<Record<string, unknown> | undefined> {
  const Key = { show: { S: show }, startsAt: { N: roundId } };
  const { Item } = await engine.client.call('GetItem', { TableName: roundTable.name, Key, ConsistentRead: true });
  return Item as Record<string, unknown> | undefined;
}

async function empty({ name, keySchema }: Table): Promise<void> {
  const { Items } = await engine.client.call('Scan', { TableName: name });
  for (const item of Items as Record<string, unknown>[]) {
    const Key = Object.fromEntries(keySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
    await engine.client.call('DeleteItem', { TableName: name, Key });
  }
}

interface TestTables {
  tables: TallyTables;
  startRound: (roundId: string, expectedVoters?: number) => unknown;
  /** Reads the totals that are stored with a round. */
  readTotals: (roundId: string) => Promise<object>;
}

const implementations: [string, () => TestTables][] = [
  [
    'in memory',
    () => {
      const { tables, startRound, totalsOf } = createMemoryTables([]);
      return { tables, startRound, readTotals: (roundId) => Promise.resolve(totalsOf(roundId)) };
    },
  ],
  ['in DynamoDB', () => ({ tables: createTallyTables(names), startRound, readTotals: readStoredTotals })],
];

async function readStoredTotals(roundId: string): Promise<object> {
  const row = unmarshall(((await readRound(roundId)) ?? {}) as Record<string, AttributeValue>);
  return Object.fromEntries([...categories, 'voters', 'favourites'].map((name) => [name, row[name] as unknown]));
}

describe.each(implementations)("the tally's tables %s", (_, create) => {
  let tables: TallyTables;
  let start: TestTables['startRound'];
  let readTotals: TestTables['readTotals'];
  beforeEach(async () => {
    ({ tables, startRound: start, readTotals } = create());
    await Promise.all([start(roundId), start(otherRoundId)]);
  });
  /** @param changes sequence numbers of the first and the last change, with a space between */
  const add = async (
    votes: Partial<Counts>,
    changes: string,
    {
      to = roundId,
      voters = 1,
      shard = 'shard-1',
      favourites = {},
    }: { to?: string; voters?: number; shard?: string; favourites?: Partial<Counts> } = {},
  ) => {
    const [first = '', last = first] = changes.split(' ');
    const difference = { ...noVotes, ...votes, voters, favourites: { ...noVotes, ...favourites } };
    return tables.addAbove(to, shard, { first, last }, difference);
  };

  it('add batches above the watermark, and return nothing then', async () => {
    expect(await add({ love: 2 }, '01 03')).toBeUndefined();
    expect(await add({ love: 3, hate: 1 }, '04', { voters: 2 })).toBeUndefined();
    expect(await tables.sumRound(roundId)).toEqual({ ...noTotals, love: 5, hate: 1, voters: 3 });
  });

  it.each(['01 03', '01', '02', '03', '03 09', '01 09'])(
    'add nothing of a batch that begins at or below the watermark, and return the watermark: %s',
    async (changes) => {
      await add({ love: 2 }, '01 03');
      expect(await add({ love: 1 }, changes)).toBe('03');
      expect(await tables.sumRound(roundId)).toMatchObject({ love: 2, voters: 1 });
    },
  );

  it('add a batch once if it is added twice concurrently', async () => {
    await Promise.all([add({ love: 2 }, '01 02'), add({ love: 2 }, '01 02')]);
    expect(await tables.sumRound(roundId)).toMatchObject({ love: 2, voters: 1 });
  });

  it('sum the shards of a round, and of no other round', async () => {
    const shards = Array.from({ length: 20 }, (_, index) => `shardId-${index}`);
    await Promise.all(shards.map((shard, index) => add({ love: index }, '01', { shard })));
    await add({ love: 100 }, '01', { to: otherRoundId });
    expect(await tables.sumRound(roundId)).toEqual({ ...noTotals, love: 190, voters: 20 });
    expect(await tables.sumRound(otherRoundId)).toEqual({ ...noTotals, love: 100, voters: 1 });
  });

  it('sum the favourites, of which a shard may have fewer than none', async () => {
    await add({ love: 2 }, '01', { favourites: { love: 2 } });
    await add({ hate: 3 }, '01', { shard: 'shard-2', favourites: { love: -1, hate: 1 } });
    expect((await tables.sumRound(roundId)).favourites).toEqual({ ...noVotes, love: 1, hate: 1 });
  });

  it('sum nothing of a round without votes', async () => {
    expect(await tables.sumRound(roundId)).toEqual(noTotals);
  });

  it('count votes of a round that has not started', async () => {
    await add({ love: 2 }, '01', { to: lateRoundId });
    expect(await tables.readRound(lateRoundId, Number(lateRoundId))).toBeUndefined();
    await start(lateRoundId);
    expect(await tables.readRound(lateRoundId, Number(lateRoundId))).toEqual({
      expectedVoters: 0,
      endsAt: Number(lateRoundId) + 10,
    });
    expect(await tables.sumRound(lateRoundId)).toMatchObject({ love: 2, voters: 1 });
  });

  it('return the expected voters of a started round', async () => {
    await start(lateRoundId, 12);
    const round = { expectedVoters: 12, endsAt: Number(lateRoundId) + 10 };
    const [read, known] = [
      await tables.readRound(lateRoundId, Number(lateRoundId)),
      await tables.readRound(lateRoundId, Number(lateRoundId)),
    ];
    expect([read, known]).toMatchObject([round, round]);
  });

  it('store totals with their round, and none that fall', async () => {
    const totals = { ...noTotals, love: 3, hate: 1, voters: 2, favourites: { ...noVotes, love: 2 } };
    await tables.raiseTotals(roundId, totals);
    expect(await readTotals(roundId)).toEqual(totals);
    await tables.raiseTotals(roundId, { ...totals, love: 2 });
    await tables.raiseTotals(roundId, { ...totals, love: 9, voters: 1 });
    expect(await readTotals(roundId)).toEqual(totals);
    const later = { ...totals, hate: 4, voters: 3, favourites: { ...noVotes, love: 1, hate: 2 } };
    await tables.raiseTotals(roundId, later);
    expect(await readTotals(roundId)).toEqual(later);
  });

  it('do not create a round by storing totals', async () => {
    await tables.raiseTotals(lateRoundId, { ...noTotals, love: 1, voters: 1 });
    expect(await tables.readRound(lateRoundId, Number(lateRoundId))).toBeUndefined();
  });

  const claim = { claimedBy: 'shard-1', claimedAt: 1000 };

  it('have an empty lease at first', async () => {
    expect(await tables.readLease(roundId)).toEqual({});
  });

  it('let one of many tallies claim a publication, and acquire it', async () => {
    const claims = Array.from({ length: 5 }, (_, index) => ({ claimedBy: `shard-${index}`, claimedAt: 1000 + index }));
    const claimed = await Promise.all(claims.map((each) => tables.claimPublish(roundId, {}, each)));
    expect(claimed.filter(Boolean)).toHaveLength(1);
    const lease = await tables.readLease(roundId);
    expect(lease).toEqual({ claim: claims[claimed.indexOf(true)] });
    const acquired = await Promise.all(claims.map((_, index) => tables.acquirePublish(roundId, lease, 1040 + index)));
    expect(acquired.filter(Boolean)).toHaveLength(1);
    expect(await tables.readLease(roundId)).toEqual({ publishedAt: 1040 + acquired.indexOf(true) });
  });

  it('refuse a claim and a publication if the lease has changed since it was read', async () => {
    await tables.claimPublish(roundId, {}, claim);
    const other = { claimedBy: 'shard-2', claimedAt: 1000 };
    const outdated: Lease[] = [{}, { claim: other }, { publishedAt: 900, claim }];
    for (const seen of outdated) {
      expect(await tables.claimPublish(roundId, seen, other)).toBe(false);
      expect(await tables.acquirePublish(roundId, seen, 1080)).toBe(false);
    }
    expect(await tables.readLease(roundId)).toEqual({ claim });
    expect(await tables.acquirePublish(roundId, { claim }, 1080)).toBe(true);
    expect(await tables.acquirePublish(roundId, { claim }, 1090)).toBe(false);
    expect(await tables.acquirePublish(roundId, { publishedAt: 1080 }, 1120)).toBe(true);
    expect(await tables.readLease(roundId)).toEqual({ publishedAt: 1120 });
  });

  it('replace an overdue claim', async () => {
    await tables.claimPublish(roundId, {}, claim);
    const other = { claimedBy: 'shard-2', claimedAt: 9000 };
    expect(await tables.claimPublish(roundId, { claim }, other)).toBe(true);
    expect(await tables.readLease(roundId)).toEqual({ claim: other });
  });

  it('keep claim and publication when the number of voters is stored', async () => {
    await tables.acquirePublish(roundId, {}, 1000);
    await tables.claimPublish(roundId, { publishedAt: 1000 }, claim);
    await tables.storeVoters(roundId, 100);
    expect(await tables.readLease(roundId)).toEqual({ publishedAt: 1000, claim, voters: 100 });
  });
});

describe('the row of a round', () => {
  it('keeps its totals if the run that started it repeats its call', async () => {
    await startRound(roundId);
    await createTallyTables(names).raiseTotals(roundId, { ...noTotals, love: 1, voters: 1 });
    const row = await readRound(roundId);
    expect(row).toMatchObject({
      love: { N: '1' },
      expiresAt: { N: String(Number(roundId) + limits.roundRetentionSeconds) },
    });
    await expect(startRound(roundId)).rejects.toThrow('The conditional request failed');
    expect(await readRound(roundId)).toEqual(row);
  });
});

describe('a round', () => {
  it('is found even if only consistent reads know that it has started', async () => {
    await startRound(lateRoundId, 12);
    const send = vi.spyOn(DynamoDBDocumentClient.prototype, 'send');
    // Of its signatures, the type of a spy knows only the one with a callback, which returns nothing.
    const nothing: unknown = Promise.resolve({ Item: undefined });
    send.mockImplementationOnce(() => nothing);
    expect(await createTallyTables(names).readRound(lateRoundId, Number(lateRoundId))).toMatchObject({
      expectedVoters: 12,
    });
    const consistency = send.mock.calls.map(([{ input }]) => (input as GetCommandInput).ConsistentRead);
    expect(consistency).toEqual([false, true]);
    send.mockRestore();
  });
});

describe('the end of a round', () => {
  it('is read again for later votes, until the round is over', async () => {
    await startRound(lateRoundId);
    const startsAt = Number(lateRoundId);
    let now = startsAt * 1000 + 1000;
    const tables = createTallyTables(names, () => now);
    const send = vi.spyOn(DynamoDBDocumentClient.prototype, 'send');
    const read = async (seconds: number) => (await tables.readRound(lateRoundId, startsAt + seconds))?.endsAt;
    expect(await read(1)).toBe(startsAt + 10);
    expect(await read(3)).toBe(startsAt + 10);
    expect(send).toHaveBeenCalledTimes(1);
    await engine.client.call('UpdateItem', {
      TableName: roundTable.name,
      Key: { show: { S: show }, startsAt: { N: lateRoundId } },
      UpdateExpression: 'SET endsAt = :endsAt',
      ExpressionAttributeValues: { ':endsAt': { N: String(startsAt + 4) } },
    });
    now = startsAt * 1000 + 5000;
    expect(await read(4)).toBe(startsAt + 4);
    expect(send).toHaveBeenCalledTimes(2);
    // Nobody can end it now.
    expect(await read(60)).toBe(startsAt + 4);
    expect(send).toHaveBeenCalledTimes(2);
    send.mockRestore();
  });
});

describe.each(['RoundShard', 'PublishLease'])('a row of %s', (tableName) => {
  it('expires after a day', async () => {
    const tables = createTallyTables(names);
    await tables.addAbove(roundId, 'shard-1', { first: '1', last: '1' }, { ...noTotals, voters: 1 });
    await tables.claimPublish(roundId, {}, { claimedBy: 'shard-1', claimedAt: 1000 });
    const { Items } = await engine.client.call('Scan', { TableName: tableName });
    expect(Items).toEqual([
      expect.objectContaining({ expiresAt: { N: String(Number(roundId) + limits.shardRetentionSeconds) } }),
    ]);
  });
});
