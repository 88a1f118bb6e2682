import { expect, it } from 'vitest';
import { noVotes, type Counts } from '../../amplify/show';
import type { RoundResult } from '../../live/host-backend';
import { summaryOf } from './results-summary';

const roundOf = (title: string, voters: number, votes: Partial<Counts>, people: Partial<Counts>): RoundResult => ({
  ...noVotes,
  ...votes,
  roundId: title,
  title,
  poster: '',
  voters,
  favourites: { ...noVotes, ...people },
});

it('sums rounds, votes and voters, and names the movie that most people chose in each category', () => {
  const rounds = [
    roundOf('M', 2, { love: 5, hate: 1 }, { love: 1, hate: 1 }),
    roundOf('Metropolis', 3, { love: 3 }, { love: 3 }),
    roundOf('Nosferatu', 1, { love: 1 }, { love: 1 }),
  ];
  expect(summaryOf(rounds)).toEqual({
    rounds: 3,
    votes: 10,
    voters: 6,
    top: [
      { category: 'love', title: 'Metropolis', people: 3 },
      { category: 'hate', title: 'M', people: 1 },
    ],
  });
});

it('is empty without rounds', () => {
  expect(summaryOf([])).toEqual({ rounds: 0, votes: 0, voters: 0, top: [] });
});
