/** Arithmetic on votes per category. */
import { categories, perCategory, type Counts } from '../amplify/show';

/** Returns only the counters of an object. */
export function countsOf(source: Counts): Counts {
  return perCategory((category) => source[category]);
}

/** Returns the maximum of each category, which merges totals that only increase. */
export function greaterOf(a: Counts, b: Counts): Counts {
  return perCategory((category) => Math.max(a[category], b[category]));
}

/** Returns the minimum of each category. */
export function lesserOf(a: Counts, b: Counts): Counts {
  return perCategory((category) => Math.min(a[category], b[category]));
}

/** Returns by how much `a` exceeds `b` in each category, at least 0. */
export function excessOf(a: Counts, b: Counts): Counts {
  return perCategory((category) => Math.max(0, a[category] - b[category]));
}

/** Returns the sum of all categories. */
export function totalOf(counts: Counts): number {
  return categories.reduce((total, category) => total + counts[category], 0);
}
