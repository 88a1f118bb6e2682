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
