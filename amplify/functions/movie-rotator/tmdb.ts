/** TMDB's popular movies: https://developer.themoviedb.org/reference/movie-popular-list */
import fetch, { AbortError as FetchAborted, FetchError } from 'node-fetch';
import pRetry, { AbortError } from 'p-retry';
import { z } from 'zod';
import type { Movie } from './movie';

const imageBase = 'https://image.tmdb.org/t/p/w500';

const popularPage = z.object({ results: z.array(z.unknown()) });

/** A movie with everything that a round shows. */
const completeMovie = z.object({
  id: z.int(),
  title: z.string().min(1),
  overview: z.string().min(1),
  release_date: z.iso.date(),
  poster_path: z.string().startsWith('/'),
});

export interface TmdbOptions {
  /** A v3 API key, or a v4 read access token. */
  apiKey: string;
  /** Page of the list, 1 to 500. */
  page: number;
  baseUrl?: string | undefined;
  /** Time for one attempt, in milliseconds. */
  timeoutMs?: number;
  /** Attempts after the first. */
  retries?: number;
}

/**
 * Fetches one page of popular movies.
 *
 * @returns the movies of the page that have a title, a date, a synopsis and a poster
 * @throws if TMDB does not respond in time, refuses the request, or sends an unexpected response. Refusals are not retried
 */
export async function fetchPopularMovies({
  apiKey,
  page,
  baseUrl = 'https://api.themoviedb.org',
  timeoutMs = 1500,
  retries = 2,
}: TmdbOptions): Promise<Movie[]> {
  const url = new URL('/3/movie/popular', baseUrl);
  url.searchParams.set('page', String(page));
  const headers: Record<string, string> = { accept: 'application/json' };
  // v4 tokens are JWTs, which start with this.
  if (apiKey.startsWith('eyJ')) headers['authorization'] = `Bearer ${apiKey}`;
  else url.searchParams.set('api_key', apiKey);

  const { results } = await pRetry(
    async () => {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
      if (response.ok) return popularPage.parse(await response.json());
      const refusal = `TMDB answered ${response.status} ${response.statusText}`;
      throw response.status < 500 && response.status !== 429 ? new AbortError(refusal) : new Error(refusal);
    },
    { retries, minTimeout: 200, maxTimeout: 1000 },
  ).catch((error: unknown) => {
    // The original messages contain the URL, which may contain the key, and are logged.
    if (error instanceof FetchError) throw new Error(`TMDB cannot be reached: ${error.code ?? error.type}`);
    if (error instanceof FetchAborted) throw new Error(`TMDB did not answer within ${timeoutMs} ms`);
    throw error;
  });
  return results.flatMap((result) => {
    const { success, data: movie } = completeMovie.safeParse(result);
    if (!success) return [];
    return {
      id: `tmdb-${movie.id}`,
      title: movie.title,
      releaseDate: movie.release_date,
      synopsis: movie.overview,
      poster: `${imageBase}${movie.poster_path}`,
      source: 'tmdb' as const,
    };
  });
}
