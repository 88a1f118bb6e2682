/** Calls every root field that the policies deny to guests, in documents of every form. */
import { isNonNullType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { deployment, roundSeconds } from './deployment';
import type { GraphqlRequest } from './guest';
import { backendOnlyFields, fieldsDeniedToGuests, callOf, rootFields, withVariables, type RootField } from './schema';
import { setUpTarget } from './target';

const target = setUpTarget();

const forms: [string, (root: RootField) => GraphqlRequest][] = [
  ['plainly', (root) => ({ query: `${root.operation} { ${callOf(root)} }` })],
  ['with variables', withVariables],
  ['under the name of an allowed field', (root) => ({ query: `${root.operation} { snapshot: ${callOf(root)} }` })],
  ['under the alias __typename', (root) => ({ query: `${root.operation} { __typename: ${callOf(root)} }` })],
  [
    'in a fragment',
    (root) => ({ query: `${root.operation} { ...F } fragment F on ${root.type.name} { ${callOf(root)} }` }),
  ],
  [
    'in fragments of fragments',
    (root) => ({
      query: `${root.operation} { ...A } fragment A on ${root.type.name} { ...B } fragment B on ${root.type.name} { ${callOf(root)} }`,
    }),
  ],
  [
    'in an inline fragment',
    (root) => ({ query: `${root.operation} { ... on ${root.type.name} { ${callOf(root)} } }` }),
  ],
  [
    'in an inline fragment without a type',
    (root) => ({ query: `${root.operation} { ... { ... { ${callOf(root)} } } }` }),
  ],
  [
    'behind directives',
    (root) => ({
      query: `${root.operation} { ... @include(if: true) { ${callOf(root)} } }`,
    }),
  ],
  [
    'as one operation of several',
    (root) => ({
      query: `query Allowed { snapshot { serverTime } } ${root.operation} Forged { ${callOf(root)} }`,
      operationName: 'Forged',
    }),
  ],
  [
    'under the name of an operation that guests may call',
    (root) => ({
      query: `${root.operation} snapshot { ${callOf(root)} }`,
      operationName: 'snapshot',
    }),
  ],
  ['twice, as one field', (root) => ({ query: `${root.operation} { ${callOf(root)} ${callOf(root)} }` })],
];

const attacks = fieldsDeniedToGuests.flatMap((root) =>
  forms.map(([how, write]) => [root.field.name, how, root, write] as const),
);

it('there are fields of operators and of functions', () => {
  expect(backendOnlyFields.map(({ field }) => field.name).sort()).toEqual(['publishScores', 'startRound']);
  expect(fieldsDeniedToGuests.map(({ field }) => field.name)).toEqual(
    expect.arrayContaining(['startRound', 'publishScores', 'setPaused', 'hostView', 'searchMovies']),
  );
  expect(rootFields.length).toBeGreaterThan(fieldsDeniedToGuests.length);
});

describe('by HTTP', () => {
  it.each(attacks)('a guest calls %s %s', async (name, _, root, write) => {
    const { query, variables, operationName } = write(root);
    const { data, errors } = await target.guest.call(query, variables, operationName);
    expect(Object.values(data ?? {})).toEqual(data ? [null] : []);
    expect(errors).toMatchObject([
      { errorType: 'Unauthorized', message: `Not Authorized to access ${name} on type ${root.type.name}` },
    ]);
  });

  it.each(fieldsDeniedToGuests.map((root) => [root.field.name, root] as const))(
    'a guest calls %s twenty times at once by aliases',
    async (_, root) => {
      const calls = Array.from({ length: 20 }, (_, index) => `a${index}: ${callOf(root)}`);
      const { data, errors } = await target.guest.call(`${root.operation} { ${calls.join(' ')} }`);
      target.countAttacks(19);
      expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
      // A field that is never null ends the request at its first error.
      expect(errors).toHaveLength(isNonNullType(root.field.type) ? 1 : 20);
      expect(new Set(errors?.map(({ errorType }) => errorType))).toEqual(new Set(['Unauthorized']));
    },
  );

  it.each(fieldsDeniedToGuests.map((root) => [root.field.name, root] as const))(
    'a guest calls %s in a batch of requests',
    async (_, root) => {
      const one = { query: `${root.operation} { ${callOf(root)} }` };
      for (const batch of [[one], [{ query: '{ snapshot { serverTime } }' }, one]]) {
        const { status, json } = await target.guest.post(JSON.stringify(batch));
        expect(status).toBe(400);
        expect(json).toMatchObject({ errors: [{ errorType: 'MalformedHttpRequestException' }] });
      }
    },
  );

  it.each(fieldsDeniedToGuests.map((root) => [root.field.name, root] as const))(
    'a guest hides %s among operations and names none',
    async (_, root) => {
      const { data, errors } = await target.guest.call(
        `query A { snapshot { serverTime } } ${root.operation} B { ${callOf(root)} }`,
      );
      expect(data).toBeNull();
      expect(errors).toMatchObject([{ message: 'Must provide operation name if query contains multiple operations.' }]);
    },
  );

  // A field that is never null makes the data of the whole request null.
  const mutations = fieldsDeniedToGuests.filter(
    ({ operation, field }) => operation === 'mutation' && !isNonNullType(field.type),
  );
  it.each(
    mutations.flatMap((root) => (['before', 'after'] as const).map((place) => [root.field.name, place, root] as const)),
  )('a guest calls %s %s an allowed field, and only the allowed field runs', async (name, place, root) => {
    target.allowChanges();
    const rounds = await target.rows('Round');
    const guest = await target.newGuest();
    const allowed = 'sendMessage(nickname: "Eve", text: "Only this") { id nickname text sender sentAt }';
    const calls = place === 'before' ? [callOf(root), allowed] : [allowed, callOf(root)];
    const { data, errors } = await guest.call(`mutation { ${calls.join(' ')} }`);
    expect(data).toMatchObject({ [name]: null, sendMessage: { text: 'Only this' } });
    expect(errors).toMatchObject([{ path: [name], errorType: 'Unauthorized' }]);
    expect(await target.takeReceivedUpdates()).toMatchObject([
      { onMessage: { text: 'Only this', sender: guest.identityId.slice(-12) } },
    ]);
    expect(await target.rows('Round')).toEqual(rounds);
  });
});

describe('by WebSocket', () => {
  it.each(attacks)('a guest starts %s %s', async (name, how, root, write) => {
    const client = await target.guest.connect();
    client.send(await target.guest.startMessage('forged', write(root)));
    const { type, payload } = await client.next();
    const [error] = (payload as { errors: { errorType: string; message: string }[] }).errors;
    expect(type).toBe('error');
    if (root.operation === 'subscription') {
      expect(error?.message, how).toContain(name);
    } else {
      expect(error).toEqual({
        errorType: 'UnsupportedOperation',
        message: `${root.operation} not supported through the realtime channel`,
      });
    }
    client.socket.terminate();
  });

  it.each(fieldsDeniedToGuests.map((root) => [root.field.name, root] as const))(
    'a guest puts %s next to a subscription',
    async (_, root) => {
      const client = await target.guest.connect();
      const documents = [
        `subscription { onRound { roundId } } ${root.operation} Forged { ${callOf(root)} }`,
        `subscription { onRound { roundId } ${callOf(root)} }`,
        `subscription { ...F } fragment F on ${root.type.name} { ${callOf(root)} }`,
      ];
      for (const [index, query] of documents.entries()) {
        client.send(await target.guest.startMessage(`forged-${index}`, { query }));
        expect((await client.next()).type).toBe('error');
      }
      target.countAttacks(documents.length - 1);
      client.socket.terminate();
    },
  );
});

describe('with leaked credentials of a function', () => {
  const own = { 'movie-rotator': 'startRound', tally: 'publishScores' };

  it.each(
    Object.entries(own).flatMap(([role, mine]) =>
      rootFields.filter(({ field }) => field.name !== mine).map((root) => [role, root.field.name, root] as const),
    ),
  )('the role of %s calls %s', async (role, name, root) => {
    const thief = target.clientFor(target.functionRole(role as keyof typeof own));
    if (root.operation === 'subscription') {
      const client = await thief.connect();
      client.send(await thief.startMessage('stolen', { query: `subscription { ${callOf(root)} }` }));
      expect(await client.next()).toMatchObject({
        type: 'error',
        payload: {
          errors: [{ errorType: 'Unauthorized', message: `Not Authorized to access ${name} on type Subscription` }],
        },
      });
      client.socket.terminate();
      return;
    }
    const { data, errors } = await thief.call(`${root.operation} { ${callOf(root)} }`);
    expect(data?.[name] ?? null).toBeNull();
    expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  });

  it('the role of movie-rotator starts a round far ahead, at an invalid time or that is over', async () => {
    const thief = target.clientFor(target.functionRole('movie-rotator'));
    const root = backendOnlyFields.find(({ field }) => field.name === 'startRound') as RootField;
    const { query, variables } = withVariables(root);
    const onScreen = Number(await target.currentRoundId());
    for (const startsAt of [onScreen + 2 * roundSeconds, 2 ** 31 - 8, onScreen + 1]) {
      const { data, errors } = await thief.call(query, { ...variables, startsAt });
      expect(data).toEqual({ startRound: null });
      expect(errors).toMatchObject([{ errorType: 'InvalidRound' }]);
      target.countAttacks(1);
    }
    const { data, errors } = await thief.call(query, { ...variables, startsAt: onScreen - 10 * roundSeconds });
    expect(data).toEqual({ startRound: null });
    expect(errors).toMatchObject([{ errorType: 'RoundOver' }]);
    target.countAttacks(1);
  });

  it.each(Object.keys(own))('the role of %s deletes, writes and reads tables of other functions', async (role) => {
    const thief = target.clientFor(target.functionRole(role as keyof typeof own));
    for (const { name } of deployment.tables) {
      for (const operation of ['Scan', 'PutItem', 'DeleteItem', 'BatchWriteItem']) {
        const item = { TableName: name, Key: {}, Item: {}, RequestItems: { [name]: [] } };
        const { status, json } = await thief.callDynamoDb(operation, item);
        expect([status, json]).toMatchObject([
          400,
          { __type: expect.stringContaining('AccessDeniedException') as string },
        ]);
        target.countAttacks(1);
      }
    }
  });
});
