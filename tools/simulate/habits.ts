/** What viewers do. The same habits drive the model, the old sample's scheme and the check against the local backend. */
import { categories, type Category } from '../../amplify/show';
import { exponential, type Random } from './random';

export interface Habits {
  /** Of all viewers, from 0 to 1: who votes at all; the others watch. */
  votingShare: number;
  /** Of one voting viewer, on average; taps come at random. */
  votesPerSecond: number;
  /** Of a voter's taps, from 0 to 1: those on one category, the favourite of this round. The rest go anywhere. */
  favouriteShare: number;
  /** Of one viewer, on average. */
  messagesPerMinute: number;
  /** Minutes within which all viewers arrive, evenly. */
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

/** One voter's taps in one round. */
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
