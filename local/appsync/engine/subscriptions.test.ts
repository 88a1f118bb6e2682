/** Subscribing, and the events of mutations. */
import { describe, expect, it, vi } from 'vitest';
import { echo, guestCaller, respondWith, createTestEngine, type TestEngineOptions } from './engine.fixture';

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
  }
  type Query {
    movie: Movie
  }
  type Mutation {
    addMovie(id: ID!, title: String!, genre: Genre, year: Int): Movie!
    renameMovie(id: ID!, title: String!): Movie
    failMovie(id: ID!): Movie
  }
  type Subscription {
    onMovie: Movie! @aws_subscribe(mutations: ["addMovie", "renameMovie", "failMovie"])
    onRenamed(id: ID!): Movie @aws_subscribe(mutations: ["renameMovie"])
  }
`;

/** @param onMovie - body of the response handler of the subscription. */
function show({ onMovie = 'return null;', ...rest }: { onMovie?: string } & Partial<TestEngineOptions> = {}) {
  return createTestEngine({
    schema,
    pipelines: { 'Subscription.onMovie': [respondWith(onMovie)] },
    unitResolvers: {
      'Mutation.addMovie': echo,
      'Mutation.renameMovie': echo,
      'Mutation.failMovie': respondWith(`util.appendError('half'); return { id: ctx.args.id, title: 'M' };`),
    },
    ...rest,
  });
}

const add = 'mutation ($year: Int) { addMovie(id: 1, title: "M", year: $year, genre: drama) { id title year genre } }';

const fail = respondWith(`util.error('No.');`);

describe('an event', () => {
  it('is delivered once, even if the mutation selects the field repeatedly', async () => {
    const { run, listen } = show();
    const { received } = await listen('subscription { onMovie { id title } }');
    await run('mutation { addMovie(id: 1, title: "M") { id } addMovie(id: 1, title: "M") { title } }');
    await run('mutation { one: addMovie(id: 2, title: "M") { title } one: addMovie(id: 2, title: "M") { id } }');
    expect(received).toEqual([1, 2].map((id) => ({ data: { onMovie: { id: `${id}`, title: 'M' } } })));
  });

  it('is selected quickly with nested fragments that are spread twice', async () => {
    const { run, listen } = show();
    const { received } = await listen('subscription { onMovie { title } }');
    const count = 40;
    const doubling = Array.from(
      { length: count },
      (_, index) => `fragment F${index} on Movie { ...F${index + 1} ...F${index + 1} }`,
    );
    await run(
      `mutation { one: addMovie(id: 1, title: "M") { ...F0 } } ${doubling.join(' ')} fragment F${count} on Movie { title }`,
    );
    expect(received).toEqual([{ data: { onMovie: { title: 'M' } } }]);
  });

  it('reaches other subscribers if one has a condition that is null', async () => {
    const { run, listen } = show();
    const odd = await listen('subscription ($if: Boolean = true) { onMovie @include(if: $if) { title } }', {
      if: null,
    });
    expect(odd.subscription).toEqual({
      errors: [{ message: `Variable 'if' has coerced Null value for NonNull type 'Boolean!'` }],
    });
    const { received } = await listen('subscription { onMovie { title } }');
    expect((await run(add)).errors).toBeUndefined();
    expect(received).toHaveLength(1);
  });

  it('is not sent if an argument of another field is invalid: no resolver runs', async () => {
    const { run, listen } = show();
    const { received } = await listen('subscription { onMovie { title } }');
    for (const invalid of ['renameMovie(id: 1)', 'addMovie(id: 1, title: "M", year: 3000000000)']) {
      const { data, errors } = await run(
        `mutation { one: addMovie(id: 1, title: "M") { title } two: ${invalid} { title } }`,
      );
      expect(data).toBeNull();
      expect(errors?.[0]?.path).toBeNull();
    }
    expect(received).toEqual([]);
  });

  it('is sent if another field fails and is nullable', async () => {
    const { run, listen } = show({ unitResolvers: { 'Mutation.addMovie': echo, 'Mutation.renameMovie': fail } });
    const { received } = await listen('subscription { onMovie { title } }');
    const { data, errors } = await run(
      'mutation { addMovie(id: 1, title: "M") { title } renameMovie(id: 1, title: "N") { title } }',
    );
    expect(data).toEqual({ addMovie: { title: 'M' }, renameMovie: null });
    expect(errors).toMatchObject([{ path: ['renameMovie'], message: 'No.' }]);
    expect(received).toEqual([{ data: { onMovie: { title: 'M' } } }]);
  });

  it('is not sent if another field fails and is not nullable, as the response then has no data', async () => {
    const { run, listen } = show({ unitResolvers: { 'Mutation.addMovie': fail, 'Mutation.renameMovie': echo } });
    const { received } = await listen('subscription { onMovie { title } }');
    const { data, errors } = await run(
      'mutation { renameMovie(id: 1, title: "N") { title } addMovie(id: 1, title: "M") { title } }',
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['addMovie'], message: 'No.' }]);
    expect(received).toEqual([]);
  });

  it('reaches the subscribers of every field of the mutation', async () => {
    const { run, listen } = show();
    const onMovie = await listen('subscription { onMovie { title } }');
    const onRenamed = await listen('subscription { onRenamed(id: 1) { title } }');
    await run(add);
    await run('mutation { renameMovie(id: 1, title: "N") { id title } }');
    expect(onMovie.received).toEqual([{ data: { onMovie: { title: 'M' } } }, { data: { onMovie: { title: 'N' } } }]);
    expect(onRenamed.received).toEqual([{ data: { onRenamed: { title: 'N' } } }]);
  });

  it('has the selection and the aliases of the subscriber', async () => {
    const { run, listen } = show();
    const query =
      'subscription On($deep: Boolean!) { film: onMovie { ...f year @include(if: $deep) } } fragment f on Movie { name: title genre }';
    const { received } = await listen(query, { deep: false });
    await run(add, { year: 1927 });
    expect(received).toEqual([{ data: { film: { name: 'M', genre: 'drama' } } }]);
  });

  it('has null for fields that the mutation did not select', async () => {
    const { run, listen } = show();
    const { received } = await listen('subscription { onMovie { id year } }');
    await run('mutation { addMovie(id: 1, title: "M", year: 1927) { id } }');
    expect(received).toEqual([{ data: { onMovie: { id: '1', year: null } } }]);
  });

  it('is an error if the mutation did not select a required field, which is logged once', async () => {
    const { run, listen, log } = show();
    const { received } = await listen('subscription { onRenamed(id: 1) { id title } }');
    await run('mutation { renameMovie(id: 1, title: "N") { id } }');
    await run('mutation { renameMovie(id: 1, title: "N") { id } }');
    expect(received[0]).toEqual({
      data: { onRenamed: null },
      errors: [
        {
          message: `Cannot return null for non-nullable type: 'String' within parent 'Movie' (/onRenamed/title)`,
          path: ['onRenamed', 'title'],
        },
      ],
    });
    expect(log.lines).toMatchObject([{ level: 'warn', values: { fieldName: 'onRenamed' } }]);
  });

  it('ignores aliases of the mutation', async () => {
    const { run, listen } = show();
    const { received } = await listen('subscription { onMovie { id title } }');
    await run(
      'mutation { a: addMovie(id: 1, title: "A") { key: id ...t } b: addMovie(id: 2, title: "B") { id ...t } } fragment t on Movie { name: title }',
    );
    expect(received).toEqual([
      { data: { onMovie: { id: '1', title: 'A' } } },
      { data: { onMovie: { id: '2', title: 'B' } } },
    ]);
  });

  it('is not sent if the field failed', async () => {
    const { run, listen } = show({ deniedResources: ['/types/Mutation/fields/renameMovie'] });
    const { received } = await listen('subscription { onMovie { id } }');
    await run('mutation { renameMovie(id: 1, title: "N") { id } failMovie(id: 1) { id } }');
    expect(received).toEqual([]);
  });

  it('of more than 240 KB is dropped and logged', async () => {
    const { run, listen, log } = show();
    const { received } = await listen('subscription { onMovie { title } }');
    await run('mutation ($title: String!) { addMovie(id: 1, title: $title) { title } }', {
      title: 'x'.repeat(240 * 1024),
    });
    expect(received).toEqual([]);
    expect(log.lines).toMatchObject([{ level: 'warn', values: { maxPayloadBytes: 245_760 } }]);
  });

  it('is not sent after the subscription has ended', async () => {
    const { run, listen } = show();
    const { received, subscription } = await listen('subscription { onMovie { id } }');
    const other = await listen('subscription { onMovie { id } }');
    if ('unsubscribe' in subscription) subscription.unsubscribe();
    await run(add);
    expect(received).toEqual([]);
    expect(other.received).toHaveLength(1);
  });
});

describe('several subscribers', () => {
  it('share the serialized event if their subscriptions are identical', async () => {
    const { engine, run } = show();
    const payloads = new Set<Buffer>();
    const stringify = vi.spyOn(JSON, 'stringify');
    const queries = [
      'subscription { onMovie { id title } }',
      'subscription{onMovie{id,title}} # the same',
      'subscription { onMovie { id } }',
    ];
    let delivered = 0;
    for (let index = 0; index < 300; index += 1) {
      const query = queries[index % queries.length] ?? '';
      await engine.subscribe({ query }, guestCaller, {
        deliver: (payload) => {
          delivered += 1;
          payloads.add(payload);
        },
      });
    }
    stringify.mockClear();
    await run(add);
    const updates = stringify.mock.calls.filter(
      ([value]) => typeof value === 'object' && JSON.stringify(value).startsWith('{"data":{"onMovie"'),
    );
    stringify.mockRestore();
    expect(delivered).toBe(300);
    expect(payloads.size).toBe(2);
    expect(updates.length).toBe(2);
  });

  it('receive events even if another subscriber fails', async () => {
    const { engine, run, listen, log } = show();
    await engine.subscribe({ query: 'subscription { onMovie { id } }' }, guestCaller, {
      deliver: () => {
        throw new Error('connection lost');
      },
    });
    const { received } = await listen('subscription { onMovie { id } }');
    await run(add);
    expect(received).toHaveLength(1);
    expect(log.lines).toMatchObject([{ level: 'error', values: { fieldName: 'onMovie' } }]);
  });
});

describe('a subscription is refused', () => {
  const refused = async (query: string, onMovie?: string) =>
    (await show(onMovie ? { onMovie } : {}).listen(query)).subscription;

  it('with the error of its resolver', async () => {
    expect(await refused('subscription { onMovie { id } }', `util.error('No.', 'Closed');`)).toEqual({
      errors: [{ errorType: 'Closed', message: 'No.' }],
    });
  });

  it('if its resolver does not return null', async () => {
    expect(await refused('subscription { onMovie { id } }', 'return { id: 1 };')).toEqual({
      errors: [{ message: 'The resolver of onMovie must return null: it runs when a caller subscribes.' }],
    });
  });

  it.each([
    [
      'subscription { nothing }',
      {
        message: `Validation error of type FieldUndefined: Field 'nothing' in type 'Subscription' is undefined @ 'nothing'`,
      },
    ],
    [
      'subscription ($id: ID!) { onRenamed(id: $id) { id } }',
      { message: `Variable 'id' has coerced Null value for NonNull type 'ID!'` },
    ],
    [
      'subscription { onMovie { id } onRenamed(id: 1) { id } }',
      { errorType: 'DuplicatedOperationError', message: 'A subscription selects exactly one field.' },
    ],
    [
      'query { movie { id } }',
      { errorType: 'UnsupportedOperation', message: 'query not supported through the realtime channel' },
    ],
  ])('%s', async (query, error) => {
    expect(await refused(query)).toEqual({ errors: [error] });
  });

  it('by the HTTP API', async () => {
    expect(await show().run('subscription { onMovie { id } }')).toEqual({
      data: null,
      errors: [{ errorType: 'UnsupportedOperation', message: 'subscription not supported through the HTTP channel' }],
    });
  });
});
