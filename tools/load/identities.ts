/**
 * Identities of earlier runs, kept for each identity pool: Cognito makes 25 new ones a second and counts them. They are
 * secrets, as whoever knows one can take its credentials, so only this user may read them.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const schema = z.array(z.string());

/** An id of a pool is a region, a colon and a UUID. */
const fileOf = (folder: string, identityPoolId: string) =>
  path.join(folder, `${identityPoolId.replaceAll(/[^\w-]/g, '_')}.json`);

/** @throws where the file is there and broken */
export async function readIdentities(folder: string, identityPoolId: string): Promise<string[]> {
  const file = fileOf(folder, identityPoolId);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is broken: delete it, and identities are made anew.`, { cause: error });
  }
}

/** Replaces the file as a whole: who ends the run meanwhile loses none. */
export async function writeIdentities(folder: string, identityPoolId: string, identityIds: string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = fileOf(folder, identityPoolId);
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify(identityIds), { mode: 0o600 });
  await rename(unfinished, file);
}

/**
 * What is there for the next run: those that this run had no use for, too.
 * @param identityIds - that there were before
 * @param changes - by identity, whether it is good, or Cognito does not know it any more
 */
export function identitiesAfterRun(identityIds: readonly string[], changes: ReadonlyMap<string, boolean>): string[] {
  return [...new Set([...identityIds, ...changes.keys()])].filter((id) => changes.get(id) !== false);
}
