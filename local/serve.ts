/**
 * `amplify-local/serve`: runs a web app with the local backend until the process is ended, for `npm run dev` and
 * `npm start` of a project. If `amplify_outputs.json` names a backend on AWS, only the app runs.
 */
import path from 'node:path';
import type { Backend, BackendOptions } from './backend';
import { log } from './log';
import { readOutputsOwner, writeOutputs } from './outputs';
import { assertPortFree } from './port';
import { publicHost } from './public-host';
import { createShutdown } from './shutdown';
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
  | 'dynamoDbEndpoint'
  | 'functionVariables'
  | 'secrets'
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
  /** How the caller names options, such as `--fresh`, for errors that mention them. */
  optionNames?: Partial<Record<'appPort' | 'backendPort' | 'host' | 'fresh', string>>;
}

/**
 * Resolves when app and backend run. If one of them fails, prints the reason and ends the process with code 1.
 *
 * @returns the URL of the app, by which others reach it if it listens on more than this machine
 */
export async function serve(options: ServeOptions): Promise<{ url: string }> {
  const { closeCallbacks, stop } = createShutdown((exitCode) => process.exit(exitCode));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0));
  try {
    await run(options, closeCallbacks, stop);
  } catch (error) {
    console.error(withOptionNames(messageOf(error), options.optionNames));
    log.debug(error);
    await stop(1);
  }
  const { host = defaults.host, appPort = defaults.appPort } = options;
  return { url: `http://${publicHost(host)}:${appPort}` };
}

const defaults = { host: 'localhost', appPort: 3000, backendPort: 4000 };

async function run(
  options: ServeOptions,
  closeCallbacks: (() => Promise<void>)[],
  stop: (exitCode: number) => Promise<void>,
): Promise<void> {
  const { command, projectFolder, app } = options;
  const { host = defaults.host, appPort = defaults.appPort, backendPort = defaults.backendPort } = options;
  const outputsFile = path.resolve(projectFolder, options.outputsFile ?? 'amplify_outputs.json');
  const dataFolder = path.resolve(projectFolder, options.dataFolder ?? '.amplify/local');
  if (options.verbose) log.level = 'debug';
  const hasLocalBackend = (await readOutputsOwner(outputsFile)) !== 'aws';
  if (hasLocalBackend && appPort === backendPort) {
    throw new Error(
      `App and backend need different ports, not both ${appPort}: choose another with the option appPort or the option backendPort.`,
    );
  }
  // Checked before anything is built. Next.js would silently use another port.
  await assertPortFree(host, appPort, 'appPort');
  if (hasLocalBackend) await assertPortFree(host, backendPort, 'backendPort');

  async function runBackend(): Promise<void> {
    if (!hasLocalBackend) {
      console.log(`Using the backend that ${path.relative(projectFolder, outputsFile)} names.`);
      return;
    }
    // Imported here, so that the app starts while the modules load.
    const { startBackend } = await import('./backend');
    const backend = await startBackend({ ...options, host, port: backendPort, dataFolder });
    closeCallbacks.push(() => backend.close());
    await writeOutputs(outputsFile, backend.outputs);
    if (command === 'dev') {
      const { watchAmplify } = await import('./watch');
      closeCallbacks.push(await watchAmplify(projectFolder, () => reload(backend, outputsFile)));
    }
  }

  async function runApp(): Promise<void> {
    if (command === 'start') await app.build();
    const server = await app.serve({ command, host, port: appPort, outputsFile });
    closeCallbacks.push(() => server.close());
    void server.ended.then((exitCode) => stop(exitCode ?? 1));
  }

  // In parallel: the app needs the backend only when a page is requested.
  await Promise.all([runApp(), runBackend()]);
}

async function reload(backend: Backend, outputsFile: string): Promise<void> {
  try {
    await backend.reload();
    await writeOutputs(outputsFile, backend.outputs);
    log.info('amplify/ changed: the backend runs the new version');
  } catch (error) {
    console.error(
      `amplify/ changed, but does not run; the backend continues with the previous version.\n${messageOf(error)}`,
    );
  }
}

function withOptionNames(message: string, names: ServeOptions['optionNames'] = {}): string {
  return Object.entries(names).reduce((text, [option, name]) => text.replaceAll(`the option ${option}`, name), message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
