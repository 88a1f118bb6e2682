/** The catalogue: the movies that play without TMDB. The posters of the built-in ones were drawn for this project. */
import entries from './catalogue.json';
import type { Movie } from './movie';
import { parseCatalogue } from './parse-catalogue';

/** The content of `catalogue.json`, which is invalid in no deployment: a synthesis fails with the reason. */
export const catalogue: Movie[] = parseCatalogue(entries);

/**
 * @param id an id of {@link catalogue}
 * @throws {RangeError} if no movie has it
 */
export function findMovie(id: string): Movie {
  const movie = catalogue.find((movie) => movie.id === id);
  if (!movie) throw new RangeError(`The catalogue has no movie ${JSON.stringify(id)}.`);
  return movie;
}
