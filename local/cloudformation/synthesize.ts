/**
 * Synthesizes `amplify/backend.ts` with the CDK, offline and without the Amplify CLI, and caches the result until one
 * of its inputs changes.
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { checkResolvers } from './check-resolvers';
import { removeOldResults, unfinishedPrefix } from './synthesis-cache';

/** Synthesis of `amplify/` failed; the message is the one that the CDK, Amplify or the resolver check printed. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

export interface SynthesizeOptions {
  /** The folder that contains `amplify/`, `package.json` and `package-lock.json`. */
  projectFolder: string;
  /** The namespace of the backend; the name in `package.json` by default, as in a sandbox of `ampx`. */
  namespace?: string | undefined;
  /** Further CDK context, as `--context` passes it to the CDK. */
  context?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Environment variables that `amplify/` reads. Of the variables of this process, it sees only those that every
   * program needs, so that a cached result does not depend on the shell.
   */
  environment?: Readonly<Record<string, string>> | undefined;
  /** Ends the synthesis, which then fails. */
  signal?: AbortSignal | undefined;
}

/** Variables that every program needs: the search path, the home folder and the system's folders. */
const systemVariables = ['PATH', 'HOME', 'USERPROFILE', 'SYSTEMROOT', 'LANG', 'TZ'];

const maxOutputBytes = 16 * 1024 * 1024;

/** Inside the project, because the functions' bundles import its `node_modules`; shared by all of its backends. */
const cachePath = '.amplify/cdk.out';

/**
 * Runs the CDK, or finds the cached result of the same inputs.
 *
 * @returns the folder with the CDK's output (`cdk.out`)
 * @throws {SynthesisError} if `amplify/` cannot be synthesized, AppSync would reject a resolver, or it was ended
 */
export async function synthesize(options: SynthesizeOptions): Promise<string> {
  const { projectFolder, environment = {}, signal } = options;
  const cacheFolder = path.join(projectFolder, cachePath);
  const context = {
    'amplify-backend-namespace': options.namespace ?? (await packageName(projectFolder)),
    'amplify-backend-name': 'local',
    'amplify-backend-type': 'sandbox',
    ...options.context,
  };
  const sources = await listSources(projectFolder);
  const folder = path.join(cacheFolder, await hashInputs(projectFolder, sources, { context, environment }));
  if (existsSync(folder)) {
    await utimes(folder, new Date(), new Date());
    return folder;
  }
  const unfinishedFolder = path.join(cacheFolder, `${unfinishedPrefix}${randomUUID()}`);
  // The CDK and Amplify leave folders in the system's temporary folder behind.
  const temporaryFolder = `${unfinishedFolder}-tmp`;
  await mkdir(temporaryFolder, { recursive: true });
  try {
    await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', path.join(projectFolder, 'amplify', 'backend.ts')],
      {
        cwd: projectFolder,
        env: {
          ...pick(process.env, systemVariables),
          NODE_ENV: 'production',
          ...environment,
          TMPDIR: temporaryFolder,
          TEMP: temporaryFolder,
          TMP: temporaryFolder,
          CDK_OUTDIR: unfinishedFolder,
          CDK_CONTEXT_JSON: JSON.stringify(context),
        },
        maxBuffer: maxOutputBytes,
        signal,
      },
    );
    const problems = await checkResolvers(unfinishedFolder, sources);
    if (problems.length > 0) throw new SynthesisError(problems.join('\n'));
    await rename(unfinishedFolder, folder).catch((error: unknown) => {
      // Another process may have finished first, with the same result.
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    if (error instanceof SynthesisError) throw error;
    throw new SynthesisError(readErrorOutput(error), { cause: error });
  } finally {
    for (const leftover of [unfinishedFolder, temporaryFolder]) await rm(leftover, { recursive: true, force: true });
  }
  await removeOldResults(cacheFolder);
  return folder;
}

const packageSchema = z.object({ name: z.string() });

async function packageName(projectFolder: string): Promise<string> {
  return packageSchema.parse(JSON.parse(await readFile(path.join(projectFolder, 'package.json'), 'utf8'))).name;
}

async function listSources(projectFolder: string): Promise<string[]> {
  return (await readdir(path.join(projectFolder, 'amplify'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.(test|fixture)\./.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Hashes everything that the result depends on: the sources, the installed packages and the options. */
async function hashInputs(projectFolder: string, sources: string[], options: object): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(options));
  for (const file of [...sources, path.join(projectFolder, 'package-lock.json')]) {
    hash.update(path.relative(projectFolder, file)).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function pick(variables: Record<string, string | undefined>, names: string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, variables[name]]));
}

/** What Node.js prints above an `Error`: where it was thrown. Other errors, such as a `SyntaxError`, need their place. */
const placeOfError = /^[^\n]*:\d+\n[^\n]*\n *\^+\n(?=Error: )/m;

/** What the child process wrote to `stderr`, without warnings, stack traces and the place of a thrown message. */
function readErrorOutput(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const lines = output.split('\n').filter((line) => line.trim() && !/^\s+at |^Node\.js v|^\[WARNING\]/.test(line));
  return lines.join('\n').replace(placeOfError, '') || String(error);
}
