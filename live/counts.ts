/** Arithmetic on votes per category. */
import { categories, type Category, type Counts } from '../amplify/show';

function combine(pick: (category: Category) => number): Counts {
  return { love: pick('love'), like: pick('like'), meh: pick('meh'), unknown: pick('unknown'), hate: pick('hate') };
}

/** The five counters of anything that carries them, and nothing else. */
export function countsOf(source: Counts): Counts {
  return combine((category) => source[category]);
}

/** The greater of two counts, category by category: how totals that only grow are merged. */
export function greaterOf(a: Counts, b: Counts): Counts {
  return combine((category) => Math.max(a[category], b[category]));
}

/** What `a` has more than `b`, category by category; never negative. */
export function excessOf(a: Counts, b: Counts): Counts {
  return combine((category) => Math.max(0, a[category] - b[category]));
}

/** The votes of all categories together. */
export function totalOf(counts: Counts): number {
  return categories.reduce((total, category) => total + counts[category], 0);
}
