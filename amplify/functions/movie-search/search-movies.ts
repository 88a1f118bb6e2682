/** The movies among which a host chooses: of TMDB, if there is a key and TMDB responds, and of the catalogue. */
import { catalogue } from '../movies/catalogue';
import type { Movie } from '../movies/movie';
import { fetchMatchingMovies, TmdbKeyError } from '../movies/tmdb';

/** How many movies a search finds at most. */
export const maxMovies = 20;

/** Time for TMDB's answer in milliseconds. The host waits for it. */
const maxWaitMs = 5000;

export interface SearchOptions {
  apiKey?: string | undefined;
  tmdbBaseUrl?: string | undefined;
  movies?: readonly Movie[];
  fetchMatching?: typeof fetchMatchingMovies;
  warn?: (message: string) => void;
}

/**
 * Finds movies by their title. Without a text, these are the first ones of the catalogue.
 *
 * @param text a part of a title
 * @returns at most {@link maxMovies}: those of the catalogue in alphabetical order, then those of TMDB. Of movies with
 *   the same title and year the first. While TMDB fails, it warns and returns those of the catalogue only
 */
export async function searchMovies(
  text: string,
  {
    apiKey,
    tmdbBaseUrl: baseUrl,
    movies = catalogue,
    fetchMatching = fetchMatchingMovies,
    warn = console.warn,
  }: SearchOptions = {},
): Promise<Movie[]> {
  const searched = text.trim();
  const matches = movies
    .filter(({ title }) => comparable(title).includes(comparable(searched)))
    .toSorted((a, b) => comparable(a.title).localeCompare(comparable(b.title), 'en'));
  const onTmdb = apiKey && searched ? await fetchOrWarn() : [];
  return withoutRepeated([...matches, ...onTmdb]).slice(0, maxMovies);

  async function fetchOrWarn(): Promise<Movie[]> {
    try {
      return await fetchMatching({ apiKey: apiKey ?? '', baseUrl, text: searched, withinMs: maxWaitMs });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const advice = error instanceof TmdbKeyError ? ' Check TMDB_API_KEY.' : '';
      warn(`The search has only movies of the catalogue: ${reason}.${advice}`);
      return [];
    }
  }
}

/** A text without the differences of case and accents. */
function comparable(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function withoutRepeated(movies: Movie[]): Movie[] {
  const key = ({ title, releaseDate }: Movie) => `${comparable(title)} ${releaseDate.slice(0, 4)}`;
  const keys = movies.map(key);
  return movies.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
