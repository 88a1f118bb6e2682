import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { resolverCode } from './backend.fixture';
import { readDeployment } from './read-deployment';
import { synthesize, SynthesisError, type SynthesizeOptions } from './synthesize';

const here = fileURLToPath(new URL('.', import.meta.url));

/** A backend that is quick to synthesize: it writes the small backend of the tests, and counts how often. */
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
  await write('package-lock.json', '{}');
  await write('amplify/package.json', '{ "type": "module" }');
  await write('amplify/backend.ts', backend);
});
afterEach(async () => {
  await rm(projectFolder, { recursive: true });
});

const write = (file: string, content: string) => writeFile(path.join(projectFolder, file), content);
const run = (options: Partial<SynthesizeOptions> = {}) => synthesize({ projectFolder, cacheFolder, ...options });
const runs = async () => (await readFile(path.join(projectFolder, 'runs.txt'), 'utf8')).trim().split('\n');
const kept = async () => (await readdir(cacheFolder)).sort();

describe('a synthesis', { timeout: 30_000 }, () => {
  it('is a folder that holds the deployment', async () => {
    const folder = await run();
    const environment = { region: 'eu-west-1', accountId: '123456789012', graphqlUrl: 'http://localhost/graphql' };
    expect(readDeployment(folder, environment).functions).toMatchObject([{ name: 'Tally' }]);
    expect(await kept()).toEqual([path.basename(folder)]);
  });

  it('tells the CDK what the Amplify CLI would, and the length of a round where it is given', async () => {
    const amplify = {
      'amplify-backend-namespace': 'matinee',
      'amplify-backend-name': 'local',
      'amplify-backend-type': 'sandbox',
    };
    await run();
    await run({ roundSeconds: 3 });
    expect((await runs()).map((context) => JSON.parse(context))).toEqual([amplify, { ...amplify, roundSeconds: 3 }]);
  });

  it('is made once, and anew when an input changes; tests and their fixtures are none', async () => {
    const first = await run();
    await write('amplify/functions/tally.test.ts', 'a test');
    await write('amplify/functions/tally.fixture.ts', 'a fixture');
    await utimes(first, 0, 0);
    expect(await run()).toBe(first);
    expect(await runs()).toHaveLength(1);
    // Used now, so that it is not the first to be forgotten.
    expect((await stat(first)).mtimeMs).toBeGreaterThan(Date.now() - 60_000);

    await write('amplify/functions/tally.ts', 'export {};');
    const second = await run();
    expect(second).not.toBe(first);
    await write('package-lock.json', '{ "version": 2 }');
    expect([first, second]).not.toContain(await run());
    expect(await runs()).toHaveLength(3);
  });

  it('is the same whatever the shell says of deployments', async () => {
    await write(
      'amplify/backend.ts',
      `import { writeFileSync } from 'node:fs';\nwriteFileSync('shell.txt', \`\${process.env.FIREWALL} \${process.env.HOME}\`);\n${backend}`,
    );
    vi.stubEnv('FIREWALL', 'on');
    onTestFinished(() => void vi.unstubAllEnvs());
    await run();
    expect(await readFile(path.join(projectFolder, 'shell.txt'), 'utf8')).toBe(`undefined ${process.env.HOME}`);
  });

  it('may be made twice at the same time', async () => {
    const [one, other] = await Promise.all([run(), run()]);
    expect(one).toBe(other);
    expect(await kept()).toEqual([path.basename(one)]);
  });

  it('leaves the results that were used last, and those that others are making', async () => {
    const agesHours: Record<string, number> = {
      oldest: 9,
      old: 8,
      recent: 1,
      last: 0.1,
      'unfinished-long-ago': 2,
      'unfinished-now': 0,
    };
    for (const [name, hours] of Object.entries(agesHours)) {
      await mkdir(path.join(cacheFolder, name), { recursive: true });
      const usedAt = Date.now() / 1000 - hours * 3600;
      await utimes(path.join(cacheFolder, name), usedAt, usedAt);
    }
    const folder = await run();
    expect(await kept()).toEqual([path.basename(folder), 'last', 'recent', 'unfinished-now'].sort());
  });
});

describe('a mistake in amplify/', { timeout: 30_000 }, () => {
  const failure = () =>
    run().then(
      () => expect.unreachable('the mistake went unnoticed'),
      (error: unknown) => error,
    );

  it.each([
    [
      'thrown by the generators',
      `${backend}\nthrow new Error('The schema lacks a table.');`,
      'The schema lacks a table.',
    ],
    ['of syntax', 'export const = 1;', 'Expected identifier but found "="'],
    ['of a backend that is none', '', 'manifest.json'],
  ])('%s is told in its own words, without a stack trace, and leaves nothing behind', async (_, source, message) => {
    await write('amplify/backend.ts', source);
    const error = await failure();
    expect(error).toBeInstanceOf(SynthesisError);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toMatch(/^\s+at |Node\.js v/m);
    expect(await kept()).toEqual([]);
  });

  it('is forgotten when it is mended', async () => {
    await write('amplify/backend.ts', 'nonsense();');
    await failure();
    await write('amplify/backend.ts', backend);
    await run();
    expect(await kept()).toHaveLength(1);
  });

  it('in a resolver is told with its place, as AppSync would refuse it', async () => {
    const code = `${resolverCode}let looped = 0; while (looped < 2) looped += 1;`;
    await write('amplify/backend.ts', backend.replace('minimalBackend()', `minimalBackend(${JSON.stringify(code)})`));
    await write('amplify/functions/snapshot.js', code);
    const error = await failure();
    expect(error).toBeInstanceOf(SynthesisError);
    expect(String(error)).toMatch(/amplify\/functions\/snapshot\.js:3:17: .*While statements/);
    expect(await kept()).toEqual([]);
  });
});
