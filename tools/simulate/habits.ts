/** The behavior of viewers. The same habits drive the model, the old sample and the check against the local backend. */
import { categories, type Category } from '../../amplify/show';
import { exponential, type Random } from '../statistics/random';

export interface Habits {
  /** Share of viewers who vote, from 0 to 1. The others only watch. */
  votingShare: number;
  /** Taps of one voter, on average. They come at random (Poisson). */
  votesPerSecond: number;
  /** Share of a voter's taps that go to one category, from 0 to 1. The rest go to any category. */
  favouriteShare: number;
  /** Chat messages of one viewer, on average. */
  messagesPerMinute: number;
  /** Minutes within which all viewers arrive, at a constant rate. */
  arrivalMinutes: number;
}

export const usualHabits: Habits = {
  votingShare: 0.5,
  votesPerSecond: 0.5,
  favouriteShare: 0.8,
  messagesPerMinute: 0.1,
  arrivalMinutes: 10,
};

export interface Tap {
  /** Milliseconds from the start of the round. */
  at: number;
  category: Category;
}

const anyCategory = (random: Random) => categories[Math.floor(random() * categories.length)] as Category;

/** Returns one voter's taps in one round, in order. */
export function tapsOfRound({ votesPerSecond, favouriteShare }: Habits, roundMs: number, random: Random): Tap[] {
  const favourite = anyCategory(random);
  const taps: Tap[] = [];
  for (
    let at = exponential(votesPerSecond / 1000, random);
    at < roundMs;
    at += exponential(votesPerSecond / 1000, random)
  ) {
    taps.push({ at, category: random() < favouriteShare ? favourite : anyCategory(random) });
  }
  return taps;
}
