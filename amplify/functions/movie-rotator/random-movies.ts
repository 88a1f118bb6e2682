/** Draws a movie at random: from TMDB if there is a key and TMDB responds, otherwise from the catalogue. */
import { catalogue } from '../movies/catalogue';
import type { Movie } from '../movies/movie';
import { fetchPopularMovies, TmdbKeyError } from '../movies/tmdb';
import { pickMovie } from './pick-movie';

/** How many other movies are shown before a movie may be repeated. */
export const minMoviesBeforeRepeat = 50;

/** The catalogue is smaller. If all of it were recent, it would repeat in a fixed order. */
const noRepeatInCatalogue = Math.floor(catalogue.length / 2);

/** TMDB's list is longer, but later pages are hardly popular. */
const pages = 20;

/** Time for TMDB's answer in milliseconds, if the round that needs it is further away. */
const maxWaitMs = 5000;

export interface RandomMoviesOptions {
  /** Called for each movie, since the key may be set or replaced at any time. */
  readTmdbApiKey?: () => string | undefined;
  tmdbBaseUrl?: string | undefined;
  random?: () => number;
  fetchPopular?: typeof fetchPopularMovies;
  warn?: (message: string) => void;
}

/**
 * @returns a function that draws the next movie, given the ids of the last {@link minMoviesBeforeRepeat} movies, newest
 * first, within a number of milliseconds. While TMDB fails, it draws from the catalogue, and warns once per outage or
 * refused key
 */
export function createRandomMovies({
  readTmdbApiKey = () => undefined,
  tmdbBaseUrl,
  random = Math.random,
  fetchPopular = fetchPopularMovies,
  warn = console.warn,
}: RandomMoviesOptions) {
  let problem: 'key' | 'outage' | undefined;

  async function popular(apiKey: string, withinMs: number): Promise<Movie[]> {
    try {
      const page = 1 + Math.floor(random() * pages);
      const movies = await fetchPopular({ apiKey, baseUrl: tmdbBaseUrl, page, withinMs });
      problem = undefined;
      return movies;
    } catch (error) {
      const found = error instanceof TmdbKeyError ? 'key' : 'outage';
      if (problem !== found) {
        const reason = error instanceof Error ? error.message : String(error);
        warn(
          found === 'key'
            ? `${reason}, using the catalogue. Check TMDB_API_KEY.`
            : `TMDB is unavailable, using the catalogue: ${reason}`,
        );
      }
      problem = found;
      return [];
    }
  }

  return async function next(recentIds: string[], withinMs = maxWaitMs): Promise<Movie> {
    const recent = recentIds.slice(0, minMoviesBeforeRepeat);
    const apiKey = readTmdbApiKey();
    const movies = apiKey ? await popular(apiKey, Math.min(withinMs, maxWaitMs)) : [];
    const fresh = movies.filter(({ id }) => !recent.includes(id));
    if (fresh.length > 0) return pickMovie(fresh, recent, random);
    return pickMovie(catalogue, recent.slice(0, noRepeatInCatalogue), random);
  };
}
