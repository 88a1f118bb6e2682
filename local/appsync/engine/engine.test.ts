import { describe, expect, it } from 'vitest';
import { testEngine } from './fixture';

const schema = /* GraphQL */ `
  type Movie { id: ID! title: String! year: Int }
  type Query { movie(id: ID!): Movie }
  type Mutation { addMovie(id: ID!, title: String!, year: Int): Movie! }
  type Subscription {
    onMovie: Movie! @aws_subscribe(mutations: ["addMovie"])
  }
`;
const echo = `
  export const request = (ctx) => ({ payload: ctx.args });
  export const response = (ctx) => ctx.result;
`;
const subscribe = `
  export const request = () => ({ payload: null });
  export const response = () => null;
`;

describe('the straight path', () => {
  const { run, listen } = testEngine({
    schema,
    pipelines: { 'Mutation.addMovie': [echo], 'Query.movie': [echo], 'Subscription.onMovie': [subscribe] },
  });

  it('answers a query through a pipeline', async () => {
    expect(await run('{ movie(id: "1") { id year } }')).toEqual({ data: { movie: { id: '1', year: null } } });
  });

  it('publishes a mutation to its subscribers', async () => {
    const { received } = await listen('subscription { onMovie { id title } }');
    await run('mutation { addMovie(id: "1", title: "Metropolis") { id title year } }');
    expect(received).toEqual([{ data: { onMovie: { id: '1', title: 'Metropolis' } } }]);
  });
});
