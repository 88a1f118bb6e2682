/** Arithmetic on votes per category. */
import { categories, type Category, type Counts } from '../amplify/show';

function combine(pick: (category: Category) => number): Counts {
  return { love: pick('love'), like: pick('like'), meh: pick('meh'), unknown: pick('unknown'), hate: pick('hate') };
}

/** Returns only the five counters of an object. */
export function countsOf(source: Counts): Counts {
  return combine((category) => source[category]);
}

/** Returns the maximum of each category, which merges totals that only increase. */
export function greaterOf(a: Counts, b: Counts): Counts {
  return combine((category) => Math.max(a[category], b[category]));
}

/** Returns by how much `a` exceeds `b` in each category, at least 0. */
export function excessOf(a: Counts, b: Counts): Counts {
  return combine((category) => Math.max(0, a[category] - b[category]));
}

/** Returns the sum of all categories. */
export function totalOf(counts: Counts): number {
  return categories.reduce((total, category) => total + counts[category], 0);
}
