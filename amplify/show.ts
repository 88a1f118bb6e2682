/** Constants of the show, shared by the backend and the browser. */

/** The only show of this app; partition key of `Round` and `CategoryRecord`. */
export const show = 'matinee';

/** The categories of votes, in the order in which the screen shows them. README.md says what else each one has. */
export const categories = ['love', 'like', 'meh', 'unknown', 'hate'] as const;

export type Category = (typeof categories)[number];

/** A number per category: running totals, differences or records. */
export type Counts = Record<Category, number>;

/** Returns an object with a value for each category. */
export function perCategory<T>(valueOf: (category: Category) => T): Record<Category, T> {
  return Object.fromEntries(categories.map((category) => [category, valueOf(category)])) as Record<Category, T>;
}

export const noVotes: Counts = perCategory(() => 0);
