/** The command line: starts the app, and the local backend where `amplify_outputs.json` names no other. */
import path from 'node:path';
import type { Backend } from './backend';
import { log } from './log';
import { buildApp, serveApp } from './next-app';
import { parseCliOptions, usage } from './cli-options';
import { outputsOwner, writeOutputs } from './outputs';
import { assertPortFree } from './port';
import { createShutdown } from './shutdown';

const projectFolder = path.resolve(import.meta.dirname, '..');

const { closeCallbacks: closing, stop } = createShutdown((exitCode) => process.exit(exitCode));

function optionsOrEnd() {
  try {
    const options = parseCliOptions(process.argv.slice(2), projectFolder);
    if (options) return options;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`${messageOf(error)}\n--help shows all options.`);
    process.exit(1);
  }
}

async function run(): Promise<void> {
  const options = optionsOrEnd();
  if (options.verbose) log.level = 'debug';
  const { command, outputsFile, host, appPort } = options;
  const hasLocalBackend = (await outputsOwner(outputsFile)) !== 'aws';
  // First of all: nothing is built or started in vain. Next would go on to another port without a word.
  await assertPortFree(host, appPort, '--port');
  if (hasLocalBackend) await assertPortFree(host, options.backendPort, '--backend-port');

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0));

  async function runBackend(): Promise<void> {
    if (!hasLocalBackend)
      return console.log(`Using the backend that ${path.relative(projectFolder, outputsFile)} names.`);
    // Loaded here, so that the app need not wait for it to be read.
    const { startBackend } = await import('./backend');
    const backend = await startBackend({
      ...options,
      projectFolder,
      port: options.backendPort,
      secrets: process.env,
      dynamoDbEndpoint: process.env.DYNAMODB_ENDPOINT,
    });
    closing.push(() => backend.close());
    await writeOutputs(outputsFile, backend.outputs);
    if (command === 'dev') {
      const { watchAmplify } = await import('./watch');
      closing.push(await watchAmplify(projectFolder, () => reload(backend, outputsFile)));
    }
  }

  async function runApp(): Promise<void> {
    if (command === 'start') await buildApp(projectFolder);
    const app = await serveApp({ command, projectFolder, host, port: appPort, outputsFile });
    closing.push(() => app.close());
    void app.ended.then((code) => stop(code ?? 1));
  }

  // Side by side: the app looks for the backend when a page is asked for, not before.
  await Promise.all([runApp(), runBackend()]);
  console.log(`\n  Matinee is on: http://${host}:${appPort}\n`);
}

async function reload(backend: Backend, outputsFile: string): Promise<void> {
  try {
    await backend.reload();
    await writeOutputs(outputsFile, backend.outputs);
    log.info('amplify/ changed: the backend runs the new version');
  } catch (error) {
    console.error(`amplify/ changed, but not for the better; the last good backend runs on.\n${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

run().catch((error: unknown) => {
  console.error(messageOf(error));
  log.debug(error);
  return stop(1);
});
