/** Chooses the next movie: from TMDB if there is a key and TMDB responds, otherwise from the catalogue. */
import { catalogue } from './catalogue';
import { pickMovie, type Movie } from './movie';
import { fetchPopularMovies } from './tmdb';

/** How many other movies are shown before a movie may be repeated. */
export const minMoviesBeforeRepeat = 50;

/** The catalogue is smaller. If all of it were recent, it would repeat in a fixed order. */
const noRepeatInCatalogue = Math.floor(catalogue.length / 2);

/** TMDB's list is longer, but later pages are hardly popular. */
const pages = 20;

export interface PlaylistOptions {
  tmdbApiKey?: string | undefined;
  tmdbBaseUrl?: string | undefined;
  random?: () => number;
  fetchPopular?: typeof fetchPopularMovies;
  warn?: (message: string) => void;
}

/**
 * @returns a function that draws the next movie, given the ids of the last {@link minMoviesBeforeRepeat} movies, newest
 * first. While TMDB fails, it draws from the catalogue and warns once per outage
 */
export function createPlaylist({
  tmdbApiKey,
  tmdbBaseUrl,
  random = Math.random,
  fetchPopular = fetchPopularMovies,
  warn = console.warn,
}: PlaylistOptions) {
  let isTmdbDown = false;

  async function popular(apiKey: string): Promise<Movie[]> {
    try {
      const movies = await fetchPopular({ apiKey, baseUrl: tmdbBaseUrl, page: 1 + Math.floor(random() * pages) });
      isTmdbDown = false;
      return movies;
    } catch (error) {
      if (!isTmdbDown) {
        warn(`TMDB is unavailable, using the catalogue: ${error instanceof Error ? error.message : String(error)}`);
      }
      isTmdbDown = true;
      return [];
    }
  }

  return async function next(recentIds: string[]): Promise<Movie> {
    const recent = recentIds.slice(0, minMoviesBeforeRepeat);
    const fresh = tmdbApiKey ? (await popular(tmdbApiKey)).filter(({ id }) => !recent.includes(id)) : [];
    if (fresh.length > 0) return pickMovie(fresh, recent, random);
    return pickMovie(catalogue, recent.slice(0, noRepeatInCatalogue), random);
  };
}
