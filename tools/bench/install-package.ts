/** Packages of their own below `tools/bench/`, so that nobody needs them who does not measure with them. */
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Installs what the folder's lock names, where that has not been done yet.
 * @returns the folder's path
 */
export async function installPackage(name: 'lighthouse' | 'appsync-simulator'): Promise<string> {
  const folder = path.join(import.meta.dirname, name);
  // npm writes this last.
  const isInstalled = await access(path.join(folder, 'node_modules/.package-lock.json')).then(
    () => true,
    () => false,
  );
  if (!isInstalled) {
    console.log(`Installing what bench/${name} needs.`);
    await promisify(execFile)('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']);
  }
  return folder;
}
