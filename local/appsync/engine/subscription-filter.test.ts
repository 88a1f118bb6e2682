/** Filtering of events. */
import { describe, expect, it } from 'vitest';
import { createTestEngine, echo, respondWith, ScriptedDynamoDb, type TestEngineOptions } from './engine.fixture';

const schema = /* GraphQL */ `
  enum Genre {
    drama
    comedy
  }
  type Movie {
    id: ID!
    title: String!
    genre: Genre
    year: Int
    studio: Studio
  }
  type Studio {
    name: String
    place: Place
  }
  type Place {
    country: String!
  }
  input StudioInput {
    name: String
    place: PlaceInput
  }
  input PlaceInput {
    country: String!
  }
  type Query {
    movie: Movie
  }
  type Mutation {
    addMovie(id: ID!, title: String!, genre: Genre, year: Int, studio: StudioInput): Movie!
  }
  type Subscription {
    onMovie(id: ID, year: Int): Movie! @aws_subscribe(mutations: ["addMovie"])
  }
`;

/** Code of a function that does this in its request handler. */
const inRequest = (body: string) => `
  import { util, extensions } from '@aws-appsync/utils';
  export function request(ctx) { ${body} }
  export const response = () => null;
`;

const show = (onMovie: string) =>
  createTestEngine({
    schema,
    unitResolvers: { 'Mutation.addMovie': echo, 'Subscription.onMovie': respondWith(onMovie) },
  });

const add = 'mutation ($id: ID = 1, $year: Int) { addMovie(id: $id, title: "M", year: $year) { id year } }';

describe('arguments', () => {
  it.each([
    ['are equal to the fields of their name', 'onMovie(id: "1", year: 1927)', { id: '1', year: 1927 }, true],
    ['exclude other updates', 'onMovie(id: "1")', { id: '2' }, false],
    ['that are null match null', 'onMovie(year: null)', {}, true],
    ['that are null match nothing else', 'onMovie(year: null)', { year: 1927 }, false],
    ['that are omitted match everything', 'onMovie', { year: 1927 }, true],
  ])('%s', async (_, field, variables, arrives) => {
    const { run, listen } = show('return null;');
    const { received } = await listen(`subscription { ${field} { id } }`);
    await run(add, variables);
    expect(received).toHaveLength(arrives ? 1 : 0);
  });

  it('may be variables', async () => {
    const { run, listen } = show('return null;');
    const { received } = await listen('subscription ($year: Int) { onMovie(year: $year) { id } }', { year: 1927 });
    await run(add, { year: 1927 });
    await run(add, { year: 1928 });
    expect(received).toHaveLength(1);
  });
});

describe('a filter of the resolver', () => {
  const filtered = (filter: string) =>
    show(`extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(${filter})); return null;`);
  const mutation = `mutation {
    addMovie(id: 1, title: "Metropolis", genre: drama, year: 1927, studio: { name: "UFA", place: { country: "DE" } }) {
      id title genre year studio { name place { country } }
    }
  }`;

  it.each([
    [`{ year: { eq: 1927 } }`, true],
    [`{ year: { ne: 1927 } }`, false],
    [`{ year: { ge: 1927, lt: 1900 } }`, true],
    [`{ and: [{ year: { gt: 1900 } }, { title: { beginsWith: 'Nos' } }] }`, false],
    [`{ or: [{ year: { lt: 1900 } }, { genre: { in: ['drama', 'comedy'] } }] }`, true],
    [`{ genre: { notIn: ['drama'] } }`, false],
    [`{ year: { between: [1920, 1930] } }`, true],
    [`{ title: { contains: 'polis' } }`, true],
    [`{ title: { notContains: 'polis' } }`, false],
    [`{ 'studio.place.country': { eq: 'DE' } }`, true],
    [`{ 'studio.owner': { ne: 'x' } }`, false],
  ])('%s', async (filter, arrives) => {
    const { run, listen } = filtered(filter);
    const { received } = await listen('subscription { onMovie { id } }');
    await run(mutation);
    expect(received).toHaveLength(arrives ? 1 : 0);
  });

  it('replaces the filter by arguments', async () => {
    const { run, listen } = filtered('{ year: { eq: 1927 } }');
    const { received } = await listen('subscription { onMovie(id: "other") { id } }');
    await run(mutation);
    expect(received).toHaveLength(1);
  });
});

describe('a filter by a prefix that follows from an argument', () => {
  const rooms = /* GraphQL */ `
    type Message {
      id: String!
      text: String!
    }
    type Query {
      message: Message
    }
    type Mutation {
      sendMessage(id: String!, text: String!): Message
    }
    type Subscription {
      onMessage(room: Int): Message @aws_subscribe(mutations: ["sendMessage"])
    }
  `;
  const setFilter = `
    if (ctx.args.room !== null && ctx.args.room !== undefined) {
      const id = { beginsWith: ctx.args.room + ':' };
      extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ id }));
    }
    return null;
  `;
  /** Reads how many rooms there are, and refuses others. */
  const checkRoom = `
    import { util, extensions } from '@aws-appsync/utils';
    import { get } from '@aws-appsync/utils/dynamodb';
    export const request = () => get({ key: { id: 'round' } });
    export function response(ctx) {
      if (ctx.args.room >= ctx.result.rooms) util.error('The room ' + ctx.args.room + ' does not exist.', 'NoRoom');
      BODY
    }
  `;
  const dataSourceName = 'MovieTable';
  const nothing = respondWith('return null;');

  const resolvers: [string, Pick<TestEngineOptions, 'unitResolvers' | 'pipelines'>][] = [
    ['a unit resolver', { unitResolvers: { 'Subscription.onMessage': respondWith(setFilter) } }],
    ['a function', { pipelines: { 'Subscription.onMessage': [respondWith(setFilter)] } }],
    ['a function before another', { pipelines: { 'Subscription.onMessage': [respondWith(setFilter), nothing] } }],
    [
      'a function of a table',
      { pipelines: { 'Subscription.onMessage': [{ code: checkRoom.replace('BODY', setFilter), dataSourceName }] } },
    ],
    [
      'a unit resolver of a table',
      { unitResolvers: { 'Subscription.onMessage': { code: checkRoom.replace('BODY', setFilter), dataSourceName } } },
    ],
    [
      'a function after one of a table',
      {
        pipelines: {
          'Subscription.onMessage': [
            { code: checkRoom.replace('BODY', 'return null;'), dataSourceName },
            respondWith(setFilter),
          ],
        },
      },
    ],
  ];
  const dynamoDb = new ScriptedDynamoDb({ GetItem: () => ({ Item: { rooms: { N: '40' } } }) });
  const open = ({ unitResolvers, ...more }: Pick<TestEngineOptions, 'unitResolvers' | 'pipelines'>) =>
    createTestEngine({
      schema: rooms,
      dynamoDb,
      unitResolvers: { 'Mutation.sendMessage': echo, ...unitResolvers },
      ...more,
    });
  const send = 'mutation ($id: String!) { sendMessage(id: $id, text: "Hi") { id text } }';

  it.each(resolvers)('in %s delivers the messages of one room', async (_, resolver) => {
    const { run, listen } = open(resolver);
    const subscribe = 'subscription ($room: Int) { onMessage(room: $room) { id } }';
    const [third, thirtieth, all] = [
      await listen(subscribe, { room: 3 }),
      await listen(subscribe, { room: 30 }),
      await listen('subscription { onMessage { id } }'),
    ];
    for (const id of ['3:a', '30:b', '13:c', '3', '']) await run(send, { id });
    const idsOf = ({ received }: { received: unknown[] }) =>
      (received as { data: { onMessage: { id: string } } }[]).map(({ data }) => data.onMessage.id);
    expect(idsOf(third)).toEqual(['3:a']);
    expect(idsOf(thirtieth)).toEqual(['30:b']);
    expect(idsOf(all)).toEqual(['3:a', '30:b', '13:c', '3', '']);
  });

  it.each(resolvers.slice(3))('in %s may refuse a room that the table does not have', async (_, resolver) => {
    const { subscription } = await open(resolver).listen('subscription { onMessage(room: 40) { id } }');
    expect(subscription).toEqual({ errors: [{ errorType: 'NoRoom', message: 'The room 40 does not exist.' }] });
  });

  it('matches nothing if the mutation does not select the field', async () => {
    const { run, listen } = open({ unitResolvers: { 'Subscription.onMessage': respondWith(setFilter) } });
    const { received } = await listen('subscription { onMessage(room: 3) { text } }');
    await run('mutation { sendMessage(id: "3:a", text: "Hi") { text } }');
    expect(received).toEqual([]);
    await run('mutation { sendMessage(id: "3:a", text: "Hi") { id text } }');
    expect(received).toEqual([{ data: { onMessage: { text: 'Hi' } } }]);
  });

  it.each([
    ['a resolver', { unitResolvers: { 'Subscription.onMessage': inRequest(setFilter) } }],
    ['a function', { pipelines: { 'Subscription.onMessage': [inRequest(setFilter)] } }],
  ])('is refused in the request handler of %s', async (_, resolver) => {
    const { subscription } = await open(resolver).listen('subscription { onMessage(room: 3) { id } }');
    expect(subscription).toEqual({
      errors: [{ errorType: 'Code', message: 'extensions.setSubscriptionFilter works only in a response handler.' }],
    });
  });
});

describe('a filter that AppSync does not allow', () => {
  const list = (length: number) => JSON.stringify(Array.from({ length }, (_, index) => index));
  const fields = (count: number) =>
    `{ ${Array.from({ length: count }, (_, index) => `f${index}: { eq: 1 }`).join(', ')} }`;
  const either = (count: number) =>
    `{ or: [${Array.from({ length: count }, () => '{ year: { eq: 1 } }').join(', ')}] }`;

  it.each([
    ['an unknown operator', '{ year: { lte: 1 } }', 'Subscription filters have no operator lte.'],
    ['six fields', fields(6), 'A subscription filter has rules for at most 5 fields.'],
    ['eleven alternatives', either(11), 'A subscription filter has at most 10 alternatives, not 11.'],
    [
      'twelve alternatives by values',
      `{ year: { in: ${list(4)} }, or: [{ id: { in: ${list(3)} } }] }`,
      'A subscription filter has at most 10 alternatives, not 12.',
    ],
    ['six values', `{ year: { in: ${list(6)} } }`, 'The operator in of a subscription filter takes at most 5 values.'],
    [
      'twenty-one values',
      `{ year: { containsAny: ${list(21)} } }`,
      'The operator containsAny of a subscription filter takes at most 20 values.',
    ],
    [
      'a long string',
      `{ title: { eq: '${'x'.repeat(257)}' } }`,
      'A string of a subscription filter has at most 256 characters.',
    ],
    [
      'a prefix that is a number',
      '{ title: { beginsWith: 3 } }',
      'The operator beginsWith of a subscription filter takes a string, for title.',
    ],
  ])('is refused: %s', async (_, filter, message) => {
    const { subscription } = await show(
      `extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(${filter})); return null;`,
    ).listen('subscription { onMovie { id } }');
    expect(subscription).toEqual({ errors: [{ message }] });
  });

  it.each([fields(5), either(10), `{ year: { in: ${list(5)} } }`, `{ title: { eq: '${'x'.repeat(256)}' } }`])(
    'is not this one: %.60s',
    async (filter) => {
      const { subscription } = await show(
        `extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(${filter})); return null;`,
      ).listen('subscription { onMovie { id } }');
      expect(subscription).not.toHaveProperty('errors');
    },
  );
});
