/** The command-line options of `npm run dev` and `npm start`. */
import { isIPv6 } from 'node:net';
import path from 'node:path';
import { parseNumber } from '../command-line/parse-number';
import { flag, parseOptions, text } from '../command-line/parse-options';
import { UsageError } from '../command-line/usage-error';
import { nearest } from './nearest';

export const usage = `Usage: npm run dev -- [options]
       npm start -- [options]

  dev    serves the app with hot reload; a change in amplify/ reloads the backend
  start  serves the app as in production, and builds it first if necessary

  --port N           port of the app (default: 3000)
  --backend-port N   port of the local backend (default: 4000)
  --host ADDRESS     address to listen on, for phones in the same network; 0.0.0.0 for all
                     addresses of this machine (default: only this machine)
  --fresh            delete the data of the local backend first
  --verbose          log every detail
  --round-seconds N  length of a round in seconds, which must divide 60 (default: 10)
  --movie ID         start with this movie of catalogue.json, and again after each reload
  --log FORMAT       text or json (default: text on a terminal, otherwise json)
  --data FOLDER      data of the local backend (default: .amplify/local)
  --outputs FILE     the amplify_outputs.json to read or write (default: amplify_outputs.json)
  --help             show this text`;

export interface CliOptions {
  command: 'dev' | 'start';
  appPort: number;
  backendPort: number;
  host: string;
  fresh: boolean;
  verbose: boolean;
  /** The deployed length by default. */
  roundSeconds: number | undefined;
  /** The id of the movie that plays first. */
  firstMovie: string | undefined;
  /** By default, it depends on the terminal. */
  logFormat: 'text' | 'json' | undefined;
  dataFolder: string;
  outputsFile: string;
}

/**
 * @param args the arguments after the file name: the command, then the options
 * @param projectFolder relative paths start here
 * @returns null if the arguments ask for help
 * @param readMovieIds returns the ids that `--movie` takes
 * @throws {UsageError} if an option is unknown or its value is invalid
 */
export function parseCliOptions(
  [command, ...args]: string[],
  projectFolder: string,
  readMovieIds: () => readonly string[],
): CliOptions | null {
  if (command === '--help') return null;
  if (command !== 'dev' && command !== 'start')
    throw new UsageError(`The first argument must be dev or start${command ? `, not ${command}` : ''}.`);
  const { values } = parseOptions(args, {
    port: text(3000),
    'backend-port': text(4000),
    host: text('localhost'),
    fresh: flag,
    verbose: flag,
    'round-seconds': { type: 'string' },
    movie: { type: 'string' },
    log: { type: 'string' },
    data: text('.amplify/local'),
    outputs: text('amplify_outputs.json'),
    help: flag,
  });
  if (values.help) return null;
  return {
    command,
    appPort: parseNumber('--port', values.port, ports),
    backendPort: parseNumber('--backend-port', values['backend-port'], ports),
    host: parseHost('--host', values.host),
    fresh: values.fresh,
    verbose: values.verbose,
    roundSeconds:
      values['round-seconds'] === undefined ? undefined : parseRoundSeconds('--round-seconds', values['round-seconds']),
    firstMovie: values.movie === undefined ? undefined : parseMovie('--movie', values.movie, readMovieIds()),
    logFormat: values.log === undefined ? undefined : parseLogFormat('--log', values.log),
    dataFolder: path.resolve(projectFolder, values.data),
    outputsFile: path.resolve(projectFolder, values.outputs),
  };
}

const ports = { from: 1, to: 65_535, isWhole: true };

/** Browsers ignore an IPv6 address in a Content-Security-Policy, so that the page could not call its backend. */
function parseHost(option: string, value: string): string {
  if (isIPv6(value) && value !== '::') {
    throw new UsageError(
      `${option} takes a name, an IPv4 address, or 0.0.0.0 or :: for all addresses, not ${value}: a Content-Security-Policy cannot contain an IPv6 address.`,
    );
  }
  return value;
}

/** Checks what `amplify/backend.ts` accepts. */
function parseRoundSeconds(option: string, value: string): number {
  const seconds = Number(value);
  if (!Number.isInteger(seconds) || seconds < 1 || 60 % seconds !== 0) {
    throw new UsageError(
      `${option} must be a whole number of seconds that divides 60, such as 3, 10 or 60, not ${JSON.stringify(value)}.`,
    );
  }
  return seconds;
}

function parseMovie(option: string, value: string, movieIds: readonly string[]): string {
  if (movieIds.includes(value)) return value;
  const text = JSON.stringify(value);
  if (value.startsWith('tmdb-'))
    throw new UsageError(
      `${option} takes the id of a movie in catalogue.json, not ${text}: movies of TMDB are drawn at random.`,
    );
  const suggestions = nearest(value, movieIds, 3).join(', ');
  throw new UsageError(
    `${option} takes the id of one of the ${movieIds.length} movies in amplify/functions/movies/catalogue.json, not ${text}. The nearest ids are: ${suggestions}.`,
  );
}

function parseLogFormat(option: string, value: string): 'text' | 'json' {
  if (value === 'text' || value === 'json') return value;
  throw new UsageError(`${option} takes text or json, not ${JSON.stringify(value)}.`);
}
