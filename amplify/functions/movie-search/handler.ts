/** `movie-search`: finds the movies among which a host chooses. Only the resolver `searchMovies.js` invokes it. */
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { readTmdbApiKey } from '../movies/tmdb-key';
import { searchMovies } from './search-movies';

const environment = z.object({
  /** A server with the API of TMDB, such as a proxy or a test server. */
  TMDB_BASE_URL: z.url().optional(),
});

const eventSchema = z.object({ text: z.string() });

const env = environment.parse(process.env);

export async function handler(event: unknown): Promise<Schema['searchMovies']['returnType']> {
  const { text } = eventSchema.parse(event);
  return searchMovies(text, { apiKey: readTmdbApiKey(), tmdbBaseUrl: env.TMDB_BASE_URL });
}
