/** The app under test: `npm start` on its own ports, with its own data. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { projectFolder } from '../tools/project-folder';

export interface App {
  port: number;
  backendPort: number;
  /** Holds the database and `amplify_outputs.json`. */
  folder: string;
}

/** One app per worker: its tests run one after another, since they all vote and chat in the same show. */
export const sharedApps = [0, 1, 2].map((worker): App => appOn(3100 + worker));

/** An app for tests that stop it. */
export const ownApp = appOn(3110);

/** An app whose operator no other test signs in: each code of an authenticator app works once. */
export const hostedApp = appOn(3120);

function appOn(port: number): App {
  return { port, backendPort: port + 1000, folder: `.amplify/e2e/${port}` };
}

/** Printed when everything runs; the page answers earlier. */
export const readyLine = /Matinee is on/;

const pollMs = 50;

export function urlOf({ port }: App): string {
  return `http://localhost:${port}`;
}

export function startArguments({ port, backendPort, folder }: App, ...more: string[]): string[] {
  return [
    'tools/serve/cli.mjs',
    'start',
    '--port',
    String(port),
    '--backend-port',
    String(backendPort),
    '--data',
    folder,
    '--outputs',
    `${folder}/amplify_outputs.json`,
    ...more,
  ];
}

export function outputsOf({ folder }: App): string {
  return path.join(projectFolder, folder, 'amplify_outputs.json');
}

/** The process of an app that a test can freeze, kill and restart. */
export class AppProcess {
  #cli: ChildProcess | null = null;

  constructor(private readonly app: App) {}

  /** Resolves with the app's output when it is ready. @throws with the output if it exits instead */
  async start(...more: string[]): Promise<string> {
    // A separate process group, since the web server is a child process and survives if its parent is killed.
    const cli = spawn(process.execPath, startArguments(this.app, ...more), {
      cwd: projectFolder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#cli = cli;
    let output = '';
    await new Promise<void>((resolve, reject) => {
      for (const stream of [cli.stdout, cli.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (readyLine.test(output)) resolve();
        });
      }
      cli.once('exit', () => reject(new Error(`The app did not start:\n${output}`)));
    });
    return output;
  }

  /** Makes the backend hang: it accepts connections and answers none. */
  freezeBackend(): void {
    this.#cli?.kill('SIGSTOP');
  }

  thawBackend(): void {
    this.#cli?.kill('SIGCONT');
  }

  /** Kills the backend; the web server keeps running. */
  async killBackend(): Promise<void> {
    if (!this.#cli) return;
    const ended = once(this.#cli, 'exit');
    this.#cli.kill('SIGKILL');
    await ended;
  }

  /** Stops the app. Resolves when its ports are free again. */
  async close(): Promise<void> {
    if (this.#cli?.pid === undefined) return;
    signalGroup(this.#cli.pid, 'SIGCONT');
    signalGroup(this.#cli.pid, 'SIGTERM');
    this.#cli = null;
    for (const port of [this.app.port, this.app.backendPort]) {
      while (await isTaken(port)) await setTimeout(pollMs);
    }
  }
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // Every process of the group has exited.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isTaken(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
