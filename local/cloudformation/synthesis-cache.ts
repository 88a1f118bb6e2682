/** The cache of synthesized backends: one folder for each result, of which the most recently used ones are kept. */
import { statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Enough for a few variants of the CDK context side by side; a result takes about 25 MB. */
const maxResults = 6;

/** Starts the names of folders that a synthesis is still writing. */
export const unfinishedPrefix = 'unfinished-';

/** No synthesis takes this long: an older unfinished folder is left from a process that was killed. */
const abandonedAfterMs = 3_600_000;

/** Deletes all but the most recently used results, and the remains of killed processes. */
export async function removeOldResults(cacheFolder: string): Promise<void> {
  const names = await readdir(cacheFolder);
  const entries = names.map((name) => ({
    name,
    isFinished: !name.startsWith(unfinishedPrefix),
    // Another process may have deleted the folder in the meantime.
    usedAt: statSync(path.join(cacheFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  }));
  const results = entries.filter(({ isFinished }) => isFinished).toSorted((a, b) => b.usedAt - a.usedAt);
  const abandoned = entries.filter(({ isFinished, usedAt }) => !isFinished && usedAt < Date.now() - abandonedAfterMs);
  for (const { name } of [...results.slice(maxResults), ...abandoned]) {
    await rm(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}
