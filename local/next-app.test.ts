import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNextApp } from './next-app';

let projectFolder: string;

beforeEach(async () => {
  projectFolder = await mkdtemp(path.join(tmpdir(), 'project-'));
  await mkdir(path.join(projectFolder, 'app'));
  await write('app/page.tsx', '');
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(projectFolder, { recursive: true });
});

async function write(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.join(projectFolder, file)), { recursive: true });
  await writeFile(path.join(projectFolder, file), content);
}

/** Stands for the command-line interface of Next.js. */
const writeNext = (code: string) => write('node_modules/next/dist/bin/next', code);

const createApp = () => createNextApp({ projectFolder, sources: ['app', 'middleware.ts'], readinessPath: '/icon.svg' });

describe('build', () => {
  const nextBuild = `
    const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
    appendFileSync('builds.txt', process.argv[2] + '\\n');
    mkdirSync('.next', { recursive: true });
    writeFileSync('.next/BUILD_ID', '1');
    writeFileSync('.next/prerender-manifest.json', '{}');
  `;
  const countBuilds = async () =>
    (await readFile(path.join(projectFolder, 'builds.txt'), 'utf8')).match(/build\n/g)?.length;
  /** Dates a file after the last build. */
  const touch = async (file: string) => {
    const future = new Date(Date.now() + 60_000);
    await utimes(path.join(projectFolder, file), future, future);
  };

  it('builds only if a source other than a test is newer than the last build', async () => {
    await writeNext(nextBuild);
    await write('app/page.test.tsx', '');
    const app = createApp();
    await app.build();
    await app.build();
    expect(await countBuilds()).toBe(1);

    await touch('app/page.test.tsx');
    await app.build();
    expect(await countBuilds()).toBe(1);

    await write('middleware.ts', '');
    await touch('middleware.ts');
    await app.build();
    expect(await countBuilds()).toBe(2);
  });

  it('builds again after a build that was interrupted', async () => {
    await writeNext(nextBuild);
    await write('.next/BUILD_ID', '1');
    await createApp().build();
    expect(await countBuilds()).toBe(1);
  });

  it('fails if Next.js fails', async () => {
    await writeNext('process.exit(1)');
    await expect(createApp().build()).rejects.toThrow('The build of the app failed');
  });
});

describe('serve', () => {
  async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  const serve = async (host = 'localhost') =>
    createApp().serve({
      command: 'start',
      host,
      port: await freePort(),
      outputsFile: path.join(projectFolder, 'amplify_outputs.json'),
    });

  const nextStart = `
    const { createServer } = require('node:http');
    createServer((_, response) => response.end()).listen(Number(process.argv[6]), process.argv[4]);
    const { AMPLIFY_OUTPUTS, NODE_ENV } = process.env;
    require('node:fs').writeFileSync('arguments.txt', [process.argv[2], AMPLIFY_OUTPUTS, NODE_ENV].join(' '));
  `;

  it('resolves when the app answers, and passes it the path of the outputs', async () => {
    await writeNext(nextStart);
    const server = await serve();
    await server.close();
    expect(await readFile(path.join(projectFolder, 'arguments.txt'), 'utf8')).toBe(
      `start ${path.join(projectFolder, 'amplify_outputs.json')} production`,
    );
  });

  it('sets NODE_ENV to the mode of the command, whatever the shell has', async () => {
    vi.stubEnv('NODE_ENV', 'development');
    await writeNext(nextStart);
    await (await serve()).close();
    expect(await readFile(path.join(projectFolder, 'arguments.txt'), 'utf8')).toMatch(/ production$/);
    vi.unstubAllEnvs();
  });

  it.each(['0.0.0.0', '::', '::1'])('resolves when the app answers on %s', async (host) => {
    await writeNext(nextStart);
    await (await serve(host)).close();
  });

  it('rejects when the server ends, and stops waiting for it', async () => {
    await writeNext('process.exit(3)');
    let signal: AbortSignal | null | undefined;
    vi.stubGlobal('fetch', (_: string, init?: RequestInit) => {
      signal = init?.signal;
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    });
    await expect(serve()).rejects.toThrow("The app's server ended with exit code 3");
    expect(signal?.aborted).toBe(true);
  });
});
