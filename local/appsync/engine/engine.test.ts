/** Documents, limits, and loading an API. */
import { describe, expect, it } from 'vitest';
import { echo, guestCaller, respondWith, createTestEngine } from './engine.fixture';

const schema = /* GraphQL */ `
  type Movie {
    id: ID!
    title: String!
    year: Int
    votes: Votes
    tags: [String!]
  }
  type Votes {
    love: Int!
    total: Int!
  }
  type Query {
    movie(id: ID!): Movie
    movies: [Movie!]
    required: Movie!
  }
  type Mutation {
    addMovie(id: ID!, title: String!, year: Int): Movie
  }
`;
describe('documents', () => {
  const { engine, run } = createTestEngine({
    schema,
    unitResolvers: { 'Query.movie': echo, 'Mutation.addMovie': echo },
  });

  it.each([['{'], ['meow'], ['']])('that are malformed are refused: %j', async (query) => {
    expect(await run(query)).toEqual({
      data: null,
      errors: [{ message: 'Unable to parse GraphQL query.', errorType: 'MalformedHttpRequestException' }],
    });
  });

  it('with too many tokens are refused', async () => {
    expect(await run(`{ ${'id '.repeat(15_001)} }`)).toMatchObject({
      errors: [{ message: 'The query has more than 15000 tokens.' }],
    });
  });

  it('with several operations require a name', async () => {
    const query = 'query A { movie(id: 1) { id } } query B { movie(id: 2) { id } }';
    expect(await engine.execute({ query, operationName: 'B' }, guestCaller)).toEqual({ data: { movie: { id: '2' } } });
    expect(await engine.execute({ query }, guestCaller)).toMatchObject({
      data: null,
      errors: [{ message: 'Must provide operation name if query contains multiple operations.' }],
    });
    expect(await engine.execute({ query, operationName: 'C' }, guestCaller)).toMatchObject({
      errors: [{ message: `Unknown operation named 'C'.` }],
    });
  });

  it('may query the schema', async () => {
    expect(await run('{ __type(name: "Votes") { fields { name } } __typename }')).toEqual({
      data: { __type: { fields: [{ name: 'love' }, { name: 'total' }] }, __typename: 'Query' },
    });
  });

  it('run the fields of a mutation serially', async () => {
    expect(
      await run('mutation { a: addMovie(id: 1, title: "A") { title } b: addMovie(id: 2, title: "B") { title } }'),
    ).toEqual({
      data: { a: { title: 'A' }, b: { title: 'B' } },
    });
  });
});

it('stops a request that runs more resolvers than AppSync allows', async () => {
  const { run } = createTestEngine({
    schema,
    unitResolvers: {
      'Query.movies': respondWith(`const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]; const hundred = ten.flatMap(() => ten);
        return hundred.flatMap(() => hundred).map((id) => ({ id }));`),
      'Movie.year': respondWith('return 1927;'),
    },
  });
  const { errors } = await run('{ movies { year } }');
  expect(errors?.length).toBe(1);
  expect(errors).toMatchObject([{ errorType: 'ResolverExecutionLimitReached' }]);
}, 20_000);

describe('an invalid API does not load', () => {
  it.each([
    [
      'whose data source is missing',
      { unitResolvers: { 'Query.movie': { code: echo, dataSourceName: 'Nowhere' } } },
      'The data source of Query.movie is not deployed: Nowhere.',
    ],
    ['whose code does not parse', { unitResolvers: { 'Query.movie': 'export const = 1' } }, 'Query.movie'],
    [
      'whose code lacks a handler',
      { unitResolvers: { 'Query.movie': 'export const request = () => null;' } },
      'The code must export a function response.',
    ],
  ])('%s', (_, options, message) => {
    expect(() => createTestEngine({ schema, ...options })).toThrow(message);
  });
});
