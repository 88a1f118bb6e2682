/** Queries and mutations of a deployed API, from the document to AppSync's response. */
import { describe, expect, it } from 'vitest';
import { guest, ScriptedDynamoDb, testEngine } from './fixture';

const schema = /* GraphQL */ `
  type Movie { id: ID! title: String! year: Int votes: Votes tags: [String!] }
  type Votes { love: Int! total: Int! }
  type Query { movie(id: ID!): Movie movies: [Movie!] required: Movie! }
  type Mutation { addMovie(id: ID!, title: String!, year: Int): Movie }
`;
const echo = `
  export const request = (ctx) => ({ payload: ctx.args });
  export const response = (ctx) => ctx.result;
`;
/** A function whose response handler has this body. */
const responding = (body: string) => `
  import { util, runtime } from '@aws-appsync/utils';
  export const request = (ctx) => ({ payload: ctx.args });
  export function response(ctx) { ${body} }
`;
const movieQuery = (body: string) => testEngine({ schema, pipelines: { 'Query.movie': [responding(body)] } });

describe('a pipeline', () => {
  it('runs the request handler, each function with its data source, and the response handler', async () => {
    const step = (name: string) => `
      export function request(ctx) {
        ctx.stash.trace.push('${name} sees ' + JSON.stringify(ctx.prev.result));
        return { payload: '${name}' };
      }
      export const response = (ctx) => ctx.result + '!';
    `;
    const { run } = testEngine({
      schema,
      pipelines: { 'Query.movie': [step('first'), step('second')] },
      around: {
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

  it('gives handlers the context that AppSync documents', async () => {
    const { run } = movieQuery(`
      const { identity, env, info, request, source } = ctx;
      util.error('context', 'Context', null, { identity, env, info, request, source,
        list: info.selectionSetList, graphQL: info.selectionSetGraphQL });
    `);
    const query = 'query Get($id: ID!) { movie(id: $id) { id votes { n: love } ...more } } fragment more on Movie { title }';
    const { errors } = await run(query, { id: '1' }, { ...guest, headers: { ...guest.headers, 'x-forwarded-for': '10.0.0.1' } });
    expect(errors?.[0]?.errorInfo).toEqual({
      identity: {
        accountId: '123456789012',
        cognitoIdentityPoolId: 'us-east-1:pool',
        cognitoIdentityId: 'us-east-1:guest',
        sourceIp: ['10.0.0.1', '127.0.0.1'],
        username: expect.stringMatching(/^AROA[0-9A-F]{17}:CognitoIdentityCredentials$/),
        userArn: guest.principal.userArn,
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
  const next = responding(`return { ...ctx.prev.result, year: 1927 };`);

  it.each([
    ['goes on with the next function', 'undefined', { id: 'early', year: 1927 }],
    ['goes on with the next function at NEXT', `{ skipTo: 'NEXT' }`, { id: 'early', year: 1927 }],
    ['ends the pipeline at END', `{ skipTo: 'END' }`, { id: 'early', year: null }],
  ])('%s after an early return of a function', async (_, options, movie) => {
    const { run } = testEngine({ schema, pipelines: { 'Query.movie': [early(options), next] } });
    expect(await run('{ movie(id: 1) { id year } }')).toEqual({ data: { movie } });
  });

  it('skips its functions after an early return of its request handler', async () => {
    const { run } = testEngine({
      schema,
      pipelines: { 'Query.movie': [next] },
      around: {
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
  const { run } = testEngine({ schema, units: { 'Query.movie': echo } });
  expect(await run('{ movie(id: 1) { id } }')).toEqual({ data: { movie: { id: '1' } } });
});

it('resolves fields from their parent, or by resolvers of their own', async () => {
  const { run } = testEngine({
    schema,
    pipelines: { 'Query.movies': [responding(`return [{ id: '1', love: 2 }, { id: '2', love: 3 }];`)] },
    units: { 'Movie.votes': responding(`return { love: ctx.source.love, total: ctx.source.love * 10 };`) },
  });
  expect(await run('{ movies { id votes { total } } }')).toEqual({
    data: { movies: [{ id: '1', votes: { total: 20 } }, { id: '2', votes: { total: 30 } }] },
  });
});

describe('errors', () => {
  const place = { path: ['movie'], locations: [{ line: 1, column: 3, sourceName: null }] };

  it('of util.error make the field null and show what was said', async () => {
    const { run } = movieQuery(`util.error('Over.', 'RoundOver', { id: '1', title: 'M', secret: 1 }, { roundId: '7' });`);
    expect(await run('{ movie(id: 1) { id } }')).toEqual({
      data: { movie: null },
      errors: [{ ...place, message: 'Over.', errorType: 'RoundOver', data: { id: '1' }, errorInfo: { roundId: '7' } }],
    });
  });

  it('of util.appendError stand beside the data', async () => {
    const { run } = movieQuery(`util.appendError('Careful.', 'Warning'); return { id: 1 };`);
    expect(await run('{ movie(id: 1) { id } }')).toEqual({
      data: { movie: { id: '1' } },
      errors: [{ ...place, message: 'Careful.', errorType: 'Warning', data: null, errorInfo: null }],
    });
  });

  it('of util.unauthorized say no more than that', async () => {
    const { run } = movieQuery('util.unauthorized();');
    expect((await run('{ movie(id: 1) { id } }')).errors).toEqual([
      { ...place, message: 'Not Authorized to access movie on type Query', errorType: 'Unauthorized', data: null, errorInfo: null },
    ]);
  });

  it('stop the pipeline', async () => {
    const { run } = testEngine({ schema, pipelines: { 'Query.movie': [responding(`util.error('Stop.');`), responding(`util.error('Never.');`)] } });
    expect((await run('{ movie(id: 1) { id } }')).errors?.map(({ message }) => message)).toEqual(['Stop.']);
  });

  it('of the code are of type Code', async () => {
    const { run } = movieQuery('return ctx.result.nothing.id;');
    expect((await run('{ movie(id: 1) { id } }')).errors).toMatchObject([
      { errorType: 'Code', message: `TypeError: Cannot read properties of undefined (reading 'id') (Query.movie 1:4:61)` },
    ]);
  });

  it('of a request that the data source can not read are of type MappingTemplate', async () => {
    const { run } = testEngine({ schema, units: { 'Query.movie': `export const request = () => ({ payloads: 1 }); export const response = () => null;` } });
    expect((await run('{ movie(id: 1) { id } }')).errors).toMatchObject([
      { errorType: 'MappingTemplate', message: `Unsupported element '$[payloads]'.` },
    ]);
  });

  it('of null in a non-null field name the type, its parent and the place', async () => {
    const { run } = testEngine({ schema, units: { 'Query.movies': responding(`return [{ id: '1', title: 'M' }, { id: '2' }];`) } });
    expect(await run('{ movies { title } }')).toEqual({
      data: { movies: null },
      errors: [{
        path: ['movies', 1, 'title'],
        locations: null,
        message: `Cannot return null for non-nullable type: 'String' within parent 'Movie' (/movies[1]/title)`,
      }],
    });
  });

  it('make the whole data null where the field at the top is non-null', async () => {
    const { run } = testEngine({ schema, units: { 'Query.required': responding(`util.error('No.');`) } });
    expect(await run('{ required { id } }')).toMatchObject({ data: null, errors: [{ message: 'No.' }] });
  });

  it('of values that do not fit their type', async () => {
    const { run } = movieQuery(`return { id: '1', year: 'never', tags: 1 };`);
    expect((await run('{ movie(id: 1) { year tags } }')).errors?.map(({ message }) => message)).toEqual([
      `Can't serialize value (/movie/year) : Int cannot represent non-integer value: "never"`,
      `Can't resolve value (/movie/tags) : type mismatch error, expected type LIST`,
    ]);
  });

  it('that nobody foresaw are logged, and say little', async () => {
    const dynamoDb = new ScriptedDynamoDb({ GetItem: () => { throw new Error('the engine is gone'); } });
    const { run, log } = testEngine({
      schema,
      dynamoDb,
      units: {
        'Query.movie': {
          dataSourceName: 'MovieTable',
          code: `import { get } from '@aws-appsync/utils/dynamodb';
            export const request = (ctx) => get({ key: { id: ctx.args.id } });
            export const response = (ctx) => ctx.result;`,
        },
      },
    });
    expect((await run('{ movie(id: 1) { id } }')).errors).toMatchObject([{ errorType: 'InternalFailure' }]);
    expect(log.lines).toMatchObject([{ level: 'error', values: { field: 'Query.movie' } }]);
  });
});

describe('documents', () => {
  const { engine, run } = testEngine({ schema, units: { 'Query.movie': echo, 'Mutation.addMovie': echo } });

  it.each([['{'], ['meow'], ['']])('that are none: %j', async (query) => {
    expect(await run(query)).toEqual({
      data: null,
      errors: [{ message: 'Unable to parse GraphQL query.', errorType: 'MalformedHttpRequestException' }],
    });
  });

  it('with too many tokens are refused', async () => {
    expect(await run(`{ ${'id '.repeat(15_001)} }`)).toMatchObject({ errors: [{ message: 'The query has more than 15000 tokens.' }] });
  });

  it('with several operations need a name', async () => {
    const query = 'query A { movie(id: 1) { id } } query B { movie(id: 2) { id } }';
    expect(await engine.execute({ query, operationName: 'B' }, guest)).toEqual({ data: { movie: { id: '2' } } });
    expect(await engine.execute({ query }, guest)).toMatchObject({
      data: null,
      errors: [{ message: 'Must provide operation name if query contains multiple operations.' }],
    });
    expect(await engine.execute({ query, operationName: 'C' }, guest)).toMatchObject({ errors: [{ message: `Unknown operation named 'C'.` }] });
  });

  it('may ask for the schema', async () => {
    expect(await run('{ __type(name: "Votes") { fields { name } } __typename }')).toEqual({
      data: { __type: { fields: [{ name: 'love' }, { name: 'total' }] }, __typename: 'Query' },
    });
  });

  it('run the fields of a mutation one after the other', async () => {
    expect(await run('mutation { a: addMovie(id: 1, title: "A") { title } b: addMovie(id: 2, title: "B") { title } }')).toEqual({
      data: { a: { title: 'A' }, b: { title: 'B' } },
    });
  });
});

it('stops a request that runs more resolvers than AppSync allows', async () => {
  const { run } = testEngine({
    schema,
    units: {
      'Query.movies': responding(`const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]; const hundred = ten.flatMap(() => ten);
        return hundred.flatMap(() => hundred).map((id) => ({ id }));`),
      'Movie.year': responding('return 1927;'),
    },
  });
  const { errors } = await run('{ movies { year } }');
  expect(errors?.length).toBe(1);
  expect(errors).toMatchObject([{ errorType: 'ResolverExecutionLimitReached' }]);
}, 20_000);

describe('an API that does not hold together does not load', () => {
  it.each([
    ['whose data source is missing', { units: { 'Query.movie': { code: echo, dataSourceName: 'Nowhere' } } }, 'The data source of Query.movie is not deployed: Nowhere.'],
    ['whose code does not parse', { units: { 'Query.movie': 'export const = 1' } }, 'Query.movie'],
    ['whose code lacks a handler', { units: { 'Query.movie': 'export const request = () => null;' } }, 'The code must export a function response.'],
  ])('%s', (_, options, message) => {
    expect(() => testEngine({ schema, ...options })).toThrow(message);
  });
});
