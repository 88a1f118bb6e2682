/** The app as the tests run it: `npm start`, on ports and with data of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface App {
  port: number;
  backendPort: number;
  /** Where it keeps its database and its `amplify_outputs.json`. */
  folder: string;
}

/** One for each worker: within it, tests run one after another, since all vote and talk in the same show. */
export const sharedApps = [0, 1].map((worker): App => appOn(3100 + worker));

/** One to break. */
export const fragileApp = appOn(3110);

function appOn(port: number): App {
  return { port, backendPort: port + 1000, folder: `.amplify/e2e/${port}` };
}

const projectFolder = path.resolve(import.meta.dirname, '..');

export function urlOf({ port }: App): string {
  return `http://localhost:${port}`;
}

export function startArguments({ port, backendPort, folder }: App, ...more: string[]): string[] {
  return [
    'local/cli.mjs', 'start',
    '--port', String(port),
    '--backend-port', String(backendPort),
    '--data', folder,
    '--outputs', `${folder}/amplify_outputs.json`,
    ...more,
  ];
}

export interface RunningApp {
  /** Makes the backend hang, as an overload would: it takes connections and answers nobody. */
  freezeBackend(): void;
  thawBackend(): void;
  /** Ends the backend as a power cut would; the page's server stays up. */
  killBackend(): Promise<void>;
  /** Ends all of it. */
  close(): Promise<void>;
}

/** Resolves when the app is on. @throws with its output where it ends instead */
export async function startApp(app: App, ...more: string[]): Promise<RunningApp> {
  // A process group of its own: the page's server is the command line's child, and outlives it when that is killed.
  const cli = spawn(process.execPath, startArguments(app, ...more), {
    cwd: projectFolder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(cli, 'exit');
  let output = '';
  const ready = new Promise<void>((resolve) => {
    for (const stream of [cli.stdout, cli.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('Matinee is on')) resolve();
      });
    }
  });
  const failed = ended.then(() => {
    throw new Error(`The app did not start:\n${output}`);
  });
  await Promise.race([ready, failed]);
  failed.catch(() => undefined);

  return {
    freezeBackend: () => cli.kill('SIGSTOP'),
    thawBackend: () => cli.kill('SIGCONT'),
    killBackend: async () => {
      cli.kill('SIGKILL');
      await ended;
    },
    close: async () => {
      if (cli.pid === undefined) return;
      endGroup(cli.pid);
      await ended;
    },
  };
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGTERM');
  } catch (error) {
    // Nobody is left in it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
