/** Authorization of fields: IAM policies for root fields, directives for all fields. */
import { describe, expect, it } from 'vitest';
import { createTestEngine } from './engine.fixture';

const schema = /* GraphQL */ `
  type Movie @aws_iam @aws_cognito_user_pools {
    id: ID!
    title: String
    budget: Int @aws_cognito_user_pools
  }
  type Plain {
    id: ID!
  }
  type Staff @aws_cognito_user_pools {
    id: ID!
    note: String @aws_iam
  }
  type Query {
    movie: Movie
    plain: Plain
    staff: Staff
    members: Movie @aws_cognito_user_pools
    both: Movie @aws_cognito_user_pools @aws_iam
  }
  type Mutation {
    addMovie: Movie!
  }
  type Subscription {
    onMovie: Movie @aws_subscribe(mutations: ["addMovie"])
  }
`;
const answer = `
  export const request = () => ({ payload: { id: '1', title: 'M', budget: 5, note: 'n' } });
  export const response = (ctx) => ctx.result;
`;
const units = Object.fromEntries(
  ['movie', 'plain', 'staff', 'members', 'both'].map((field) => [`Query.${field}`, answer]),
);
const api = { schema, unitResolvers: { ...units, 'Mutation.addMovie': answer } };

describe('policies', () => {
  const { run, listen } = createTestEngine({
    ...api,
    deniedResources: [
      '/types/Query/fields/movie',
      '/types/Mutation/fields/addMovie',
      '/types/Subscription/fields/onMovie',
    ],
  });

  it('deny one root field without affecting others', async () => {
    expect(await run('{ movie { id } plain { id } }')).toEqual({
      data: { movie: null, plain: { id: '1' } },
      errors: [
        {
          path: ['movie'],
          data: null,
          errorType: 'Unauthorized',
          errorInfo: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: 'Not Authorized to access movie on type Query',
        },
      ],
    });
  });

  it('deny a mutation before its resolver runs', async () => {
    expect(await run('mutation { addMovie { id } }')).toMatchObject({
      data: null,
      errors: [{ errorType: 'Unauthorized' }],
    });
  });

  it('deny a subscription', async () => {
    const { subscription } = await listen('subscription { onMovie { id } }');
    expect(subscription).toEqual({
      errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access onMovie on type Subscription' }],
    });
  });
});

describe('directives, for a caller with IAM credentials', () => {
  const { run } = createTestEngine(api);

  it.each([
    ['{ plain { id } }', 'a type without directives has the default mode', { plain: { id: '1' } }],
    ['{ movie { title } }', 'directives of a type apply to its fields', { movie: { title: 'M' } }],
    ['{ movie { budget } }', 'directives of a field replace those of its type', { movie: { budget: null } }],
    ['{ members { id } }', 'a field for other modes is denied', { members: null }],
    ['{ both { id } }', 'a field for several modes is allowed', { both: { id: '1' } }],
    ['{ staff { note } }', 'a field may be allowed although its type is not', { staff: { note: 'n' } }],
  ])('%s: %s', async (query, _, data) => {
    expect((await run(query)).data).toEqual(data);
  });

  it('name the field and the type that are denied', async () => {
    expect((await run('{ movie { budget } }')).errors).toMatchObject([
      { path: ['movie', 'budget'], message: 'Not Authorized to access budget on type Movie' },
    ]);
  });
});
