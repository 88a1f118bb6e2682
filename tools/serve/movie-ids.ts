/** The ids of the catalogue, read from its file: a start without `--movie` does not read it twice. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseCatalogue } from '../../amplify/functions/movies/parse-catalogue';
import { UsageError } from '../command-line/usage-error';
import { projectFolder } from '../project-folder';

const file = path.join(projectFolder, 'amplify/functions/movies/catalogue.json');

/** @throws {UsageError} if the catalogue is invalid, with its mistakes */
export function readMovieIds(): string[] {
  try {
    return parseCatalogue(JSON.parse(readFileSync(file, 'utf8'))).map(({ id }) => id);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
