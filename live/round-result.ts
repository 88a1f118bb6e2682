/** The result of a round: what its guests think, each of whom counts once, for their favourite category. */
import { favouriteOf } from '../amplify/favourite';
import { categories, type Category, type Counts } from '../amplify/show';
import { totalOf } from './counts';
import type { ShowState } from './show-reducer';

export interface Verdict {
  /** The categories that most guests have as their favourite; several in a tie. */
  favourites: Category[];
  /** The share of the guests for each of them, from 0 to 1. */
  share: number;
}

/**
 * Returns the verdict of the people, or null without votes.
 *
 * @param people how many guests have each category as their favourite
 */
export function verdictOf(people: Counts): Verdict | null {
  const max = Math.max(...categories.map((category) => people[category]));
  if (max === 0) return null;
  return { favourites: categories.filter((category) => people[category] === max), share: max / totalOf(people) };
}

/**
 * Returns how many guests have each category as their favourite, as far as it is known. The own favourite counts before
 * the server has counted the first vote.
 */
export function peopleOf({ favourites, ownVotes }: Pick<ShowState, 'favourites' | 'ownVotes'>): Counts {
  const own = favouriteOf(ownVotes);
  return own === undefined || totalOf(favourites) > 0 ? favourites : { ...favourites, [own]: 1 };
}

export interface Agreement {
  category: Category;
  /** How many guests have the same favourite, with this guest. */
  people: number;
  /** Their share of all guests, from 0 to 1. */
  share: number;
}

/** Returns how many people agree with this guest, or null if the guest has not voted. */
export function agreementOf(people: Counts, ownVotes: Counts): Agreement | null {
  const category = favouriteOf(ownVotes);
  if (category === undefined) return null;
  // The server may not have counted the guest's last votes.
  const agreeing = Math.max(1, people[category]);
  return { category, people: agreeing, share: agreeing / Math.max(agreeing, totalOf(people)) };
}
