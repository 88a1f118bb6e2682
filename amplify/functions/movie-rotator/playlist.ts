/** Decides which movie comes next: TMDB's where there is a key and an answer, the catalogue's otherwise. */
import { catalogue } from './catalogue';
import { pickMovie, type Movie } from './movie';
import { fetchPopularMovies } from './tmdb';

/** How many movies must pass before one may come again. */
export const minMoviesBeforeRepeat = 50;

/** The catalogue is smaller: were all of it recent, it would play in one fixed order for ever. */
const noRepeatInCatalogue = Math.floor(catalogue.length / 2);

/** TMDB's list is longer, but popular beyond this is not popular. */
const pages = 20;

export interface PlaylistOptions {
  tmdbApiKey?: string | undefined;
  tmdbBaseUrl?: string | undefined;
  random?: () => number;
  fetchPopular?: typeof fetchPopularMovies;
  warn?: (message: string) => void;
}

/**
 * @returns a function that draws the next movie, given the ids of the last {@link minMoviesBeforeRepeat}, newest first.
 * It always finds one: while TMDB fails, from the catalogue, saying so once for each time TMDB goes away.
 */
export function createPlaylist({
  tmdbApiKey,
  tmdbBaseUrl,
  random = Math.random,
  fetchPopular = fetchPopularMovies,
  warn = console.warn,
}: PlaylistOptions) {
  let tmdbIsAway = false;

  async function popular(apiKey: string): Promise<Movie[]> {
    try {
      const movies = await fetchPopular({ apiKey, baseUrl: tmdbBaseUrl, page: 1 + Math.floor(random() * pages) });
      tmdbIsAway = false;
      return movies;
    } catch (error) {
      if (!tmdbIsAway) {
        warn(`TMDB is away, the catalogue plays on: ${error instanceof Error ? error.message : String(error)}`);
      }
      tmdbIsAway = true;
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
