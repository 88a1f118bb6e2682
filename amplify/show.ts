/** The vocabulary of the show, shared by the backend and the browser. */

/** The one show that this app runs; the partition key of `Round` and `CategoryRecord`. */
export const show = 'matinee';

/** What a guest may vote, in the order in which the screen shows it. */
export const categories = ['love', 'like', 'meh', 'unknown', 'hate'] as const;

export type Category = (typeof categories)[number];

/** A number for each category: running totals, differences or records. */
export type Counts = Record<Category, number>;

export const noVotes: Counts = { love: 0, like: 0, meh: 0, unknown: 0, hate: 0 };
