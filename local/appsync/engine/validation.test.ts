/** Invalid documents and variables, with AppSync's messages. */
import { describe, expect, it } from 'vitest';
import { createTestEngine } from './engine.fixture';

const schema = /* GraphQL */ `
  type Movie {
    id: ID!
    title: String!
    year: Int
  }
  input MovieInput {
    title: String!
    year: Int
  }
  type Query {
    movie(id: ID!): Movie
    year: Int
  }
  type Mutation {
    addMovie(input: MovieInput!, json: AWSJSON, year: Int): Movie
  }
`;
const echo = `export const request = (ctx) => ({ payload: ctx.args }); export const response = (ctx) => ctx.result;`;
const { run } = createTestEngine({
  schema,
  unitResolvers: {
    'Query.movie': echo,
    'Mutation.addMovie': `
      export const request = (ctx) => ({ payload: { id: JSON.stringify(ctx.args.json), ...ctx.args.input } });
      export const response = (ctx) => ctx.result;
    `,
  },
});

describe('an invalid document', () => {
  it('returns no data, and the location of the error', async () => {
    expect(await run('{badfield}')).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 2, sourceName: null }],
          message: `Validation error of type FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'`,
        },
      ],
    });
  });

  it.each([
    ['{ movie(id: 1) { x } }', `FieldUndefined: Field 'x' in type 'Movie' is undefined @ 'movie/x'`],
    ['{ movie(id: 1) }', `SubSelectionRequired: Sub selection required for type Movie of field movie @ 'movie'`],
    ['{ year { x } }', `SubSelectionNotAllowed: Sub selection not allowed on leaf type Int of field year @ 'year'`],
    ['{ movie { id } }', `MissingFieldArgument: Missing field argument id @ 'movie'`],
    ['{ movie(id: 1, x: 2) { id } }', `UnknownArgument: Unknown field argument x @ 'movie'`],
    ['query ($id: Nothing) { movie(id: $id) { id } }', 'UnknownType: Unknown type Nothing'],
    ['{ movie(id: $id) { id } }', `UndefinedVariable: Undefined variable id @ 'movie'`],
    ['query ($id: ID) { year }', 'UnusedVariable: Unused variable id'],
    ['{ movie(id: 1) { ...nothing } }', `UndefinedFragment: Undefined fragment nothing @ 'movie'`],
    [
      'query ($id: String) { movie(id: $id) { id } }',
      `VariableTypeMismatch: Variable type 'String' doesn't match expected type 'ID!' @ 'movie'`,
    ],
    [
      'mutation { addMovie(input: { title: 1 }) { id } }',
      `WrongType: String cannot represent a non string value: 1 @ 'addMovie'`,
    ],
  ])('%s', async (query, message) => {
    const { data, errors } = await run(query);
    expect(data).toBeNull();
    expect(errors?.map((error) => error.message)).toContain(`Validation error of type ${message}`);
  });
});

describe('invalid variables', () => {
  const query = 'query ($id: ID!) { movie(id: $id) { id } }';
  const mutation = 'mutation ($input: MovieInput!, $year: Int) { addMovie(input: $input, year: $year) { id } }';

  it('are found before anything runs', async () => {
    expect(await run(query)).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 8, sourceName: null }],
          message: `Variable 'id' has coerced Null value for NonNull type 'ID!'`,
        },
      ],
    });
  });

  it.each([
    [query, { id: null }, `Variable 'id' has coerced Null value for NonNull type 'ID!'`],
    [mutation, { input: { year: 1 } }, `Variable 'input' has coerced Null value for NonNull type 'String!'`],
    [mutation, { input: { title: null } }, `Variable 'input' has coerced Null value for NonNull type 'String!'`],
    [
      mutation,
      { input: { title: 'M', x: 1 } },
      `The variables input contains a field that is not defined for input object type 'MovieInput' `,
    ],
    [mutation, { input: { title: 'M' }, year: 'soon' }, `Variable 'year' has an invalid value.`],
  ])('%s %j', async (text, variables, message) => {
    const { data, errors } = await run(text, variables);
    expect(data).toBeNull();
    expect(errors?.map((error) => error.message)).toEqual([message]);
  });
});

it.each([
  'query ($if: Boolean = true) { year @include(if: $if) }',
  'query ($if: Boolean = true) { ...A } fragment A on Query { year @skip(if: $if) }',
])('refuses a condition that is null: %s', async (text) => {
  const { data, errors } = await run(text, { if: null });
  expect(data).toBeNull();
  expect(errors?.map(({ message }) => message)).toEqual([
    `Variable 'if' has coerced Null value for NonNull type 'Boolean!'`,
  ]);
  expect((await run(text)).errors).toBeUndefined();
});

it('reports at most a hundred errors', async () => {
  const fields = Array.from({ length: 3000 }, (_, index) => `a${index}`).join(' ');
  expect((await run(`{ ${fields} }`)).errors).toHaveLength(100);
});

it('refuses a document whose validation was not finished', async () => {
  const fields = 'a: year a: __typename '.repeat(2000);
  for (const text of [`{ ${fields} }`, `{ ${fields} b: nothing }`]) {
    const { data, errors } = await run(text);
    expect(data).toBeNull();
    expect(errors).not.toEqual([]);
  }
});

it('passes AWSJSON to resolvers as parsed values, from variables and literals', async () => {
  const mutation = 'mutation ($json: AWSJSON) { addMovie(input: { title: "M" }, json: $json) { id } }';
  expect(await run(mutation, { json: '{"a":[1]}' })).toEqual({ data: { addMovie: { id: '{"a":[1]}' } } });
  expect(await run('mutation { addMovie(input: { title: "M" }, json: "[1]") { id } }')).toEqual({
    data: { addMovie: { id: '[1]' } },
  });
});
