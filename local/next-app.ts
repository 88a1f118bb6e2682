/** A Next.js app as a child process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { listenAddress } from './port';
import { localHost } from './public-host';
import type { WebApp, WebAppServer, WebAppServerOptions } from './web-app';

const pollMs = 50;

export interface NextAppOptions {
  projectFolder: string;
  /** Files and folders that the build depends on, relative to the project. Tests in them do not count. */
  sources: string[];
  /** A path that the server answers as soon as it runs, without the backend. */
  readinessPath?: string;
}

export function createNextApp({ projectFolder, sources, readinessPath = '/' }: NextAppOptions): WebApp {
  return {
    async build() {
      if (!(await isStale(projectFolder, sources))) return;
      const [exitCode] = (await once(runNext(projectFolder, ['build']), 'exit')) as [number | null];
      if (exitCode !== 0) throw new Error('The build of the app failed; the reason is printed above.');
    },
    serve: (options) => serve(projectFolder, readinessPath, options),
  };
}

async function serve(
  projectFolder: string,
  readinessPath: string,
  { command, host, port, outputsFile }: WebAppServerOptions,
): Promise<WebAppServer> {
  const address = listenAddress(host);
  const server = runNext(projectFolder, [command, '-H', address, '-p', String(port)], { AMPLIFY_OUTPUTS: outputsFile });
  const ended = once(server, 'exit').then(([exitCode]) => exitCode as number | null);
  const polling = new AbortController();
  const failed = ended.then((exitCode): never => {
    throw new Error(`The app's server ended with exit code ${String(exitCode)}; the reason is printed above.`);
  });
  try {
    await Promise.race([
      failed,
      waitUntilAnswering(`http://${localHost(address)}:${port}${readinessPath}`, polling.signal),
    ]);
  } finally {
    polling.abort();
    failed.catch(() => undefined);
  }
  return {
    ended,
    async close() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

function runNext(projectFolder: string, args: string[], variables: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [path.join(projectFolder, 'node_modules/next/dist/bin/next'), ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Next.js fails in another mode than that of its command.
    env: {
      ...process.env,
      NODE_ENV: args[0] === 'dev' ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      ...variables,
    },
  });
  // Otherwise a build would continue after this process has ended.
  const kill = () => child.kill();
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

async function waitUntilAnswering(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await fetch(url, { signal });
      return;
    } catch {
      await setTimeout(pollMs);
    }
  }
}

async function isStale(projectFolder: string, sources: string[]): Promise<boolean> {
  // Written near the end of a build; `BUILD_ID` is also there after a build that was interrupted.
  const builtAt = await modifiedAt(path.join(projectFolder, '.next/prerender-manifest.json'));
  if (builtAt === 0) return true;
  const changes = await Promise.all(sources.map((source) => lastChange(path.join(projectFolder, source))));
  return Math.max(...changes) > builtAt;
}

/** @returns when a file, or a file in a folder, was last modified, in milliseconds since the epoch */
async function lastChange(fileOrFolder: string): Promise<number> {
  const entries = await readdir(fileOrFolder, { recursive: true }).catch((error: unknown) => {
    if (hasCode(error, 'ENOTDIR') || hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  const files = entries.filter((entry) => !entry.includes('.test.')).map((entry) => path.join(fileOrFolder, entry));
  return Math.max(...(await Promise.all([fileOrFolder, ...files].map(modifiedAt))));
}

/** @returns 0 if there is no such file */
async function modifiedAt(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
