import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Table } from 'amplify-local';
import { loadResolver } from 'amplify-local/appsync';
import { startDynamoDbEngine, type DynamoDbEngine } from 'amplify-local/dynamodb';
import { limits } from '../../limits';
import { categories, noVotes, show, type Counts } from '../../show';
import type { KnownBatches } from './deduplication';
import type { TallyTables } from './count-batch';
import { createTallyTables } from './tables';
import { movieOf, createMemoryTables } from './tables.fixture';

const [region, accountId] = ['eu-west-1', '111122223333'];
const roundId = '1772366400';
const otherRoundId = '1772366410';
/** A round that has not started, or starts during the test. */
const lateRoundId = '1772366420';

const table = (name: string, sortKey: string, type: 'S' | 'N'): Table => ({
  name,
  arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
  keySchema: [
    { AttributeName: 'show', KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ],
  attributeDefinitions: [
    { AttributeName: 'show', AttributeType: 'S' },
    { AttributeName: sortKey, AttributeType: type },
  ],
});
const roundTable = table('Round', 'startsAt', 'N');
const recordTable = table('CategoryRecord', 'category', 'S');

let engine: DynamoDbEngine;
beforeAll(async () => {
  engine = await startDynamoDbEngine({ tables: [roundTable, recordTable], region, accountId });
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
async function startRound(roundId: string): Promise<void> {
  const startsAt = Number(roundId);
  const code = readFileSync(new URL('../../data/resolvers/startRound.js', import.meta.url), 'utf8');
  const resolver = loadResolver(code, {
    now: () => startsAt * 1000,
    env: { SHOW: show, LIMITS: JSON.stringify(limits), CATEGORIES: JSON.stringify(categories) },
  });
  const movie = { id: 'm', releaseDate: '1927-01-10', synopsis: 'Synopsis', source: 'catalogue', ...movieOf(roundId) };
  const { evaluationResult } = resolver.request({
    arguments: { startsAt, movie, upcoming: movie },
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
  await Promise.all([empty(roundTable), empty(recordTable)]);
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
  startRound: (roundId: string) => unknown;
}

const implementations: [string, () => TestTables][] = [
  ['in memory', () => createMemoryTables([])],
  ['in DynamoDB', () => ({ tables: createTallyTables('Round', 'CategoryRecord'), startRound })],
];

describe.each(implementations)("the tally's tables %s", (_, create) => {
  let tables: TallyTables;
  let start: TestTables['startRound'];
  beforeEach(async () => {
    ({ tables, startRound: start } = create());
    await Promise.all([start(roundId), start(otherRoundId)]);
  });
  /** @param ends event ids of the first and the last change, with a space between */
  const add = async (
    votes: Partial<Counts>,
    ends: string,
    {
      to = roundId,
      voters = 1,
      now = 1000,
      known,
    }: { to?: string; voters?: number; now?: number; known?: KnownBatches } = {},
  ) => {
    const [first = '', last = first] = ends.split(' ');
    return tables.addOnce(to, { first, last }, { counts: { ...noVotes, ...votes }, voters }, now, known);
  };
  const containing = (expected: object): unknown => expect.objectContaining(expected);
  const totals = (expected: object) => containing({ totals: containing(expected) });
  const faust = { title: 'Faust', poster: '/posters/faust.svg' };
  const wings = { title: 'Wings', poster: '/posters/wings.svg' };

  it('add the differences of batches, and return totals and movie', async () => {
    expect(await add({ love: 2 }, 'a')).toEqual(totals({ ...noVotes, love: 2, voters: 1, movie: movieOf(roundId) }));
    expect(await add({ love: 3, hate: 1 }, 'b', { voters: 2 })).toEqual(
      totals({ ...noVotes, love: 5, hate: 1, voters: 3 }),
    );
  });

  it('add a batch once, and return the same for its redelivery', async () => {
    await add({ love: 2 }, 'a');
    await add({ love: 1 }, 'b');
    expect(await add({ love: 2 }, 'a')).toEqual(totals({ love: 3, voters: 2 }));
  });

  it.each(['a b', 'a', 'a x', 'x b', 'b x', 'b'])(
    'add nothing of a batch that shares an end with a known one, and return the known batches: %s',
    async (ends) => {
      await add({ love: 2 }, 'a b');
      const known = { firsts: new Set(['a']), lasts: new Set(['b']), isRecut: false };
      expect(await add({ love: 1 }, ends)).toMatchObject({ totals: { love: 2, voters: 1 }, knownBatches: known });
    },
  );

  it('add a batch that ends with the first change of a known batch, if it was compared', async () => {
    await add({ love: 2 }, 'a b');
    expect(await add({ love: 1 }, 'x a')).toEqual(totals({ love: 3 }));
  });

  it('add only compared batches once a round is recut', async () => {
    await add({ love: 2 }, 'a b');
    await tables.markRecut(roundId);
    const answer = await add({ love: 4 }, 'c d');
    expect(answer).toMatchObject({ totals: { love: 2 }, knownBatches: { isRecut: true } });
    const known = answer.knownBatches;
    expect(await add({ love: 4 }, 'c d', { known })).toEqual(totals({ love: 6 }));
    expect(await add({ love: 8 }, 'e f', { known })).toMatchObject({
      totals: { love: 6 },
      knownBatches: { lasts: new Set(['b', 'd']) },
    });
  });

  it('do not create a round by marking it', async () => {
    await tables.markRecut(lateRoundId);
    expect(await add({ love: 2 }, 'a', { to: lateRoundId })).toEqual(totals({ love: 2, voters: 1 }));
  });

  it('add a batch once if it is added twice concurrently', async () => {
    await Promise.all([add({ love: 2 }, 'a'), add({ love: 2 }, 'a')]);
    expect(await add({ love: 1 }, 'b')).toEqual(totals({ love: 3, voters: 2 }));
  });

  it('add every one of many concurrent batches', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => add({ love: index }, `batch-${index}`)));
    expect(await add({}, 'last')).toEqual(totals({ love: 190, voters: 21 }));
  });

  it('add a batch once in each of its rounds', async () => {
    await add({ love: 2 }, 'a');
    expect(await add({ love: 5 }, 'a', { to: otherRoundId })).toEqual(
      totals({ love: 5, movie: movieOf(otherRoundId) }),
    );
  });

  it('count votes of a round that has not started, without a claim', async () => {
    expect(await add({ love: 2 }, 'a b', { to: lateRoundId })).toEqual({
      totals: { ...noVotes, love: 2, voters: 1, movie: undefined },
      lease: { publishedAt: undefined, claim: undefined },
    });
    expect(await tables.acquirePublish(lateRoundId, {}, 1000)).toBeUndefined();
    expect(await add({ love: 1 }, 'c', { to: lateRoundId })).toEqual(totals({ love: 3, voters: 2 }));
  });

  it('add a batch once to a round that has not started', async () => {
    await add({ love: 2 }, 'a b', { to: lateRoundId });
    const answer = await add({ love: 2 }, 'a b', { to: lateRoundId });
    expect(answer).toMatchObject({ totals: { love: 2, voters: 1 }, knownBatches: { lasts: new Set(['b']) } });
    const known = answer.knownBatches;
    expect(await add({ love: 4 }, 'c d', { to: lateRoundId, known })).toEqual(totals({ love: 6 }));
    expect(await add({ love: 8 }, 'e f', { to: lateRoundId, known })).toMatchObject({ totals: { love: 6 } });
  });

  it('add a batch that was compared with a round without batches', async () => {
    const known = { firsts: new Set<string>(), lasts: new Set<string>(), isRecut: false };
    expect(await add({ love: 2 }, 'a b', { known })).toEqual(totals({ love: 2 }));
    expect(await add({ love: 2 }, 'c d', { known })).toMatchObject({ totals: { love: 2 } });
  });

  it('keep the votes of a round when it starts, and let the next batch publish them', async () => {
    await add({ love: 2, hate: 1 }, 'a', { to: lateRoundId, voters: 2 });
    await start(lateRoundId);
    const { lease, ...answer } = await add({ love: 1 }, 'b', { to: lateRoundId, now: 1000 });
    expect(answer).toEqual(totals({ ...noVotes, love: 3, hate: 1, voters: 3, movie: movieOf(lateRoundId) }));
    expect(lease.claim).toEqual({ claimedBy: 'b', claimedAt: 1000 });
    expect(await tables.acquirePublish(lateRoundId, lease, 1040)).toMatchObject({
      isAcquired: true,
      totals: { love: 3, voters: 3 },
    });
  });

  it('lose no votes if a round starts while batches are added', async () => {
    const adding = Array.from({ length: 20 }, (_, index) => add({ love: 1 }, `batch-${index}`, { to: lateRoundId }));
    await Promise.all([...adding.slice(0, 10), start(lateRoundId), ...adding.slice(10)]);
    const known = (await add({}, 'batch-0', { to: lateRoundId })).knownBatches;
    const missing = Array.from({ length: 20 }, (_, index) => `batch-${index}`).filter((id) => !known?.lasts.has(id));
    for (const id of missing) await add({ love: 1 }, id, { to: lateRoundId, known });
    expect(await add({}, 'batch-0', { to: lateRoundId })).toEqual(
      totals({ love: 20, voters: 20, movie: movieOf(lateRoundId) }),
    );
  });

  it('let the first batch claim the publication, and return the claim to the others', async () => {
    const lease = { publishedAt: undefined, claim: { claimedBy: 'a', claimedAt: 1000 } };
    expect(await add({ love: 1 }, 'a b')).toMatchObject({ lease });
    expect(await add({ love: 1 }, 'c', { now: 2000 })).toMatchObject({ lease });
    // Redelivered.
    expect(await add({ love: 1 }, 'c', { now: 3000 })).toMatchObject({ lease, totals: { love: 2 } });
  });

  it('end a claim with the publication, and return everything added before', async () => {
    const seen = (await add({ love: 1 }, 'a')).lease;
    await add({ love: 2 }, 'b');
    expect(await tables.acquirePublish(roundId, seen, 1040)).toMatchObject({
      isAcquired: true,
      totals: { love: 3, voters: 2 },
      lease: { publishedAt: 1040, claim: undefined },
    });
    expect(await add({ love: 1 }, 'c', { now: 1050 })).toMatchObject({
      lease: { publishedAt: 1040, claim: { claimedBy: 'c', claimedAt: 1050 } },
    });
  });

  it('refuse a publication that another tally acquired, and return the current status', async () => {
    const first = (await add({ love: 1 }, 'a')).lease;
    await tables.acquirePublish(roundId, first, 1040);
    const second = (await add({ love: 1 }, 'b')).lease;
    for (const seen of [first, {}, { publishedAt: 1040 }]) {
      expect(await tables.acquirePublish(roundId, seen, 1080)).toMatchObject({
        isAcquired: false,
        totals: { love: 2 },
        lease: second,
      });
    }
    expect(await tables.acquirePublish(roundId, second, 1080)).toMatchObject({ isAcquired: true });
    expect(await tables.acquirePublish(roundId, { publishedAt: 1080 }, 1120)).toMatchObject({
      isAcquired: true,
      lease: { publishedAt: 1120 },
    });
  });

  it('let one of many tallies acquire a publication', async () => {
    const seen = (await add({ love: 1 }, 'a')).lease;
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => tables.acquirePublish(roundId, seen, 1040 + index)),
    );
    expect(answers.filter((answer) => answer?.isAcquired)).toHaveLength(1);
  });

  it('return nothing to publish for a missing round', async () => {
    expect(await tables.acquirePublish('10', {}, 1000)).toBeUndefined();
  });

  it('have no records at first', async () => {
    expect(await tables.readRecords()).toEqual([]);
  });

  it('store one record per category', async () => {
    await tables.raiseRecord({ category: 'love', votes: 3, ...faust });
    await tables.raiseRecord({ category: 'hate', votes: 1, ...wings });
    expect(await tables.readRecords()).toHaveLength(2);
    expect(await tables.readRecords()).toEqual(
      expect.arrayContaining([
        { category: 'love', votes: 3, ...faust },
        { category: 'hate', votes: 1, ...wings },
      ]),
    );
  });

  it.each([
    ['a higher one replaces', 4, { votes: 4, ...wings }],
    ['an equal one does not replace', 3, { votes: 3, ...faust }],
    ['a lower one does not replace', 2, { votes: 3, ...faust }],
  ])('store a record that %s', async (_, votes, standing) => {
    await tables.raiseRecord({ category: 'love', votes: 3, ...faust });
    await tables.raiseRecord({ category: 'love', votes, ...wings });
    expect(await tables.readRecords()).toEqual([{ category: 'love', ...standing }]);
  });
});

describe('the row of a round', () => {
  it('expires at the same time before and after its start', async () => {
    const tables = createTallyTables('Round', 'CategoryRecord');
    await tables.addOnce(roundId, { first: 'a', last: 'a' }, { counts: { ...noVotes, love: 1 }, voters: 1 }, 1000);
    const expiresAt = { N: String(Number(roundId) + limits.roundRetentionSeconds) };
    expect(await readRound(roundId)).toMatchObject({ love: { N: '1' }, expiresAt });
    await startRound(roundId);
    expect(await readRound(roundId)).toMatchObject({ love: { N: '1' }, endsAt: { N: '1772366410' }, expiresAt });
  });

  it('gets a movie once', async () => {
    await startRound(roundId);
    const row = await readRound(roundId);
    await expect(startRound(roundId)).rejects.toThrow('The conditional request failed');
    expect(await readRound(roundId)).toEqual(row);
  });
});
