/** Provides the browsers that the tests run in: an installed one, or one that it installs. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { canSudo, install, installers, type Installer, type Permissions } from './browser-installers';
import { browserLocations } from './browser-locations';

const versionTimeoutMs = 20_000;

const isRoot = process.getuid?.() === 0;

/** Chromium sends no requests of its own. Its sandbox does not work for root and is disabled for root only. */
export const browserArguments = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  ...(isRoot ? ['--no-sandbox'] : []),
];

export interface BrowserSources {
  name: string;
  /** The environment variable that may name its file. */
  variable: string;
  /** The browser that the user chose; if set, no other is tried. */
  chosen: string | undefined;
  /** Paths where a browser may be, the most likely first. */
  locations: string[];
  installers: Installer[];
  /** Returns what is wrong with a browser, null if it runs, undefined if it does not exist. */
  check: (file: string) => Promise<string | null | undefined>;
  install: (installer: Installer) => Promise<void>;
  log: (line: string) => void;
}

/**
 * @param sources by default those of Chromium on this machine
 * @returns the path of a browser that runs
 * @throws an error that lists what was tried and says what to do
 */
export async function provideBrowser(sources?: BrowserSources): Promise<string> {
  const { name, variable, chosen, locations, installers, check, install, log } = sources ?? (await chromiumSources());
  const tried: string[] = [];

  const firstThatRuns = async (files: string[]) => {
    for (const file of files) {
      const problem = await check(file);
      if (problem === null) return file;
      if (problem !== undefined) tried.push(`${file}: ${problem}`);
    }
    return undefined;
  };

  if (chosen) {
    const problem = await check(chosen);
    if (problem === null) return chosen;
    throw new Error(`${variable} names ${chosen}, which does not run: ${problem ?? 'there is no such file'}.`);
  }
  let browser = await firstThatRuns(locations);
  for (const installer of installers) {
    if (browser) break;
    log(`The end-to-end tests need ${name}; trying: ${installer.name}`);
    try {
      await install(installer);
    } catch (error) {
      tried.push(`${installer.name}: ${reason(error)}`);
      continue;
    }
    browser = await firstThatRuns(locations);
  }
  if (browser) return browser;
  throw new Error(
    [`No ${name} runs here, and none could be installed.`, ...new Set(tried.map((attempt) => `  tried ${attempt}`))]
      .concat(`Install ${name}, or let ${variable} name one, and run the tests again.`)
      .join('\n'),
  );
}

async function chromiumSources(): Promise<BrowserSources> {
  const { platform, env } = process;
  return {
    name: 'Chromium',
    variable: 'CHROME_PATH',
    chosen: env.CHROME_PATH,
    locations: [...browserLocations({ platform, env, home: homedir() }), chromium.executablePath()],
    installers: installers(platform, await permissions()),
    check: checkVersion,
    install,
    log: console.log,
  };
}

/** What this process may do. */
export async function permissions(): Promise<Permissions> {
  return { isRoot, canSudo: process.platform === 'linux' && !isRoot && (await canSudo()) };
}

/** Runs the browser, since on some systems the file is a script that only tells how to install it. */
export async function checkVersion(file: string): Promise<string | null | undefined> {
  if (!(await isExecutable(file))) return undefined;
  // On Windows, `--version` opens a window.
  if (process.platform === 'win32') return null;
  return promisify(execFile)(file, ['--version'], { timeout: versionTimeoutMs }).then(() => null, reason);
}

/** Whether a file exists and this process may run it. */
export async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The most telling line: the last one that mentions an error. */
function reason(error: unknown): string {
  const { stderr, message } = error as Error & { stderr?: string };
  const lines = (stderr || message).trim().split('\n');
  return (lines.findLast((line) => /error|fail|unable/i.test(line)) ?? lines.at(-1) ?? '').trim();
}
