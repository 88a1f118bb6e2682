/** `npm run test:nightly`: checks that take too long for every change. The command ends with 1 if one of them fails. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../project-folder';
import { runCommand } from './run-command';

/** The versions of Amplify Hosting and of the functions. `npm test` uses the one that is installed. */
const nodeVersions = ['22', '24'];
/** The next version of Next.js, and what must work on it. */
const nextVersion = '16';
const coreTests = ['rounds', 'votes', 'chat', 'language', 'page-security'];

/** Runs the unit and integration tests on a version of Node.js that npm has for this platform. */
async function testOnNode(version: string): Promise<void> {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(projectFolder, '.amplify/nightly', `node-${version}`);
  await runCommand(
    'npm',
    ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`],
    projectFolder,
  );
  const binaries = path.join(folder, 'node_modules', name, 'bin');
  const vitest = path.join(projectFolder, 'node_modules/vitest/vitest.mjs');
  // The tests start further processes, which find the same version in the path.
  const PATH = [binaries, process.env.PATH].join(path.delimiter);
  await runCommand(
    path.join(binaries, 'node'),
    [vitest, 'run', '--project', 'unit*', '--project', 'integration'],
    projectFolder,
    { PATH, TEST_NIGHTLY: '1' },
  );
}

/** Builds a copy of the project on another version of Next.js, and runs the core of the end-to-end tests there. */
async function testOnNext(version: string): Promise<void> {
  const copy = await mkdtemp(path.join(tmpdir(), 'next-'));
  try {
    const left = new Set(['node_modules', '.next', '.next-dev', '.amplify', '.git', 'test-results']);
    await cp(projectFolder, copy, {
      recursive: true,
      filter: (source) => !left.has(path.basename(source)),
    });
    const packages = [`next@${version}`, `@next/eslint-plugin-next@${version}`];
    await runCommand('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], copy);
    await runCommand('npx', ['playwright', 'test', ...coreTests.map((name) => `e2e/${name}.spec.ts`)], copy);
  } finally {
    await rm(copy, { recursive: true });
  }
}

/** Damages the page in every way and loses each of its requests, where `npm test` tries a few. */
function testRecovery(): Promise<void> {
  return runCommand('npx', ['playwright', 'test', 'e2e/recovery.spec.ts'], projectFolder, { TEST_NIGHTLY: '1' });
}

const checks: [name: string, check: () => Promise<void>][] = [
  ['recovery of the page', testRecovery],
  ...nodeVersions.map((version): [string, () => Promise<void>] => [`Node.js ${version}`, () => testOnNode(version)]),
  [`Next.js ${nextVersion}`, () => testOnNext(nextVersion)],
];

const results: Record<string, string> = {};
for (const [name, check] of checks) {
  console.log(`\n${name}`);
  results[name] = await check().then(
    () => 'passed',
    (error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`,
  );
}
console.table(results);
process.exitCode = Object.values(results).every((result) => result === 'passed') ? 0 : 1;
