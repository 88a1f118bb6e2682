/** Resolving fields: pipelines, unit resolvers, parents. */
import { describe, expect, it } from 'vitest';
import { echo, guestCaller, respondWith, createTestEngine } from './engine.fixture';
import { matching } from '../../matchers.fixture';

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
  }
`;
const movieQuery = (body: string) => createTestEngine({ schema, pipelines: { 'Query.movie': [respondWith(body)] } });

describe('a pipeline', () => {
  it('runs the request handler, each function with its data source, and the response handler', async () => {
    const step = (name: string) => `
      export function request(ctx) {
        ctx.stash.trace.push('${name} sees ' + JSON.stringify(ctx.prev.result));
        return { payload: '${name}' };
      }
      export const response = (ctx) => ctx.result + '!';
    `;
    const { run } = createTestEngine({
      schema,
      pipelines: { 'Query.movie': [step('first'), step('second')] },
      pipelineHandlers: {
        'Query.movie': `
          export function request(ctx) { ctx.stash.trace = []; return 'before'; }
          export const response = (ctx) => ({ id: ctx.prev.result, title: ctx.result, tags: ctx.stash.trace });
        `,
      },
    });
    expect(await run('{ movie(id: 1) { id title tags } }')).toEqual({
      data: { movie: { id: 'second!', title: 'second!', tags: ['first sees "before"', 'second sees "first!"'] } },
    });
  });

  it('passes the documented context to handlers', async () => {
    const { run } = movieQuery(`
      const { identity, env, info, request, source } = ctx;
      util.error('context', 'Context', null, { identity, env, info, request, source,
        list: info.selectionSetList, graphQL: info.selectionSetGraphQL });
    `);
    const query =
      'query Get($id: ID!) { movie(id: $id) { id votes { n: love } ...more } } fragment more on Movie { title }';
    const { errors } = await run(
      query,
      { id: '1' },
      { ...guestCaller, headers: { ...guestCaller.headers, 'x-forwarded-for': '10.0.0.1' } },
    );
    expect(errors?.[0]?.errorInfo).toEqual({
      identity: {
        accountId: '123456789012',
        cognitoIdentityPoolId: 'us-east-1:pool',
        cognitoIdentityId: 'us-east-1:guest',
        sourceIp: ['10.0.0.1', '127.0.0.1'],
        username: matching(/^AROA[0-9A-F]{17}:CognitoIdentityCredentials$/),
        userArn: guestCaller.principal.userArn,
        cognitoIdentityAuthType: 'unauthenticated',
        cognitoIdentityAuthProvider: null,
      },
      env: { GREETING: 'Hello' },
      info: { fieldName: 'movie', parentTypeName: 'Query', variables: { id: '1' } },
      request: { headers: { 'x-show': 'matinee', 'x-forwarded-for': '10.0.0.1' }, domainName: null },
      source: null,
      list: ['id', 'votes', 'votes/n', 'title'],
      graphQL: '{\n  id\n  votes {\n    n: love\n  }\n  ...more\n}',
    });
  });

  const early = (options: string) => `
    import { runtime } from '@aws-appsync/utils';
    export function request() { runtime.earlyReturn({ id: 'early', title: 'Early' }, ${options}); }
    export const response = () => ({ id: 'never', title: 'never' });
  `;
  const next = respondWith(`return { ...ctx.prev.result, year: 1927 };`);

  it.each([
    ['continues with the next function', 'undefined', { id: 'early', year: 1927 }],
    ['continues with the next function at NEXT', `{ skipTo: 'NEXT' }`, { id: 'early', year: 1927 }],
    ['ends the pipeline at END', `{ skipTo: 'END' }`, { id: 'early', year: null }],
  ])('%s after an early return of a function', async (_, options, movie) => {
    const { run } = createTestEngine({ schema, pipelines: { 'Query.movie': [early(options), next] } });
    expect(await run('{ movie(id: 1) { id year } }')).toEqual({ data: { movie } });
  });

  it('skips its functions after an early return of its request handler', async () => {
    const { run } = createTestEngine({
      schema,
      pipelines: { 'Query.movie': [next] },
      pipelineHandlers: {
        'Query.movie': `
          export function request() { runtime.earlyReturn({ id: 'early' }); }
          export const response = (ctx) => ({ ...ctx.prev.result, year: 1 });
        `,
      },
    });
    expect(await run('{ movie(id: 1) { id year } }')).toEqual({ data: { movie: { id: 'early', year: 1 } } });
  });
});

it('runs unit resolvers', async () => {
  const { run } = createTestEngine({ schema, unitResolvers: { 'Query.movie': echo } });
  expect(await run('{ movie(id: 1) { id } }')).toEqual({ data: { movie: { id: '1' } } });
});

it('resolves fields from their parent, or with their own resolvers', async () => {
  const { run } = createTestEngine({
    schema,
    pipelines: { 'Query.movies': [respondWith(`return [{ id: '1', love: 2 }, { id: '2', love: 3 }];`)] },
    unitResolvers: { 'Movie.votes': respondWith(`return { love: ctx.source.love, total: ctx.source.love * 10 };`) },
  });
  expect(await run('{ movies { id votes { total } } }')).toEqual({
    data: {
      movies: [
        { id: '1', votes: { total: 20 } },
        { id: '2', votes: { total: 30 } },
      ],
    },
  });
});
