import { describe, expect, it } from 'vitest';
import { noVotes } from '../amplify/show';
import { agreementOf, peopleOf, verdictOf } from './round-result';

describe('verdictOf', () => {
  it.each([
    {
      what: 'one favourite',
      people: { ...noVotes, love: 62, hate: 38 },
      verdict: { favourites: ['love'], share: 0.62 },
    },
    {
      what: 'two favourites in a tie',
      people: { ...noVotes, love: 2, hate: 2 },
      verdict: { favourites: ['love', 'hate'], share: 0.5 },
    },
    { what: 'null without votes', people: noVotes, verdict: null },
  ])('returns $what', ({ people, verdict }) => {
    expect(verdictOf(people)).toEqual(verdict);
  });
});

describe('peopleOf', () => {
  const ownVotes = { ...noVotes, like: 3, hate: 1 };

  it('is what the server has counted', () => {
    const favourites = { ...noVotes, love: 2 };
    expect(peopleOf({ favourites, ownVotes })).toEqual(favourites);
  });

  it('is the own favourite until the server has counted a vote', () => {
    expect(peopleOf({ favourites: noVotes, ownVotes })).toEqual({ ...noVotes, like: 1 });
  });

  it('is nobody without votes', () => {
    expect(peopleOf({ favourites: noVotes, ownVotes: noVotes })).toEqual(noVotes);
  });
});

describe('agreementOf', () => {
  const people = { ...noVotes, love: 3, hate: 1 };

  it('is null for a guest who has not voted', () => {
    expect(agreementOf(people, noVotes)).toBeNull();
  });

  it('counts the people with the same favourite, which is the category with most of the own votes', () => {
    const ownVotes = { ...noVotes, love: 1, hate: 48 };
    expect(agreementOf(people, ownVotes)).toEqual({ category: 'hate', people: 1, share: 0.25 });
  });

  it('counts this guest even if the server has not counted the last votes', () => {
    expect(agreementOf(people, { ...noVotes, meh: 1 })).toEqual({ category: 'meh', people: 1, share: 0.25 });
    expect(agreementOf(noVotes, { ...noVotes, meh: 1 })).toEqual({ category: 'meh', people: 1, share: 1 });
  });
});
