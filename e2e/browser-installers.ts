/** Methods to install browsers, the least intrusive first. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const installTimeoutMs = 5 * 60_000;
const sudoTimeoutMs = 5000;

export type Command = [file: string, ...args: string[]];

export interface Installer {
  name: string;
  commands: Command[];
}

export interface Permissions {
  /** Whether this process may install system packages. */
  isRoot: boolean;
  /** Whether `sudo` works without asking for a password. */
  canSudo: boolean;
}

export const aptGet = (...packages: string[]): Installer => ({
  name: `apt-get install ${packages.join(' ')}`,
  commands: [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', ...packages],
  ],
});

const packageManagers: Partial<Record<NodeJS.Platform, Installer[]>> = {
  linux: [
    // Chromium without its window: a page takes about a third less processor time.
    aptGet('chromium-headless-shell'),
    aptGet('chromium'),
    { name: 'dnf', commands: [['dnf', 'install', '-y', 'chromium']] },
    { name: 'apk', commands: [['apk', 'add', 'chromium']] },
    { name: 'pacman', commands: [['pacman', '-Sy', '--noconfirm', 'chromium']] },
  ],
  // Homebrew refuses to run as root.
  darwin: [{ name: 'brew', commands: [['brew', 'install', '--cask', 'chromium']] }],
};

/** Installers of system packages as this process can run them; none without permission. */
export function withPermission(installers: Installer[], { isRoot, canSudo }: Permissions): Installer[] {
  if (isRoot) return installers;
  if (!canSudo) return [];
  return installers.map(({ name, commands }) => ({
    name: `sudo ${name}`,
    commands: commands.map((command) => ['sudo', '-n', ...command]),
  }));
}

/** Installers of Chromium. */
export function installers(platform: NodeJS.Platform, permissions: Permissions): Installer[] {
  const cli = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
    'cli.js',
  );
  const playwright = (...args: string[]): Command => [process.execPath, cli, ...args];
  const download: Installer = {
    name: 'npx playwright install chromium',
    commands: [playwright('install', '--no-shell', 'chromium')],
  };
  const managers = packageManagers[platform] ?? [];
  if (platform !== 'linux') return [download, ...managers];
  const libraries: Installer = {
    name: 'npx playwright install-deps chromium',
    commands: [playwright('install-deps', 'chromium')],
  };
  return [download, ...withPermission([...managers, libraries], permissions)];
}

/** @throws if a command is missing, fails or takes longer than five minutes */
export async function install({ commands }: Installer): Promise<void> {
  for (const [file, ...args] of commands) {
    await run(file, args, { timeout: installTimeoutMs, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
}

export async function canSudo(): Promise<boolean> {
  return run('sudo', ['-n', 'true'], { timeout: sudoTimeoutMs }).then(
    () => true,
    () => false,
  );
}
