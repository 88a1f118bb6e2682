/** `movie-search`: finds the movies among which a host chooses. The resolver of `searchMovies` calls it. */
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { readTmdbApiKey } from '../movies/tmdb-key';
import { readSearchText } from './search-event';
import { searchMovies } from './search-movies';

const environment = z.object({
  /** A server with the API of TMDB, such as a proxy or a test server. */
  TMDB_BASE_URL: z.url().optional(),
});

const env = environment.parse(process.env);

/** @throws if the caller is not an operator or the text is too long */
export async function handler(event: unknown): Promise<Schema['searchMovies']['returnType']> {
  return searchMovies(readSearchText(event), { apiKey: readTmdbApiKey(), tmdbBaseUrl: env.TMDB_BASE_URL });
}
