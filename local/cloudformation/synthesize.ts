/**
 * Synthesizes `amplify/backend.ts` with the CDK, offline and without the Amplify CLI, and keeps the result
 * until one of its inputs changes.
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { unsetVariables } from '../../amplify/deployment-options';
import { checkResolvers } from './check-resolvers';

/** The generators refused `amplify/`; the message is theirs. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

export interface SynthesizeOptions {
  /** The project's folder, which holds `amplify/`. */
  projectFolder: string;
  /** Where results are kept, inside the project so that bundles find its `node_modules`. */
  cacheFolder: string;
  /** Overrides the length of a round, in seconds. */
  roundSeconds?: number | undefined;
}

/** Enough for the round lengths that one works with; a result weighs some 25 MB. */
const keptResults = 3;

const unfinishedPrefix = 'unfinished-';

/** No synthesis takes so long: what is unfinished after this was interrupted. */
const abandonedAfterMs = 3_600_000;

/**
 * @returns the folder with the CDK's output
 * @throws {SynthesisError} with what the generators said
 */
export async function synthesize({ projectFolder, cacheFolder, roundSeconds }: SynthesizeOptions): Promise<string> {
  const context = {
    'amplify-backend-namespace': 'matinee',
    'amplify-backend-name': 'local',
    'amplify-backend-type': 'sandbox',
    ...(roundSeconds === undefined ? {} : { roundSeconds }),
  };
  const sources = await amplifySources(projectFolder);
  const folder = path.join(cacheFolder, await inputHash(projectFolder, sources, context));
  if (existsSync(folder)) {
    await utimes(folder, new Date(), new Date());
    return folder;
  }
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = path.join(cacheFolder, `${unfinishedPrefix}${randomUUID()}`);
  try {
    await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', path.join(projectFolder, 'amplify', 'backend.ts')],
      {
        cwd: projectFolder,
        // What the shell says of alarms and firewall is for deployments; here there is neither.
        env: { ...process.env, ...unsetVariables, CDK_OUTDIR: unfinished, CDK_CONTEXT_JSON: JSON.stringify(context) },
        maxBuffer: 16 * 1024 * 1024,
      },
    );
    const problems = await checkResolvers(unfinished, sources);
    if (problems.length > 0) throw new SynthesisError(problems.join('\n'));
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another process was faster, with the same result.
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    if (error instanceof SynthesisError) throw error;
    throw new SynthesisError(generatorMessage(error), { cause: error });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await forgetOldResults(cacheFolder);
  return folder;
}

async function amplifySources(projectFolder: string): Promise<string[]> {
  return (await readdir(path.join(projectFolder, 'amplify'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.(test|fixture)\./.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Hash of all that the result depends on: the backend's sources, the installed packages, the context. */
async function inputHash(projectFolder: string, sources: string[], context: object): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(context));
  for (const file of [...sources, path.join(projectFolder, 'package-lock.json')]) {
    hash.update(path.relative(projectFolder, file)).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The part of the child's output that says what is wrong, without the stack trace of our way to it. */
function generatorMessage(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const lines = output.split('\n').filter((line) => line.trim() && !/^\s+at |^Node\.js v|^\[WARNING\]/.test(line));
  return lines.join('\n') || String(error);
}

async function forgetOldResults(cacheFolder: string): Promise<void> {
  const names = await readdir(cacheFolder);
  const entries = names.map((name) => ({
    name,
    isFinished: !name.startsWith(unfinishedPrefix),
    // Another process may have forgotten it meanwhile.
    usedAt: statSync(path.join(cacheFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  }));
  const results = entries.filter(({ isFinished }) => isFinished).toSorted((a, b) => b.usedAt - a.usedAt);
  const abandoned = entries.filter(({ isFinished, usedAt }) => !isFinished && usedAt < Date.now() - abandonedAfterMs);
  for (const { name } of [...results.slice(keptResults), ...abandoned]) {
    await rm(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}
