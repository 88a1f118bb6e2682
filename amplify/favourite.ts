/** The favourite of a guest: what one person thinks of a movie, however often that person votes. */
import { categories, type Category, type Counts } from './show';

/** Returns an object with a value for the column of each category in `RoundShard`: how many have it as their favourite. */
export function perFavourite<T>(valueOf: (category: Category) => T): Record<`${Category}Voters`, T> {
  const columns = categories.map((category) => [`${category}Voters`, valueOf(category)] as const);
  return Object.fromEntries(columns) as Record<`${Category}Voters`, T>;
}

/**
 * Returns the category with the most votes of a guest, or undefined without votes. Of several, it is the first in the order
 * of the categories.
 *
 * @param votes the guest's votes in one round
 */
export function favouriteOf(votes: Counts): Category | undefined {
  const max = Math.max(...categories.map((category) => votes[category]));
  return max > 0 ? categories.find((category) => votes[category] === max) : undefined;
}
