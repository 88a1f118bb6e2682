/** Runs `serve` as `npm run dev` does, in a process of its own, with the backend of a small project. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProject, freePort, type TestProject } from './cloudformation/project.fixture';

let project: TestProject;
let child: ChildProcess | undefined;
let output: { stdout: string; stderr: string };

beforeEach(async () => {
  project = await createProject();
  output = { stdout: '', stderr: '' };
});
afterEach(async () => {
  if (child?.exitCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await project.remove();
});

/** Starts it with an app that does nothing, in a process group of its own, as a terminal does. */
async function start(): Promise<ChildProcess> {
  const script = `
    const { serve } = await import(${JSON.stringify(path.join(import.meta.dirname, 'serve.ts'))});
    const app = { build: async () => {}, serve: async () => ({ ended: new Promise(() => {}), close: async () => {} }) };
    const options = { appPort: ${await freePort()}, backendPort: ${await freePort()} };
    await serve({ command: 'dev', projectFolder: ${JSON.stringify(project.folder)}, app, ...options });
    console.log('ready');
  `;
  const started = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: path.join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  started.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  started.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  child = started;
  return started;
}

const waitFor = (text: string) =>
  vi.waitUntil(() => output.stdout.includes(text) || child?.exitCode !== null, { timeout: 60_000 });

/** Sends the signal of Ctrl-C to all processes of the group, and returns the exit code. */
async function interrupt(served: ChildProcess): Promise<number | null> {
  const ended = once(served, 'exit');
  process.kill(-(served.pid ?? NaN), 'SIGINT');
  const [exitCode] = (await ended) as [number | null];
  return exitCode;
}

/** Where syntheses write until their results are complete. */
async function synthesisFolders(): Promise<string[]> {
  const cacheFolder = path.join(project.folder, '.amplify/cdk.out');
  return existsSync(cacheFolder) ? readdir(cacheFolder) : [];
}

const neverReady = 'await new Promise((resolve) => setTimeout(resolve, 120_000));';

describe('a change of amplify/', { timeout: 120_000 }, () => {
  it('is announced before the reload, and again after it, with its duration', async () => {
    await start();
    await waitFor('ready');
    await project.writeBackend('// Changed.');
    await waitFor('Reloaded');
    expect(output.stdout).toContain('"amplify/backend.ts changed: reloading the backend…"');
    expect(output.stdout).toMatch(/"Reloaded the backend in \d+\.\d s"/);
  });

  it('that does not run is reported, and its correction reloads the backend', async () => {
    await start();
    await waitFor('ready');
    await project.writeBackend("throw new Error('A permission is missing.');");
    await waitFor('previous version');
    expect(output.stdout).toContain('A permission is missing.');
    await project.writeBackend('');
    await waitFor('Reloaded');
    expect(output.stderr).toBe('');
  });
});

describe('Ctrl-C', { timeout: 120_000 }, () => {
  it('during a reload ends it silently', async () => {
    const served = await start();
    await waitFor('ready');
    await project.writeBackend(neverReady);
    await waitFor('reloading');
    output.stdout = '';
    expect(await interrupt(served)).toBe(0);
    expect(output).toEqual({ stdout: '', stderr: '' });
  });

  it('during the start ends it silently', async () => {
    await project.writeBackend(neverReady);
    const served = await start();
    await vi.waitUntil(async () => (await synthesisFolders()).length > 0, { timeout: 60_000 });
    expect(await interrupt(served)).toBe(0);
    expect(output).toEqual({ stdout: '', stderr: '' });
    expect(await synthesisFolders()).toEqual([]);
  });
});
