/** Constants of the show, shared by the backend and the browser. */

/** The only show of this app; partition key of `Round` and `CategoryRecord`. */
export const show = 'matinee';

/** The categories of votes, in the order in which the screen shows them. */
export const categories = ['love', 'like', 'meh', 'unknown', 'hate'] as const;

export type Category = (typeof categories)[number];

/** A number per category: running totals, differences or records. */
export type Counts = Record<Category, number>;

export const noVotes: Counts = { love: 0, like: 0, meh: 0, unknown: 0, hate: 0 };
