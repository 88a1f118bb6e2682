/** Filtering of events. */
import { describe, expect, it } from 'vitest';
import { echo, respondWith, createTestEngine } from './engine.fixture';

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
