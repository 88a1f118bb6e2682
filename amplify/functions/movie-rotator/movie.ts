import { z } from 'zod';
import type { Schema } from '../../data/resource';

/** A movie as screens show it: the `Movie` type of the schema. */
export const movieSchema = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  /** `YYYY-MM-DD`. */
  releaseDate: z.iso.date(),
  synopsis: z.string().min(1),
  /** Path on this site, or URL of TMDB's image host. */
  poster: z.string().min(1),
  source: z.enum(['catalogue', 'tmdb']),
}) satisfies z.ZodType<Schema['Movie']['type']>;

export type Movie = z.infer<typeof movieSchema>;

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
