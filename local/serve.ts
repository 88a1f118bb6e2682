/**
 * `amplify-local/serve`: runs a web app with the local backend until the process is ended, for `npm run dev` and
 * `npm start` of a project. If `amplify_outputs.json` names a backend on AWS, only the app runs.
 */
import path from 'node:path';
import type { Backend, BackendOptions } from './backend';
import type { InvitedUser } from './cognito/user-pool/local-users';
import { log, setLogFormat, type LogFormat } from './log';
import { OptionError, type OptionName } from './option-error';
import { readOutputsOwner, writeOutputs } from './outputs';
import { assertPortFree } from './port';
import { publicHost } from './public-host';
import { createShutdown, type Shutdown } from './shutdown';
import type { WebApp } from './web-app';

export { createNextApp, type NextAppOptions } from './next-app';
export type { WebApp, WebAppServer, WebAppServerOptions } from './web-app';

export interface ServeOptions extends Pick<
  BackendOptions,
  | 'projectFolder'
  | 'namespace'
  | 'context'
  | 'environment'
  | 'fresh'
  | 'runSchedulesAtStart'
  | 'eventAtStart'
  | 'dynamoDbEndpoint'
  | 'streamShards'
  | 'functionVariables'
  | 'secrets'
  | 'users'
> {
  /** `dev` reloads app and backend when a source changes; `start` serves the app as in production. */
  command: 'dev' | 'start';
  app: WebApp;
  /** The port of the app; 3000 by default. */
  appPort?: number;
  /** The port of the backend; 4000 by default. */
  backendPort?: number;
  /** The address to listen on, such as `0.0.0.0` for all addresses of this machine; `localhost` by default. */
  host?: string;
  /** The data of the backend; `.amplify/local` by default. */
  dataFolder?: string;
  /** The file to read or write; `amplify_outputs.json` by default. */
  outputsFile?: string;
  /** Whether to log every detail. */
  verbose?: boolean;
  /** By default, lines for people if the standard output is a terminal, otherwise JSON. */
  logFormat?: LogFormat | undefined;
  /** How the caller names options, such as `--fresh`, for errors that mention them. */
  optionNames?: Partial<Record<OptionName, string>>;
}

/**
 * Resolves when app and backend run. If one of them fails, prints the reason and ends the process with code 1.
 *
 * @returns the URL of the app, by which others reach it if it listens on more than this machine; and the users of the
 *   local backend, none if there is no local backend
 */
export async function serve(options: ServeOptions): Promise<{ url: string; users: InvitedUser[] }> {
  let users: InvitedUser[] = [];
  const shutdown = createShutdown((exitCode) => process.exit(exitCode));
  const { signal, stop } = shutdown;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void stop(0));
  try {
    users = (await run(options, shutdown))?.users ?? [];
  } catch (error) {
    if (!signal.aborted) {
      console.error(describeError(error, options.optionNames));
      log.debug(error);
    }
    await stop(1);
  }
  // Never returns.
  if (signal.aborted) await stop(0);
  const { host = defaults.host, appPort = defaults.appPort } = options;
  return { url: `http://${publicHost(host)}:${appPort}`, users };
}

const defaults = { host: 'localhost', appPort: 3000, backendPort: 4000 };

/** @returns the local backend, unless the app uses another one */
async function run(options: ServeOptions, { closeCallbacks, signal, stop }: Shutdown): Promise<Backend | undefined> {
  const { command, projectFolder, app } = options;
  const { host = defaults.host, appPort = defaults.appPort, backendPort = defaults.backendPort } = options;
  const outputsFile = path.resolve(projectFolder, options.outputsFile ?? 'amplify_outputs.json');
  const dataFolder = path.resolve(projectFolder, options.dataFolder ?? '.amplify/local');
  if (options.verbose) log.level = 'debug';
  if (options.logFormat) setLogFormat(options.logFormat);
  const hasLocalBackend = (await readOutputsOwner(outputsFile)) !== 'aws';
  if (hasLocalBackend && appPort === backendPort) {
    throw new OptionError(
      (nameOf) =>
        `App and backend need different ports, not both ${appPort}: choose another with ${nameOf('appPort')} or ${nameOf('backendPort')}.`,
    );
  }
  // Checked before anything is built. Next.js would silently use another port.
  await assertPortFree(host, appPort, 'appPort');
  if (hasLocalBackend) await assertPortFree(host, backendPort, 'backendPort');

  async function runBackend(): Promise<Backend | undefined> {
    if (!hasLocalBackend) {
      console.log(
        `Using the backend that ${path.relative(projectFolder, outputsFile)} names. Options of the local backend have no effect.`,
      );
      return undefined;
    }
    // Imported here, so that the app starts while the modules load.
    const { startBackend } = await import('./backend');
    const starting = startBackend({ ...options, host, port: backendPort, dataFolder, signal });
    closeCallbacks.push(async () => (await starting).close());
    const backend = await starting;
    await writeOutputs(outputsFile, backend.outputs);
    if (command === 'dev') {
      const { watchAmplify } = await import('./watch');
      closeCallbacks.push(await watchAmplify(projectFolder, (files) => reload(backend, outputsFile, files, signal)));
    }
    return backend;
  }

  async function runApp(): Promise<void> {
    if (command === 'start') await app.build();
    const server = await app.serve({ command, host, port: appPort, outputsFile });
    closeCallbacks.push(() => server.close());
    void server.ended.then((exitCode) => stop(exitCode ?? 1));
  }

  // In parallel: the app needs the backend only when a page is requested.
  const [, backend] = await Promise.all([runApp(), runBackend()]);
  return backend;
}

async function reload(backend: Backend, outputsFile: string, files: string[], signal: AbortSignal): Promise<void> {
  const [file = '', ...others] = files;
  log.info(`${file}${others.length > 0 ? ` and ${others.length} more` : ''} changed: reloading the backend…`);
  const startedAt = performance.now();
  try {
    await backend.reload();
    await writeOutputs(outputsFile, backend.outputs);
    log.info(`Reloaded the backend in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  } catch (error) {
    if (signal.aborted) return;
    log.error(
      `The backend continues with the previous version, because the new one does not run:\n${messageOf(error)}`,
    );
  }
}

function describeError(error: unknown, names: ServeOptions['optionNames'] = {}): string {
  return error instanceof OptionError
    ? error.describe((option) => names[option] ?? `the option ${option}`)
    : messageOf(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
