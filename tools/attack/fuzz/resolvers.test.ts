/**
 * Fuzzes the fields that guests may call. The answer is data or a documented error, rows stay within the limits, and
 * chat messages contain no harmful characters.
 */
import type { GraphqlResponse } from 'amplify-local/appsync';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../amplify/limits';
import { categories, noVotes, type Counts } from '../../../amplify/show';
import { setUpFuzzing, countInputs, checkProperty } from './check-property';
import type { Guest } from '../guest';
import { oddText, oddJson, toJson } from './mutations';
import { TestSocket } from './socket';
import { FuzzTarget } from './fuzz-target';

setUpFuzzing('the resolvers');

/** Enough guests for slow mode to accept most messages. */
const guestCount = 250;

let target: FuzzTarget;
let guests: Guest[];
let tableNames: string[];
beforeAll(async () => {
  target = await FuzzTarget.open();
  guests = await Promise.all(Array.from({ length: guestCount }, () => target.newGuest()));
  ({ TableNames: tableNames } = (await target.tables.call('ListTables', {})) as { TableNames: string[] });
});
afterAll(() => target.close());

let turn = 0;
/** Takes turns among the guests. */
const nextGuest = (): Guest => guests[(turn += 1) % guests.length] as Guest;

const tableOf = (model: string) => tableNames.find((name) => name.startsWith(`${model}-`)) ?? model;
type Row = Record<string, unknown>;
const plain = (item: unknown): Row => unmarshall(item as Record<string, AttributeValue>);
async function rowsOf(model: string): Promise<Row[]> {
  const { Items } = (await target.tables.call('Scan', { TableName: tableOf(model) })) as { Items: unknown[] };
  return Items.map(plain);
}

/** The documented errors of the resolvers. */
const documented = new Set([
  'RoundOver',
  'InvalidVotes',
  'InvalidMessage',
  'NoSuchRoom',
  'SlowDown',
  'InvalidRound',
  'Unauthorized',
]);

async function call(guest: Guest, request: unknown): Promise<GraphqlResponse> {
  const { status, text } = await guest.post(toJson(request));
  target.expectNoInternalError();
  expect(status).toBeLessThan(500);
  const response = JSON.parse(text) as GraphqlResponse;
  for (const { errorType, message, path } of response.errors ?? []) {
    if (path) expect(documented, message).toContain(errorType);
    else if (status === 200) expect(message).toMatch(/^(Validation error|Variable |The variables input)/);
  }
  return response;
}

const literal = (args: Record<string, unknown>) =>
  Object.entries(args)
    .map(([name, value]) => `${name}: ${toJson(value)}`)
    .join(', ');

/** A field with arguments, as variables or literals. */
function request(
  field: string,
  types: Record<string, string>,
  args: Record<string, unknown>,
  selection: string,
  isLiteral: boolean,
) {
  if (isLiteral) return { query: `mutation { ${field}(${literal(args)}) ${selection} }` };
  const declared = Object.entries(types)
    .map(([name, type]) => `$${name}: ${type}`)
    .join(', ');
  const given = Object.keys(types)
    .map((name) => `${name}: $${name}`)
    .join(', ');
  return { query: `mutation (${declared}) { ${field}(${given}) ${selection} }`, variables: args };
}

const roundNow = () => String(Math.floor(Date.now() / 1000 / limits.roundSeconds) * limits.roundSeconds);

describe('castVotes', () => {
  const types = { roundId: 'String!', ...Object.fromEntries(categories.map((category) => [category, 'Int!'])) };
  const selection = `{ roundId ${categories.join(' ')} }`;
  const isWithinLimits = (counts: Counts) =>
    categories.every(
      (category) =>
        Number.isInteger(counts[category]) && counts[category] >= 0 && counts[category] <= limits.maxVotesPerCategory,
    );
  const covers = (more: Counts, less: Counts) => categories.every((category) => more[category] >= less[category]);

  const votes = fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 0, max: limits.maxVotesPerCategory }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>(-1, 101, 0.5, 2 ** 31 - 1, -(2 ** 31), 1e300, '3', null, true, [1], { N: 1 }),
    },
  );
  const ballot = fc.record(Object.fromEntries(categories.map((category) => [category, votes])));
  const round = fc.oneof(
    { weight: 12, arbitrary: fc.constant('now' as const) },
    { weight: 1, arbitrary: fc.oneof(oddText, fc.integer({ min: -100, max: 100 })) },
  );
  const calls = fc.array(fc.record({ ballot, round, isLiteral: fc.boolean() }), { minLength: 1, maxLength: 6 });

  async function rowOf(guest: Guest, roundId: string): Promise<Counts | undefined> {
    const { Item } = await target.tables.call('GetItem', {
      TableName: tableOf('Ballot'),
      Key: { id: { S: `${roundId}#${guest.identityId}` } },
      ConsistentRead: true,
    });
    return Item ? { ...noVotes, ...plain(Item) } : undefined;
  }

  it('accepts totals up to the limit and never lower ones, also concurrently', () =>
    checkProperty(fc.tuple(calls, fc.boolean()), 300, async ([sent, isAtOnce]) => {
      const guest = nextGuest();
      countInputs(sent.length - 1);
      const roundId = roundNow();
      const before = await rowOf(guest, roundId);
      const cast = async ({ ballot, round, isLiteral }: (typeof sent)[number]) => {
        const at =
          round === 'now'
            ? roundId
            : typeof round === 'number'
              ? String(Number(roundId) + round * limits.roundSeconds)
              : round;
        const { data } = await call(
          guest,
          request('castVotes', types, { roundId: at, ...ballot }, selection, isLiteral),
        );
        const receipt = data?.castVotes as (Counts & { roundId: string }) | null | undefined;
        if (receipt) expect(isWithinLimits(receipt)).toBe(true);
        return receipt?.roundId === roundId ? receipt : undefined;
      };
      const receipts: (Counts | undefined)[] = [];
      if (isAtOnce) receipts.push(...(await Promise.all(sent.map(cast))));
      else {
        for (const one of sent) {
          const receipt = await cast(one);
          const last = receipts.findLast((earlier) => earlier !== undefined) ?? before;
          if (receipt && last) expect(covers(receipt, last)).toBe(true);
          receipts.push(receipt);
        }
      }
      const after = await rowOf(guest, roundId);
      for (const receipt of [before, ...receipts]) if (receipt) expect(after && covers(after, receipt)).toBe(true);
    }));

  it('stores one row per guest and round, within the limits', async () => {
    const known = new Set(guests.map(({ identityId }) => identityId));
    const rows = await rowsOf('Ballot');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const [roundId, identityId = '', ...rest] = String(row.id).split('#');
      expect([row.roundId, known.has(identityId), rest]).toEqual([roundId, true, []]);
      expect(isWithinLimits(row as unknown as Counts)).toBe(true);
      expect(Number(row.expiresAt)).toBe(Number(roundId) + limits.ballotRetentionSeconds);
      expect(Object.keys(row).sort()).toEqual(['id', 'roundId', 'castAt', 'expiresAt', ...categories].sort());
    }
  });
});

describe('sendMessage', () => {
  const types = { nickname: 'String!', text: 'String!', room: 'Int' };
  const fields = '{ id nickname text sender sentAt }';
  /** Control characters, direction changes, unpaired surrogates and characters that nobody sees. */
  const harmful = /[\p{Cc}\p{Cs}\u00ad\u2028\u2029\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff]/u;

  const words = fc.oneof(
    { weight: 3, arbitrary: oddText },
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 }) },
    { weight: 2, arbitrary: oddText.map((odd) => `a${odd}b`) },
    // The blocks of ASCII's and Latin-1's control characters, and of general punctuation.
    {
      weight: 2,
      arbitrary: fc
        .oneof(fc.nat(0xff), fc.integer({ min: 0x2000, max: 0x206f }))
        .map((code) => `a${String.fromCharCode(code)}b`),
    },
    { weight: 1, arbitrary: fc.nat(600).map((length) => 'é🎬'.repeat(length)) },
    { weight: 1, arbitrary: oddJson },
  );
  const messages = fc.record({
    nickname: fc.oneof(fc.constantFrom<unknown>('Ada', ' Bob '), words),
    text: words,
    room: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom<unknown>(null, 0) },
      { weight: 1, arbitrary: fc.integer() },
      { weight: 1, arbitrary: oddJson },
    ),
    isLiteral: fc.boolean(),
    times: fc.integer({ min: 1, max: 4 }),
  });

  it('delivers allowed messages once, and no others', async () => {
    const listener = await TestSocket.open(target, await (guests[0] as Guest).protocols());
    if (!listener) throw new Error('The WebSocket was refused.');
    listener.send({ type: 'connection_init' });
    listener.send(
      await (guests[0] as Guest).startMessage(
        'room',
        JSON.stringify({ query: `subscription { onMessage ${fields} }` }),
      ),
    );
    await listener.waitUntil((received) => received.some(({ type }) => type === 'start_ack'));

    const accepted = new Map<string, Row>();
    await checkProperty(messages, 1800, async ({ nickname, text, room, isLiteral, times }) => {
      const guest = nextGuest();
      const { query, variables } = request('sendMessage', types, { nickname, text, room }, fields, isLiteral);
      // Repeated selections in one request are one message.
      const field = query.slice(query.lastIndexOf('{', query.indexOf('sendMessage')) + 1, query.lastIndexOf('}'));
      const { data } = await call(guest, { query: query.replace(field, () => field.repeat(times)), variables });
      const message = data?.sendMessage as Row | null | undefined;
      if (!message) return;
      accepted.set(String(message.id), message);
      expect(message.sender).toBe(guest.identityId.slice(-12));
      for (const [value, max] of [
        [message.nickname, limits.maxNicknameLength],
        [message.text, limits.maxTextLength],
      ]) {
        expect(String(value)).not.toMatch(harmful);
        expect(String(value).trim()).toBe(value);
        expect(String(value).length).toBeLessThanOrEqual(Number(max));
        expect(String(value).length).toBeGreaterThan(0);
      }
    });

    expect(accepted.size).toBeGreaterThan(0);
    const heard = () =>
      listener.received.filter(({ type }) => type === 'data').map(({ payload }) => payload?.data?.onMessage as Row);
    await listener.waitUntil(() => heard().length >= accepted.size);
    expect(heard()).toEqual([...accepted.values()]);
    listener.close();
  });

  it('stores when a guest last sent a message, but no text', async () => {
    for (const row of await rowsOf('ChatThrottle'))
      expect(Object.keys(row).sort()).toEqual(['expiresAt', 'id', 'sentAt']);
  });
});

describe('backend-only fields', () => {
  const movie = fc.record({
    id: oddText,
    title: oddText,
    releaseDate: oddText,
    synopsis: oddText,
    poster: oddText,
    source: oddText,
  });
  const counts = fc.record(
    Object.fromEntries([...categories, 'voters'].map((name) => [name, fc.oneof(fc.nat(), fc.integer())])),
  );
  const forbidden = fc.oneof(
    fc.record({
      field: fc.constant('startRound(startsAt: $startsAt, movie: $movie, upcoming: $movie) { roundId }'),
      declared: fc.constant('$startsAt: Int!, $movie: MovieInput!'),
      variables: fc.record({ startsAt: fc.integer({ min: 0, max: 2 ** 31 - 1 }), movie }),
    }),
    fc.record({
      field: fc.constant('publishScores(scores: $scores) { scores { roundId } }'),
      declared: fc.constant('$scores: ScoresInput!'),
      variables: fc.record({ scores: counts.map((values) => ({ roundId: roundNow(), ...values })) }),
    }),
  );

  it('are refused with any arguments, also next to allowed fields', async () => {
    let unauthorized = 0;
    await checkProperty(fc.tuple(forbidden, fc.boolean()), 500, async ([{ field, declared, variables }, hasMore]) => {
      const more = hasMore ? ' sendMessage(nickname: "Ada", text: "x") { id }' : '';
      const { data, errors } = await call(nextGuest(), {
        query: `mutation (${declared}) { a: ${field}${more} }`,
        variables,
      });
      expect(data?.a ?? null).toBeNull();
      expect(errors?.length).toBeGreaterThan(0);
      if (errors?.some(({ errorType }) => errorType === 'Unauthorized')) unauthorized += 1;
    });
    // The arguments are valid, so that the permissions refuse the call and not the schema.
    expect(unauthorized).toBeGreaterThan(0);
  });
});

it('serves a well-behaved guest afterwards', () => target.expectHealthy());
