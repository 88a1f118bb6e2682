import { describe, expect, it } from 'vitest';
import { secondsToNextMovie, secondsToVote } from './countdown';

const round = { startsAt: 90, endsAt: 100 };

describe('the seconds left to vote', () => {
  it.each([
    [90_000, 7],
    [91_499, 7],
    [91_500, 6],
    [96_499, 2],
    [96_500, 1],
    [97_499, 1],
    [97_500, 0],
    [100_000, 0],
  ])('at %i are %i', (now, seconds) => {
    expect(secondsToVote(round, now)).toBe(seconds);
  });

  it('are at least one while voting is open, in the shortest round', () => {
    expect(secondsToVote({ startsAt: 0, endsAt: 1 }, 749)).toBe(1);
    expect(secondsToVote({ startsAt: 0, endsAt: 1 }, 750)).toBe(0);
  });
});

describe('the seconds until the next movie', () => {
  it.each([
    [97_500, 2],
    [98_999, 2],
    [99_000, 1],
    [99_999, 1],
    [100_000, 0],
  ])('at %i are %i', (now, seconds) => {
    expect(secondsToNextMovie(round, now)).toBe(seconds);
  });
});
