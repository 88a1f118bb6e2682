/**
 * TMDB's popular movies and its search: https://developer.themoviedb.org/reference/movie-popular-list,
 * https://developer.themoviedb.org/reference/search-movie
 */
import fetch, { AbortError as FetchAborted, FetchError } from 'node-fetch';
import pRetry, { AbortError } from 'p-retry';
import { z } from 'zod';
import type { Movie } from './movie';

const imageBase = 'https://image.tmdb.org/t/p/w500';

const moviePage = z.object({ results: z.array(z.unknown()) });

/** Text with at least one character that shows. U+2800 is a pattern of Braille without dots. */
const visibleText = z.string().regex(/[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{C}\p{M}\u2800]/u);

/** A movie for every audience with everything that a round shows. */
const suitableMovie = z.object({
  id: z.int(),
  adult: z.literal(false).nullish(),
  title: visibleText,
  overview: visibleText,
  release_date: z.iso.date(),
  poster_path: z.string().startsWith('/'),
});

/** TMDB refuses the key: it is wrong, suspended or incomplete. */
export class TmdbKeyError extends Error {
  override readonly name = 'TmdbKeyError';
}

export interface TmdbOptions {
  /** A v3 API key, or a v4 read access token. */
  apiKey: string;
  baseUrl?: string | undefined;
  /** Time for one attempt, in milliseconds. */
  timeoutMs?: number;
  /** Time for all attempts, in milliseconds. */
  withinMs?: number;
  /** Attempts after the first. */
  retries?: number;
}

/**
 * Fetches one page of popular movies.
 *
 * @param page page of the list, 1 to 500
 * @returns the movies of the page for every audience that have a title, a date, a synopsis and a poster
 * @throws as {@link fetchMovies}
 */
export function fetchPopularMovies({ page, ...options }: TmdbOptions & { page: number }): Promise<Movie[]> {
  return fetchMovies('/3/movie/popular', { page: String(page) }, options);
}

/**
 * Searches movies by their original, translated and alternative titles.
 *
 * @param text a part of a title, not empty
 * @returns the first movies for every audience that have a title, a date, a synopsis and a poster, best match first
 * @throws as {@link fetchMovies}
 */
export function fetchMatchingMovies({ text, ...options }: TmdbOptions & { text: string }): Promise<Movie[]> {
  return fetchMovies('/3/search/movie', { query: text, include_adult: 'false', page: '1' }, options);
}

/**
 * Fetches a list of movies.
 *
 * @throws {TmdbKeyError} if TMDB refuses the key
 * @throws if TMDB does not respond in time, refuses the request, or sends an unexpected response. Refusals are not retried
 */
async function fetchMovies(
  path: string,
  parameters: Record<string, string>,
  { apiKey, baseUrl = 'https://api.themoviedb.org', timeoutMs = 1500, withinMs = 5000, retries = 2 }: TmdbOptions,
): Promise<Movie[]> {
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const headers: Record<string, string> = { accept: 'application/json' };
  // A v3 key has 32 hexadecimal digits. Anything else, such as a v4 token, must not appear in a URL.
  if (/^[0-9a-f]{32}$/i.test(apiKey)) url.searchParams.set('api_key', apiKey);
  else if (/^[\x21-\x7e]+$/.test(apiKey)) headers['authorization'] = `Bearer ${apiKey}`;
  else throw new TmdbKeyError('TMDB refuses the key: it contains spaces or characters that no key has');

  const isLate = AbortSignal.timeout(withinMs);
  const { results } = await pRetry(
    async () => {
      const signal = AbortSignal.any([isLate, AbortSignal.timeout(timeoutMs)]);
      const response = await fetch(url, { headers, signal });
      if (response.ok) return moviePage.parse(await response.json());
      if (response.status === 401) throw new AbortError(new TmdbKeyError('TMDB refuses the key'));
      const refusal = `TMDB answered ${response.status} ${response.statusText}`;
      throw response.status < 500 && response.status !== 429 ? new AbortError(refusal) : new Error(refusal);
    },
    { retries, minTimeout: 200, maxTimeout: 1000, signal: isLate },
  ).catch((error: unknown) => {
    if (isLate.aborted) throw new Error(`TMDB did not answer within ${withinMs} ms`);
    // The original messages contain the URL, which may contain the key, and are logged.
    if (error instanceof FetchError) throw new Error(`TMDB cannot be reached: ${error.code ?? error.type}`);
    if (error instanceof FetchAborted) throw new Error(`TMDB did not answer within ${timeoutMs} ms`);
    throw error;
  });
  return results.flatMap((result) => {
    const { success, data: movie } = suitableMovie.safeParse(result);
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
