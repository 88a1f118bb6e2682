import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { resolverCode } from './backend.fixture';
import { readDeployment } from './read-deployment';
import { synthesize, SynthesisError, type SynthesizeOptions } from './synthesize';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Stands for `amplify/backend.ts`: writes the minimal backend of the tests and appends its CDK context to a file. */
const backend = `
import { appendFileSync } from 'node:fs';
import { minimalBackend } from '${path.join(here, 'backend.fixture')}';
import { writeAssembly } from '${path.join(here, 'assembly.fixture')}';

appendFileSync('runs.txt', process.env.CDK_CONTEXT_JSON + '\\n');
writeAssembly(process.env.CDK_OUTDIR ?? '', minimalBackend());
`;

let projectFolder: string;
let cacheFolder: string;

beforeEach(async () => {
  projectFolder = await mkdtemp(path.join(tmpdir(), 'project-'));
  cacheFolder = path.join(projectFolder, '.amplify/cdk.out');
  await symlink(path.join(here, '../../node_modules'), path.join(projectFolder, 'node_modules'));
  await mkdir(path.join(projectFolder, 'amplify/functions'), { recursive: true });
  await write('package.json', '{ "name": "cinema" }');
  await write('package-lock.json', '{}');
  await write('amplify/package.json', '{ "type": "module" }');
  await write('amplify/backend.ts', backend);
});
afterEach(async () => {
  await rm(projectFolder, { recursive: true });
});

const write = (file: string, content: string) => writeFile(path.join(projectFolder, file), content);
const run = (options: Partial<SynthesizeOptions> = {}) => synthesize({ projectFolder, ...options });
/** The CDK context of every run so far. */
const contexts = async (): Promise<unknown[]> =>
  (await readFile(path.join(projectFolder, 'runs.txt'), 'utf8'))
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
const cached = async () => (await readdir(cacheFolder)).sort();

describe('synthesis', { timeout: 30_000 }, () => {
  it('returns a folder with the deployment', async () => {
    const folder = await run();
    const environment = { region: 'eu-west-1', accountId: '123456789012', graphqlUrl: 'http://localhost/graphql' };
    expect(readDeployment(folder, environment).functions).toMatchObject([{ name: 'Tally' }]);
    expect(await cached()).toEqual([path.basename(folder)]);
  });

  it('gets the CDK context of an Amplify sandbox with the name of the package, and additional context', async () => {
    const amplify = {
      'amplify-backend-namespace': 'cinema',
      'amplify-backend-name': 'local',
      'amplify-backend-type': 'sandbox',
    };
    await run();
    await run({ namespace: 'theatre', context: { roundSeconds: 3 } });
    expect(await contexts()).toEqual([
      amplify,
      { ...amplify, 'amplify-backend-namespace': 'theatre', roundSeconds: 3 },
    ]);
  });

  it('runs again only when an input changes; tests and fixtures are not inputs', async () => {
    const first = await run();
    await write('amplify/functions/tally.test.ts', 'a test');
    await write('amplify/functions/tally.fixture.ts', 'a fixture');
    await utimes(first, 0, 0);
    expect(await run()).toBe(first);
    expect(await contexts()).toHaveLength(1);
    // Marked as used, so that it is not the first to be deleted.
    expect((await stat(first)).mtimeMs).toBeGreaterThan(Date.now() - 60_000);

    await write('amplify/functions/tally.ts', 'export {};');
    const second = await run();
    expect(second).not.toBe(first);
    await write('package-lock.json', '{ "version": 2 }');
    expect([first, second]).not.toContain(await run());
    expect(await contexts()).toHaveLength(3);
  });

  it('does not depend on the environment variables of the shell, except those that are passed on', async () => {
    await write(
      'amplify/backend.ts',
      `import { writeFileSync } from 'node:fs';\nwriteFileSync('env.json', JSON.stringify(process.env));\n${backend}`,
    );
    vi.stubEnv('FIREWALL', 'on');
    onTestFinished(() => void vi.unstubAllEnvs());
    await run({ environment: { ALARM_EMAIL: 'ops@example.com' } });
    const variables: unknown = JSON.parse(await readFile(path.join(projectFolder, 'env.json'), 'utf8'));
    expect(variables).not.toHaveProperty('FIREWALL');
    expect(variables).toMatchObject({ HOME: process.env.HOME, ALARM_EMAIL: 'ops@example.com' });
  });

  it("leaves nothing in the system's temporary folder", async () => {
    await write(
      'amplify/backend.ts',
      `import { mkdtempSync } from 'node:fs';\nimport { tmpdir } from 'node:os';\nmkdtempSync(tmpdir() + '/cdk.out');\n${backend}`,
    );
    const systemFolder = path.join(projectFolder, 'tmp');
    await mkdir(systemFolder);
    vi.stubEnv('TMPDIR', systemFolder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const folder = await run();
    expect(await readdir(systemFolder)).toEqual([]);
    expect(await cached()).toEqual([path.basename(folder)]);
  });

  it('may run twice at the same time', async () => {
    const [first, second] = await Promise.all([run(), run()]);
    expect(first).toBe(second);
    expect(await cached()).toEqual([path.basename(first)]);
  });

  it('keeps the results that were used last, and those that other processes are writing', async () => {
    const agesHours: Record<string, number> = {
      oldest: 9,
      old: 8,
      fifth: 5,
      fourth: 4,
      third: 3,
      second: 2,
      first: 1,
      'unfinished-long-ago': 2,
      'unfinished-now': 0,
    };
    for (const [name, hours] of Object.entries(agesHours)) {
      await mkdir(path.join(cacheFolder, name), { recursive: true });
      const usedAt = Date.now() / 1000 - hours * 3600;
      await utimes(path.join(cacheFolder, name), usedAt, usedAt);
    }
    const folder = await run();
    expect(await cached()).toEqual(
      [path.basename(folder), 'fifth', 'first', 'fourth', 'second', 'third', 'unfinished-now'].sort(),
    );
  });
});

describe('an error in amplify/', { timeout: 30_000 }, () => {
  const failure = () =>
    run().then(
      () => expect.unreachable('The synthesis succeeded.'),
      (error: unknown) => error,
    );

  it.each([
    ['thrown by the backend', `${backend}\nthrow new Error('The schema lacks a table.');`, 'The schema lacks a table.'],
    ['of syntax', 'export const = 1;', 'Expected identifier but found "="'],
    ['of a file that defines no backend', '', 'manifest.json'],
  ])(
    '%s is reported in its own words, without a stack trace, and leaves nothing behind',
    async (_, source, message) => {
      await write('amplify/backend.ts', source);
      const error = await failure();
      expect(error).toBeInstanceOf(SynthesisError);
      expect(String(error)).toContain(message);
      expect(String(error)).not.toMatch(/^\s+at |Node\.js v/m);
      expect(await cached()).toEqual([]);
    },
  );

  it('thrown by the backend is its message only, and of syntax has its place', async () => {
    await write('amplify/backend.ts', `${backend}\nthrow new Error('The schema lacks a table.');`);
    expect(String(await failure())).toBe('SynthesisError: Error: The schema lacks a table.');
    await write('amplify/backend.ts', 'export const = 1;');
    expect(String(await failure())).toMatch(/backend\.ts:1:13/);
  });

  it('is that of an ended synthesis, which leaves nothing behind', async () => {
    await write('amplify/backend.ts', `${backend}\nawait new Promise((resolve) => setTimeout(resolve, 60_000));`);
    const ending = new AbortController();
    const synthesis = run({ signal: ending.signal });
    ending.abort();
    await expect(synthesis).rejects.toBeInstanceOf(SynthesisError);
    expect(await cached()).toEqual([]);
  });

  it('disappears once it is fixed', async () => {
    await write('amplify/backend.ts', 'nonsense();');
    await failure();
    await write('amplify/backend.ts', backend);
    await run();
    expect(await cached()).toHaveLength(1);
  });

  it('in a resolver is reported with its location, as AppSync would reject it', async () => {
    const code = `${resolverCode}let looped = 0; while (looped < 2) looped += 1;`;
    await write('amplify/backend.ts', backend.replace('minimalBackend()', `minimalBackend(${JSON.stringify(code)})`));
    await write('amplify/functions/snapshot.js', code);
    const error = await failure();
    expect(error).toBeInstanceOf(SynthesisError);
    expect(String(error)).toMatch(/amplify\/functions\/snapshot\.js:3:17: .*While statements/);
    expect(await cached()).toEqual([]);
  });
});
