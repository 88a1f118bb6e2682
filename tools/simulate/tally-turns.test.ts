import { expect, test } from 'vitest';
import { hashOf } from 'amplify-local/dynamodb';
import { TallyTurns } from './tally-turns';

const update = (table: string, body: object) => ({
  operation: 'UpdateItem' as const,
  table,
  body: JSON.stringify(body),
});
const count = (shard: string, first: number, last: number) =>
  update('RoundShard', {
    Key: { part: { S: '1790000000#0' }, shard: { S: shard } },
    UpdateExpression: 'ADD voters :voters SET watermark = :last',
    ExpressionAttributeValues: { ':first': { S: String(first) }, ':last': { S: String(last) } },
  });
const lease = (expression: string, values: Record<string, string>, numbers: Record<string, number> = {}) =>
  update('PublishLease', {
    Key: { roundId: { S: '1790000000' } },
    UpdateExpression: expression,
    ExpressionAttributeValues: Object.fromEntries<{ S: string } | { N: string }>([
      ...Object.entries(values).map(([name, S]) => [name, { S }] as const),
      ...Object.entries(numbers).map(([name, N]) => [name, { N: String(N) }] as const),
    ]),
  });

/** Writes a ballot to one of two shards. */
const ballot = (shard: 'a' | 'b') => update('Ballot', { Key: { id: { S: shard === 'a' ? 'guest 1' : 'guest 2' } } });

test('the test writes to two shards', () => {
  const hashes = ['guest 1', 'guest 2'].map((S) => hashOf({ id: { S } }));
  expect(hashes.map((hash) => hash < 2 ** 31)).toEqual([true, false]);
});

test('a turn lasts from one count of a shard to the next, if a change was waiting', () => {
  const turns = new TallyTurns(2);
  const writes: [number, ReturnType<typeof update>][] = [
    [90, ballot('a')],
    [95, ballot('a')],
    [96, ballot('a')],
    [98, ballot('b')],
    [100, count('a', 1, 1)],
    [103, count('b', 7, 7)],
    [108, count('a', 2, 3)],
    [140, ballot('a')],
    [150, count('a', 4, 4)],
  ];
  for (const [at, write] of writes) turns.write(write, at);
  expect(turns.since(0, 0).turns).toEqual([8]);
  expect(turns.since(101, 0).turns).toEqual([]);
});

test('a turn that publishes is measured from the end of its claim', () => {
  const turns = new TallyTurns(2);
  turns.write(ballot('a'), 90);
  turns.write(count('a', 1, 1), 100);
  turns.write(lease('SET claimedBy = :claimedBy', { ':claimedBy': 'a' }), 102);
  for (let change = 2; change <= 9; change++) turns.write(ballot('a'), 200 + change);
  turns.write(lease('SET publishedAt = :now REMOVE claimedBy', { ':seenClaimedBy': 'a' }), 350);
  turns.write(count('a', 2, 9), 362);
  expect(turns.since(0, 0)).toMatchObject({ turns: [], publishMs: 12 });
});

test('a claimed publication is late by the time that exceeds the interval', () => {
  const turns = new TallyTurns(2);
  const publish = (acquired: number, seen: number, isClaimed: boolean) =>
    turns.write(
      lease(
        'SET publishedAt = :now REMOVE claimedBy',
        { ...(isClaimed && { ':seenClaimedBy': 'a' }) },
        { ':now': acquired, ':seenPublishedAt': seen },
      ),
      acquired,
    );
  turns.write(count('a', 1, 1), 100);
  publish(1000, 100, false);
  publish(1256, 1000, true);
  publish(1510, 1256, true);
  publish(1762, 1510, true);
  expect(turns.since(0, 250).lateMs).toBe(4);
});
