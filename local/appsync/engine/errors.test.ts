/** Errors in responses. */
import { describe, expect, it } from 'vitest';
import { respondWith, ScriptedDynamoDb, createTestEngine } from './engine.fixture';

const schema = /* GraphQL */ `
  type Movie {
    id: ID!
    title: String!
    year: Int
    tags: [String!]
  }
  type Query {
    movie(id: ID!): Movie
    movies: [Movie!]
    required: Movie!
  }
`;
const movieQuery = (body: string) => createTestEngine({ schema, pipelines: { 'Query.movie': [respondWith(body)] } });

describe('errors', () => {
  const place = { path: ['movie'], locations: [{ line: 1, column: 3, sourceName: null }] };

  it('of util.error make the field null and have all members', async () => {
    const { run } = movieQuery(
      `util.error('Over.', 'RoundOver', { id: '1', title: 'M', secret: 1 }, { roundId: '7' });`,
    );
    expect(await run('{ movie(id: 1) { id } }')).toEqual({
      data: { movie: null },
      errors: [{ ...place, message: 'Over.', errorType: 'RoundOver', data: { id: '1' }, errorInfo: { roundId: '7' } }],
    });
  });

  it('of util.appendError are returned with the data', async () => {
    const { run } = movieQuery(`util.appendError('Careful.', 'Warning'); return { id: 1 };`);
    expect(await run('{ movie(id: 1) { id } }')).toEqual({
      data: { movie: { id: '1' } },
      errors: [{ ...place, message: 'Careful.', errorType: 'Warning', data: null, errorInfo: null }],
    });
  });

  it('of util.unauthorized contain no details', async () => {
    const { run } = movieQuery('util.unauthorized();');
    expect((await run('{ movie(id: 1) { id } }')).errors).toEqual([
      {
        ...place,
        message: 'Not Authorized to access movie on type Query',
        errorType: 'Unauthorized',
        data: null,
        errorInfo: null,
      },
    ]);
  });

  it('stop the pipeline', async () => {
    const { run } = createTestEngine({
      schema,
      pipelines: { 'Query.movie': [respondWith(`util.error('Stop.');`), respondWith(`util.error('Never.');`)] },
    });
    expect((await run('{ movie(id: 1) { id } }')).errors?.map(({ message }) => message)).toEqual(['Stop.']);
  });

  it('of the code are of type Code', async () => {
    const { run } = movieQuery('return ctx.result.nothing.id;');
    expect((await run('{ movie(id: 1) { id } }')).errors).toMatchObject([
      {
        errorType: 'Code',
        message: `code.js:4:61: TypeError: Cannot read properties of undefined (reading 'id')`,
      },
    ]);
  });

  it('of an invalid data source request are of type MappingTemplate', async () => {
    const { run } = createTestEngine({
      schema,
      unitResolvers: {
        'Query.movie': `export const request = () => ({ payloads: 1 }); export const response = () => null;`,
      },
    });
    expect((await run('{ movie(id: 1) { id } }')).errors).toMatchObject([
      { errorType: 'MappingTemplate', message: `Unsupported element '$[payloads]'.` },
    ]);
  });

  it('of null in a non-null field name the type, its parent and the path', async () => {
    const { run } = createTestEngine({
      schema,
      unitResolvers: { 'Query.movies': respondWith(`return [{ id: '1', title: 'M' }, { id: '2' }];`) },
    });
    expect(await run('{ movies { title } }')).toEqual({
      data: { movies: null },
      errors: [
        {
          path: ['movies', 1, 'title'],
          locations: null,
          message: `Cannot return null for non-nullable type: 'String' within parent 'Movie' (/movies[1]/title)`,
        },
      ],
    });
  });

  it('make all data null if the root field is non-null', async () => {
    const { run } = createTestEngine({
      schema,
      unitResolvers: { 'Query.required': respondWith(`util.error('No.');`) },
    });
    expect(await run('{ required { id } }')).toMatchObject({ data: null, errors: [{ message: 'No.' }] });
  });

  it('report values that do not match their type', async () => {
    const { run } = movieQuery(`return { id: '1', year: 'never', tags: 1 };`);
    expect((await run('{ movie(id: 1) { year tags } }')).errors?.map(({ message }) => message)).toEqual([
      `Can't serialize value (/movie/year) : Int cannot represent non-integer value: "never"`,
      `Can't resolve value (/movie/tags) : type mismatch error, expected type LIST`,
    ]);
  });

  it('of unexpected exceptions are logged, without details in the response', async () => {
    const dynamoDb = new ScriptedDynamoDb({
      GetItem: () => {
        throw new Error('the engine is gone');
      },
    });
    const { run, log } = createTestEngine({
      schema,
      dynamoDb,
      unitResolvers: {
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
