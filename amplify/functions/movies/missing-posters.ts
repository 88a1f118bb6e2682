/** Finds posters of the catalogue that do not exist, which a screen would notice only when the movie plays. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Movie } from './movie';

/**
 * @param publicFolder the folder whose files the app serves
 * @returns the paths on the site that have no file
 */
export function findMissingPosters(movies: readonly Pick<Movie, 'poster'>[], publicFolder: string): string[] {
  return movies.map(({ poster }) => poster).filter((poster) => !existsSync(path.join(publicFolder, decodeURI(poster))));
}
