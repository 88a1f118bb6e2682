/** The command-line options of `npm run dev` and `npm start`. */
import path from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `Usage: npm run dev -- [options]
       npm start -- [options]

  dev    serves the app with hot reload; a change in amplify/ reloads the backend
  start  serves the app as in production, and builds it first if necessary

  --port N           port of the app (default: 3000)
  --backend-port N   port of the local backend (default: 4000)
  --host ADDRESS     address to listen on, for phones in the same network (default: only this machine)
  --fresh            delete the data of the local backend first
  --verbose          log every detail
  --round-seconds N  length of a round in seconds, which must divide 60 (default: 10)
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
  dataFolder: string;
  outputsFile: string;
}

/**
 * @param args the arguments after the file name: the command, then the options
 * @param projectFolder relative paths start here
 * @returns null if the arguments ask for help
 * @throws if an option is unknown or its value is invalid
 */
export function parseCliOptions([command, ...args]: string[], projectFolder: string): CliOptions | null {
  if (command === '--help') return null;
  if (command !== 'dev' && command !== 'start')
    throw new Error(`The first argument must be dev or start${command ? `, not ${command}` : ''}.`);
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '3000' },
      'backend-port': { type: 'string', default: '4000' },
      host: { type: 'string', default: 'localhost' },
      fresh: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      'round-seconds': { type: 'string' },
      data: { type: 'string', default: '.amplify/local' },
      outputs: { type: 'string', default: 'amplify_outputs.json' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    command,
    appPort: parsePort('--port', values.port),
    backendPort: parsePort('--backend-port', values['backend-port']),
    host: values.host,
    fresh: values.fresh,
    verbose: values.verbose,
    roundSeconds:
      values['round-seconds'] === undefined ? undefined : parseRoundSeconds('--round-seconds', values['round-seconds']),
    dataFolder: path.resolve(projectFolder, values.data),
    outputsFile: path.resolve(projectFolder, values.outputs),
  };
}

function parsePort(option: string, value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${option} must be a port from 1 to 65535, not ${value}.`);
  }
  return port;
}

/** Checks what `amplify/backend.ts` accepts. */
function parseRoundSeconds(option: string, value: string): number {
  const seconds = Number(value);
  if (!Number.isInteger(seconds) || seconds < 1 || 60 % seconds !== 0) {
    throw new Error(
      `${option} must be a whole number of seconds that divides 60, such as 3, 10 or 60, not ${JSON.stringify(value)}.`,
    );
  }
  return seconds;
}
