/** A movie in one line. */
import type { Movie } from '../../live/host-backend';

/** Returns the year of the release, or nothing if it is unknown. */
export function yearOf({ releaseDate }: Pick<Movie, 'releaseDate'>): string {
  return /^\d{4}/.exec(releaseDate)?.[0] ?? '';
}
