/** The options of the command line. */
import path from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `Usage: node local/cli.mjs dev|start [options]

  dev    the app with hot reload; a change under amplify/ reloads the backend
  start  the app as it runs in production, built first where needed

  --port N           port of the app (3000)
  --backend-port N   port of the local backend (4000)
  --host ADDRESS     address to listen on, for phones in the same network (only this machine)
  --fresh            empty the local database first
  --verbose          log everything
  --round-seconds N  length of a round; must divide 60 (10)
  --data FOLDER      where the local backend keeps what it needs (.amplify/local)
  --outputs FILE     which amplify_outputs.json to use or write (amplify_outputs.json)
  --help             this text`;

/**
 * @returns null where help was asked for
 * @throws a sentence for people, where an option is none or has a value that it does not take
 */
export function parseCliOptions([command, ...args]: string[], projectFolder: string) {
  if (command === '--help') return null;
  if (command !== 'dev' && command !== 'start')
    throw new Error(`The first argument is dev or start${command ? `, not ${command}` : ''}.`);
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
    appPort: portNumber('--port', values.port),
    backendPort: portNumber('--backend-port', values['backend-port']),
    host: values.host,
    fresh: values.fresh,
    verbose: values.verbose,
    roundSeconds:
      values['round-seconds'] === undefined ? undefined : roundLength('--round-seconds', values['round-seconds']),
    dataFolder: path.resolve(projectFolder, values.data),
    outputsFile: path.resolve(projectFolder, values.outputs),
  } as const;
}

function portNumber(option: string, value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${option} takes a port from 1 to 65535, not ${value}.`);
  }
  return port;
}

/** As `amplify/backend.ts` takes it. */
function roundLength(option: string, value: string): number {
  const seconds = Number(value);
  if (!Number.isInteger(seconds) || seconds < 1 || 60 % seconds !== 0) {
    throw new Error(
      `${option} takes a whole number of seconds that divides 60, such as 3, 10 or 60, not ${JSON.stringify(value)}.`,
    );
  }
  return seconds;
}
