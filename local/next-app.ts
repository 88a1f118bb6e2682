/** Next.js as a child process: builds the app where its sources are newer than the build, and serves it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { listenAddress } from './port';

/** What the build is made of. */
const sources = [
  'app',
  'components',
  'languages',
  'live',
  'public',
  'amplify',
  'middleware.ts',
  'next.config.js',
  'tsconfig.json',
  'package-lock.json',
];

function next(projectFolder: string, args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [path.join(projectFolder, 'node_modules/next/dist/bin/next'), ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  });
  // A build that nobody waits for any more would print on.
  const end = () => child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}

async function changedAt(file: string): Promise<number> {
  const { mtimeMs } = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return { mtimeMs: 0 };
    throw error;
  });
  return mtimeMs;
}

async function isStale(projectFolder: string): Promise<boolean> {
  const builtAt = await changedAt(path.join(projectFolder, '.next/BUILD_ID'));
  if (builtAt === 0) return true;
  const changes = await Promise.all(sources.map((source) => lastChange(path.join(projectFolder, source))));
  return Math.max(...changes) > builtAt;
}

/** Of a file, or of any file in a folder; tests are not built. */
async function lastChange(file: string): Promise<number> {
  const entries = await readdir(file, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return [];
    throw error;
  });
  const files = entries.filter((entry) => !entry.includes('.test.')).map((entry) => path.join(file, entry));
  return Math.max(...(await Promise.all([file, ...files].map(changedAt))));
}

/**
 * Builds the app unless the build is newer than everything it is made of.
 *
 * @throws where the build fails; Next has printed why
 */
export async function buildApp(projectFolder: string): Promise<void> {
  if (!(await isStale(projectFolder))) return;
  const [code] = (await once(next(projectFolder, ['build']), 'exit')) as [number | null];
  if (code !== 0) throw new Error('The app could not be built; see above.');
}

export interface AppOptions {
  command: 'dev' | 'start';
  projectFolder: string;
  host: string;
  port: number;
  outputsFile: string;
}

export interface App {
  /** Resolves with the exit code when the server has ended by itself. */
  ended: Promise<number | null>;
  close(): Promise<void>;
}

/**
 * Serves the app; resolves when it answers.
 *
 * @throws where the server ends
 */
export async function serveApp({ command, projectFolder, host, port, outputsFile }: AppOptions): Promise<App> {
  const address = listenAddress(host);
  const server = next(projectFolder, [command, '-H', address, '-p', String(port)], { AMPLIFY_OUTPUTS: outputsFile });
  const ended = once(server, 'exit').then(([code]) => code as number | null);
  const close = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  const failure = ended.then((code) => {
    throw new Error(`The app's server ended with code ${code}; see above.`);
  });
  await Promise.race([failure, answering(`http://${address}:${port}/icon.svg`)]);
  failure.catch(() => undefined);
  return { ended, close };
}

async function answering(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch {
      await setTimeout(50);
    }
  }
}
