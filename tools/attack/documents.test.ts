/** Deep, wide, circular, repeated and huge documents, and malformed requests. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { deployment } from './deployment';
import { setUpTarget } from './target';
import { sendRequest } from './raw-http';

const target = setUpTarget();

const depthLimit = deployment.api.queryDepthLimit ?? Infinity;
/** Levels of braces and brackets that AppSync parses. */
const nestingLimit = 500;
const resolverLimit = deployment.api.resolverCountLimit ?? Infinity;

const times = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

/** Checks that others are served during an attack. A slow response counts as a hang and throws. */
async function expectServed() {
  const { data } = await (await target.newGuest()).call('{ snapshot { serverTime } }');
  expect(data).toMatchObject({ snapshot: { serverTime: expect.any(Number) as number } });
}

/** Sends a document together with a legal query. */
async function attack(query: string, variables?: Record<string, unknown>) {
  const [answer] = await Promise.all([target.guest.post(JSON.stringify({ query, variables })), expectServed()]);
  expect(answer.status).toBeLessThan(500);
  return answer;
}

describe('a guest sends a document that', () => {
  /** The schema is four levels deep. Only introspection goes deeper. */
  const deep = (depth: number) =>
    `{ __type(name: "Round") { ${'ofType { '.repeat(depth)} name ${'}'.repeat(depth)} } }`;

  const fragmentChain = (count: number) =>
    `{...F0} ${times(count, (index) => `fragment F${index} on Query{...F${index + 1}}`)} fragment F${count} on Query{snapshot{serverTime}}`;

  it.each<[string, string, string | RegExp]>([
    ['is deeper than the limit', deep(depthLimit), /QueryDepthLimitReached|FieldUndefined/],
    [
      'is deeper than the limit, in a fragment',
      `{ ...F } fragment F on Query ${deep(depthLimit)}`,
      /QueryDepthLimitReached|FieldUndefined/,
    ],
    [
      'follows a cycle in the schema',
      `{ __type(name: "Round") { ${'fields { type { '.repeat(7)} name ${'} }'.repeat(7)} } }`,
      /introspection depth|FieldUndefined/,
    ],
    ...[50, 100, 500, 1000, 2000, 3500, 7000].map((depth): [string, string, RegExp] => [
      `nests ${depth} fields`,
      `${'{a'.repeat(depth)}${'}'.repeat(depth)}`,
      /FieldUndefined|Unable to parse|nests deeper|tokens/,
    ]),
    ...[100, 1000, 7000].map((depth): [string, string, RegExp] => [
      `nests ${depth} lists in an argument`,
      `mutation { castVotes(roundId: "1", love: ${'['.repeat(depth)}1${']'.repeat(depth)}, like: 0, meh: 0, unknown: 0, hate: 0) { love } }`,
      /WrongType|Unable to parse|nests deeper|tokens/,
    ]),
    ...[100, 1000, 3500].map((depth): [string, string, RegExp] => [
      `nests ${depth} objects in an argument`,
      `mutation { sendMessage(nickname: "Eve", text: ${'{a:'.repeat(depth)}1${'}'.repeat(depth)}) { id } }`,
      /WrongType|Unable to parse|nests deeper|tokens/,
    ]),
    ...[100, 1000, 7000].map((depth): [string, string, RegExp] => [
      `declares a variable of ${depth} lists`,
      `query Q($a: ${'['.repeat(depth)}Int${']'.repeat(depth)}) { snapshot { serverTime } }`,
      depth < nestingLimit ? /UnusedVariable/ : /nests deeper/,
    ]),
    ...[100, 1000, 3000].map((depth): [string, string, RegExp] => [
      `nests ${depth} inline fragments`,
      `{${'...{'.repeat(depth)}snapshot{serverTime}${'}'.repeat(depth)}}`,
      depth < nestingLimit ? /"data":\{"snapshot":\{"serverTime":\d+\}\}/ : /nests deeper/,
    ]),
    ...[100, 1000].map((count): [string, string, RegExp] => [
      `chains ${count} fragments`,
      fragmentChain(count),
      /"data":\{"snapshot":\{"serverTime":\d+\}\}/,
    ]),
    ['chains 2,000 fragments', fragmentChain(2000), /has more than \d+ tokens/],
    ['spreads a fragment into itself', '{ ...F } fragment F on Query { ...F }', /Validation error/],
    [
      'spreads two fragments into each other',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      /Validation error/,
    ],
    [
      'spreads a hundred fragments in a cycle',
      `{...F0} ${times(100, (index) => `fragment F${index} on Query{...F${(index + 1) % 100}}`)}`,
      /Validation error/,
    ],
    [
      'spreads a fragment into itself under an object',
      '{ snapshot { ...F } } fragment F on Snapshot { round { ... on CurrentRound { movie { ...G } } } } fragment G on Movie { ...G }',
      /Validation error/,
    ],
    [
      'doubles thirty times with fragments',
      `{snapshot{...F0}} ${times(30, (index) => `fragment F${index} on Snapshot{...F${index + 1} ...F${index + 1}}`)} fragment F30 on Snapshot{serverTime}`,
      /serverTime/,
    ],
    [
      'doubles thirty times with fragments at the root',
      `{...F0} ${times(30, (index) => `fragment F${index} on Query{...F${index + 1} ...F${index + 1}}`)} fragment F30 on Query{snapshot{serverTime}}`,
      /serverTime/,
    ],
    ['asks for one field 7,000 times', `{snapshot{${'serverTime '.repeat(7000)}}}`, /Validation aborted/],
    [
      'exhausts the validation, then spreads a cycle',
      `{snapshot{${'serverTime '.repeat(7000)}} ...A} fragment A on Query{...A}`,
      /Validation/,
    ],
    [
      'exhausts the validation, then asks for unknown fields',
      `{secret snapshot{${'serverTime '.repeat(7000)}} secrets{a}}`,
      /Validation/,
    ],
    ['asks for one object 3,000 times', `{snapshot{${'leaders{title}'.repeat(3000)}}}`, /Validation aborted/],
    [
      'asks for one field under 4,000 aliases',
      `{snapshot{${times(4000, (index) => `a${index}:serverTime`)}}}`,
      /a3999/,
    ],
    [
      'asks for one object under 1,500 aliases',
      `{snapshot{${times(1500, (index) => `a${index}:leaders{title}`)}}}`,
      /a1499/,
    ],
    [
      'asks for 2,000 pairs of conflicting fields',
      `{snapshot{${'a:serverTime a:__typename '.repeat(2000)}}}`,
      /Validation error/,
    ],
    [
      'has conflicting fields in 1,000 fragments',
      `{snapshot{${times(1000, (index) => `...F${index}`)}}} ${times(1000, (index) => `fragment F${index} on Snapshot{a:serverTime}`)}`,
      /Validation aborted/,
    ],
    ['asks for 3,000 missing fields', `{${times(3000, (index) => `a${index}`)}}`, /FieldUndefined/],
    ['spreads 3,000 missing fragments', `{${times(3000, (index) => `...F${index}`)}}`, /Validation error/],
    ['uses 2,000 undeclared variables', `{${times(2000, (index) => `a${index}(a:$a${index})`)}}`, /Validation error/],
    [
      'puts 4,000 unknown directives on a field',
      `{snapshot ${times(4000, (index) => `@a${index}`)} {serverTime}}`,
      /Validation error/,
    ],
    [
      'repeats a directive 2,000 times on a field',
      `{snapshot ${'@include(if:true)'.repeat(2000)} {serverTime}}`,
      /Validation error/,
    ],
    [
      'puts directives on each of 1,000 fields',
      `{snapshot{${times(1000, (index) => `a${index}:serverTime @include(if:true)`)}}}`,
      /a999/,
    ],
    [
      'declares 3,000 variables',
      `query Q(${times(3000, (index) => `$a${index}:Int`)}) {snapshot{serverTime}}`,
      /Validation error/,
    ],
    ['has 1,500 operations', times(1500, (index) => `query Q${index}{snapshot{serverTime}}`), /operation/],
    ['defines types', 'type Query { secret: String } query { snapshot { serverTime } }', /Validation error/],
    [
      'extends the schema',
      'extend type Mutation { startRound: Int } query { snapshot { serverTime } }',
      /Validation error/,
    ],
    ['has too many tokens', `{snapshot{${'serverTime '.repeat(15_001)}}}`, /tokens|Unable to parse/],
    ['is a comment of 900 kB', `#${'x'.repeat(900_000)}\n{snapshot{serverTime}}`, /serverTime/],
    ['has 900 kB of commas', `{snapshot{serverTime${','.repeat(900_000)}}}`, /serverTime/],
    ['has a name of 900 kB', `{${'x'.repeat(900_000)}}`, /FieldUndefined/],
    ['has text of 900 kB', `mutation{sendMessage(nickname:"Eve",text:"${'x'.repeat(900_000)}"){id}}`, /InvalidMessage/],
    [
      'has a number of 900 kB',
      `mutation{castVotes(roundId:"1",love:${'9'.repeat(900_000)},like:0,meh:0,unknown:0,hate:0){love}}`,
      /WrongType/,
    ],
    ['has an unclosed block string', `{snapshot(a:"""${'"" '.repeat(100_000)}`, /Unable to parse/],
    ['is empty', '', /Unable to parse/],
    ['is white space', ' \n\t', /Unable to parse/],
    ['is a null character', '\0', /Unable to parse/],
    ['is an empty selection', '{}', /Unable to parse/],
    ['subscribes by HTTP', 'subscription { onScores { scores { love } } }', /not supported through the HTTP channel/],
    ['defers', '{ ... @defer { snapshot { serverTime } } }', /Validation error/],
  ])('%s', async (_, query, expected) => {
    expect((await attack(query)).text).toMatch(expected);
  });

  it.each([resolverLimit + 1, 100, 1000])(
    'calls snapshot %d times under aliases, which exceeds the limit of resolvers',
    async (count) => {
      const { json } = await attack(`{${times(count, (index) => `a${index}:snapshot{serverTime}`)}}`);
      const { data, errors } = json as { data: Record<string, unknown> | null; errors: { errorType: string }[] };
      // `snapshot` is not nullable, so one refusal makes the whole data null.
      expect(data).toBeNull();
      expect(new Set(errors.map(({ errorType }) => errorType))).toEqual(new Set(['ResolverExecutionLimitReached']));
    },
  );

  it('asks for the schema fifteen levels deep and a thousand types wide', async () => {
    const fields = '{ name fields { name type { name ofType { name } } } }';
    const { json } = await attack(
      `{${times(1000, (index) => `a${index}: __type(name: "Round") { name }`)} __schema { types ${fields} }}`,
    );
    const isOn = deployment.api.introspectionConfig === 'ENABLED';
    expect(Boolean((json as { data: unknown }).data)).toBe(isOn);
  });
});

describe('a guest sends variables that', () => {
  const query = 'query Q($a: Int) { snapshot { serverTime } __typename @include(if: true) }';
  const used = 'mutation M($nickname: String!) { sendMessage(nickname: $nickname, text: "x") { id } }';

  it.each<[string, string, string, RegExp]>([
    [
      'nest 100,000 lists and are undeclared',
      '{ snapshot { serverTime } }',
      `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      /serverTime|Unable to parse/,
    ],
    [
      'nest 100,000 objects and are undeclared',
      '{ snapshot { serverTime } }',
      `{"a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
      /serverTime|Unable to parse/,
    ],
    [
      'nest 100,000 lists instead of a string',
      used,
      `{"nickname":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      /invalid value|Unable to parse/,
    ],
    [
      'are undeclared, 50,000 of them',
      '{ snapshot { serverTime } }',
      `{${Array.from({ length: 50_000 }, (_, index) => `"a${index}":1`).join(',')}}`,
      /serverTime/,
    ],
    ['are a list', query, '[1]', /Unable to parse/],
    ['are text', query, '"a"', /Unable to parse/],
    ['are a JSON string', query, '"{\\"a\\":1}"', /Unable to parse/],
    ['are true', query, 'true', /Unable to parse/],
  ])('%s', async (_, document, variables, expected) => {
    const body = `{"query":${JSON.stringify(document)},"variables":${variables}}`;
    const [{ status, text }] = await Promise.all([target.guest.post(body), expectServed()]);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain('InternalFailure');
    expect(text).toMatch(expected);
  });
});

describe('a guest sends a body that', () => {
  const legal = JSON.stringify({ query: '{ snapshot { serverTime } }' });
  const malformed = { status: 400, json: { errors: [{ errorType: 'MalformedHttpRequestException' }] } };

  it.each<[string, string | Buffer]>([
    ['is empty', ''],
    ['is not JSON', 'query { snapshot { serverTime } }'],
    ['is truncated JSON', legal.slice(0, -1)],
    ['is two JSON values', legal + legal],
    ['is a list of requests', `[${legal},${legal}]`],
    ['is an empty list', '[]'],
    ['is null', 'null'],
    ['is a number', '1'],
    ['is text', '"{ snapshot { serverTime } }"'],
    ['has no query', '{"variables":{}}'],
    ['has a query that is a list', '{"query":["{ snapshot { serverTime } }"]}'],
    ['has a query that is an object', '{"query":{"kind":"Document"}}'],
    ['has an operation name that is a list', '{"query":"{ snapshot { serverTime } }","operationName":["a"]}'],
    ['has the hash of a persisted query', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}'],
    ['is a form', 'query=%7B%20snapshot%20%7D'],
    ['is compressed', gzipSync(legal)],
    ['is UTF-16', Buffer.from(legal, 'utf16le')],
    ['is UTF-8 with a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(legal)])],
    ['is invalid UTF-8', Buffer.from([0xff, 0xfe, 0xfd, 0x80])],
    ['nests a million lists', '['.repeat(1_000_000)],
    ['is null characters', Buffer.alloc(1000)],
  ])('%s', async (_, body) => {
    const [answer] = await Promise.all([target.guest.post(body), expectServed()]);
    expect(answer).toMatchObject(malformed);
  });

  it('has a query in invalid UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"query":"{ snapshot { serverTime'),
      Buffer.from([0xff]),
      Buffer.from(' } }"}'),
    ]);
    expect(await target.guest.post(body)).toMatchObject(malformed);
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'])('is sent with %s', async (method) => {
    const { status } = await target.guest.post(legal, { method }, { method });
    expect(status).toBe(400);
  });
});

describe('a stranger sends', () => {
  it.each<[string, string]>([
    ['7,500 parameters with the same name', `/graphql?${'a&'.repeat(7500)}`],
    [
      '2,500 parameters with different names',
      `/graphql?${Array.from({ length: 2500 }, (_, index) => `a${index}`).join('&')}`,
    ],
    ['a broken escape', '/graphql?%'],
    ['two query strings', '/graphql?a?b?c'],
  ])('%s', async (_, path) => {
    const requests = Array.from({ length: 20 }, () =>
      sendRequest(target.port, { path, headers: { authorization: 'AWS4-HMAC-SHA256 x' }, body: '{}' }),
    );
    const [answers] = await Promise.all([Promise.all(requests), expectServed()]);
    for (const { status } of answers) expect(status).toBe(401);
    target.countAttacks(answers.length - 1);
  });

  it('headers above the limit', async () => {
    expect(
      await sendRequest(target.port, { path: '/graphql', headers: { 'x-long': 'x'.repeat(20_000) } }),
    ).toMatchObject({ status: 431 });
  });

  it('an authorization of 15 kB', async () => {
    const authorization = `AWS4-HMAC-SHA256 ${'Credential=a,'.repeat(1100)}`;
    expect(await sendRequest(target.port, { path: '/graphql', headers: { authorization } })).toMatchObject({
      status: 401,
    });
  });
});
