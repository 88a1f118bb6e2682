/** Installs packages of folders below `tools/bench/`, which only a bench needs. */
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Installs the packages of a folder unless they are installed, and returns the folder's path.
 */
export async function installPackage(name: 'lighthouse' | 'appsync-simulator'): Promise<string> {
  const folder = path.join(import.meta.dirname, name);
  // npm writes this last.
  const isInstalled = await access(path.join(folder, 'node_modules/.package-lock.json')).then(
    () => true,
    () => false,
  );
  if (!isInstalled) {
    console.log(`Installing the packages of tools/bench/${name}.`);
    await promisify(execFile)('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']);
  }
  return folder;
}
