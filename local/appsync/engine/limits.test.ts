/** Limits of one request: depth, number of resolvers, introspection. */
import { describe, expect, it } from 'vitest';
import { echo, guestCaller, createTestEngine } from './engine.fixture';

const schema = /* GraphQL */ `
  type Movie {
    id: ID!
    sequel: Movie
  }
  type Query {
    movie(id: ID!): Movie
  }
  type Mutation {
    addMovie(id: ID!): Movie
  }
  type Subscription {
    onMovie: Movie @aws_subscribe(mutations: ["addMovie"])
  }
`;
const unitResolvers = { 'Query.movie': echo, 'Mutation.addMovie': echo };

describe('the depth of an operation', () => {
  const { engine, run, listen } = createTestEngine({ schema, unitResolvers, limits: { queryDepthLimit: 3 } });

  it.each([
    ['within the limit', '{ movie(id: 1) { sequel { id } } }'],
    [
      'in fragments, which do not add a level',
      '{ ... { ...A } } fragment A on Query { movie(id: 1) { ...B } } fragment B on Movie { sequel { id } }',
    ],
    [
      'of an operation next to a deeper one',
      'query Shallow { movie(id: 1) { id } } query Deep { movie(id: 1) { sequel { sequel { id } } } }',
      'Shallow',
    ],
  ])('%s is accepted', async (_, query, operationName?: string) => {
    expect((await engine.execute({ query, operationName }, guestCaller)).errors).toBeUndefined();
  });

  it.each([
    ['fields', '{ movie(id: 1) { sequel { sequel { id } } } }'],
    [
      'fragments',
      '{ movie(id: 1) { ...A } } fragment A on Movie { sequel { ...B } } fragment B on Movie { sequel { id } }',
    ],
    ['introspection', '{ __schema { types { fields { name } } } }'],
  ])('in %s above the limit is refused, and nothing runs', async (_, query) => {
    expect(await run(query)).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: null,
          errorType: 'QueryDepthLimitReached',
          message: 'The operation is 4 levels deep; the limit is 3.',
        },
      ],
    });
  });

  it('is also limited for subscriptions', async () => {
    const { subscription } = await listen('subscription { onMovie { sequel { sequel { id } } } }');
    expect(subscription).toMatchObject({ errors: [{ errorType: 'QueryDepthLimitReached' }] });
  });

  it('is computed quickly for nested fragments that are spread twice', async () => {
    const count = 40;
    const doubling = Array.from(
      { length: count },
      (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    );
    const response = await run(`{ ...F0 } ${doubling.join('\n')} fragment F${count} on Query { movie(id: 1) { id } }`);
    expect(response).toEqual({ data: { movie: { id: '1' } } });
  });
});

describe('the resolvers of one request', () => {
  const aliases = (count: number) =>
    `{ ${Array.from({ length: count }, (_, index) => `m${index}: movie(id: ${index}) { id }`).join(' ')} }`;
  const { run } = createTestEngine({ schema, unitResolvers, limits: { resolverCountLimit: 2 } });

  it('run up to the limit', async () => {
    expect(await run(aliases(2))).toEqual({ data: { m0: { id: '0' }, m1: { id: '1' } } });
  });

  it('do not run beyond the limit', async () => {
    expect(await run(aliases(3))).toMatchObject({
      data: { m2: null },
      errors: [{ errorType: 'ResolverExecutionLimitReached', path: ['m2'] }],
    });
  });
});

describe('the nesting of a document', () => {
  const { run } = createTestEngine({ schema, unitResolvers });
  const nestedFragments = (levels: number) => `${'{ ... '.repeat(levels)}{ movie(id: 1) { id } }${' }'.repeat(levels)}`;
  const nestedLists = (levels: number) =>
    `mutation { ${`addMovie(id: ${'['.repeat(levels)}${']'.repeat(levels)}) { id } `.repeat(2)} }`;

  it('may be as deep as in real documents', async () => {
    expect(await run(nestedFragments(400))).toEqual({ data: { movie: { id: '1' } } });
  });

  it.each([
    ['fragments', nestedFragments(1500)],
    ['values', nestedLists(1800)],
  ])('is limited: %s', async (_, query) => {
    expect(await run(query)).toEqual({
      data: null,
      errors: [{ errorType: 'MalformedHttpRequestException', message: 'The query nests deeper than 500 levels.' }],
    });
  });
});

describe('introspection', () => {
  const names = '{ __schema { queryType { name } } }';

  it('returns the schema if it is enabled', async () => {
    const { run } = createTestEngine({ schema, unitResolvers });
    expect(await run(names)).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } });
  });

  it.each([
    ['__schema', names],
    ['__type', '{ __type(name: "Movie") { name } }'],
  ])('is an undefined field if it is disabled: %s', async (field, query) => {
    const { run } = createTestEngine({ schema, unitResolvers, limits: { introspectionConfig: 'DISABLED' } });
    expect(await run(query)).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: `Validation error of type FieldUndefined: Field '${field}' in type 'Query' is undefined @ '${field}'`,
        },
      ],
    });
  });

  it('allows __typename if it is disabled', async () => {
    const { run } = createTestEngine({ schema, unitResolvers, limits: { introspectionConfig: 'DISABLED' } });
    expect(await run('{ movie(id: 1) { __typename } }')).toEqual({ data: { movie: { __typename: 'Movie' } } });
  });
});
