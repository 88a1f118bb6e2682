/**
 * Stores the identities of earlier runs by identity pool, because Cognito creates only 25 new ones a second. An identity
 * id is a secret, since it is enough to obtain credentials, so only this user may read the files.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const schema = z.array(z.string());

/** An id of a pool is a region, a colon and a UUID. */
const fileOf = (folder: string, identityPoolId: string) =>
  path.join(folder, `${identityPoolId.replaceAll(/[^\w-]/g, '_')}.json`);

/** @throws if the file exists and is invalid */
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
    throw new Error(`${file} is invalid. Delete it, and new identities are created.`, { cause: error });
  }
}

/** Replaces the file atomically, so that an interruption loses no identity. */
export async function writeIdentities(folder: string, identityPoolId: string, identityIds: string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = fileOf(folder, identityPoolId);
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify(identityIds), { mode: 0o600 });
  await rename(unfinished, file);
}

/**
 * Returns the identities for the next run, including those that this run did not use.
 *
 * @param identityIds - before this run
 * @param changes - by identity: true if it is new, false if Cognito no longer knows it
 */
export function identitiesAfterRun(identityIds: readonly string[], changes: ReadonlyMap<string, boolean>): string[] {
  return [...new Set([...identityIds, ...changes.keys()])].filter((id) => changes.get(id) !== false);
}
