import type { Movie } from '../movies/movie';

/**
 * Draws a movie that was not shown recently.
 *
 * @param candidates to choose from, at least one
 * @param recentIds ids of the movies that were shown, newest first
 * @param random a number from 0 (inclusive) to 1 (exclusive)
 * @returns a random candidate that was not shown recently, or the one shown longest ago if all were
 */
export function pickMovie(candidates: Movie[], recentIds: string[], random: () => number): Movie {
  const fresh = candidates.filter(({ id }) => !recentIds.includes(id));
  const choice = fresh[Math.floor(random() * fresh.length)];
  if (choice) return choice;
  const [oldest] = candidates.toSorted((a, b) => recentIds.indexOf(b.id) - recentIds.indexOf(a.id));
  if (!oldest) throw new RangeError('There are no candidates.');
  return oldest;
}
