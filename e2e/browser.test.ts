import { describe, expect, it } from 'vitest';
import { provideBrowser, type BrowserSources } from './browser';
import { installers, type Installer } from './browser-installers';
import { browserLocations } from './browser-locations';

/** A machine with these browsers, and installers that add others. */
function machine({
  browsers = {},
  brings = {},
  chosen,
}: {
  /** What is wrong with each; null if it runs. */
  browsers?: Record<string, string | null>;
  /** The browser that an installer adds; null if it fails. */
  brings?: Record<string, string | null>;
  chosen?: string;
}) {
  const there = { ...browsers };
  const ran: string[] = [];
  const sources: BrowserSources = {
    name: 'Chromium',
    variable: 'CHROME_PATH',
    chosen,
    locations: ['/bin/chromium', '/bin/chrome', '/cache/chromium'],
    installers: Object.keys(brings).map((name): Installer => ({ name, commands: [] })),
    check: (file) => Promise.resolve(there[file]),
    install: ({ name }) => {
      ran.push(name);
      const browser = brings[name];
      if (!browser) return Promise.reject(new Error('no network'));
      there[browser] = null;
      return Promise.resolve();
    },
    log: () => undefined,
  };
  return { sources, ran };
}

describe('provideBrowser', () => {
  it('uses the first installed browser that runs', async () => {
    const { sources, ran } = machine({
      browsers: { '/bin/chromium': 'only a hint', '/bin/chrome': null, '/cache/chromium': null },
      brings: { download: '/cache/chromium' },
    });
    expect(await provideBrowser(sources)).toBe('/bin/chrome');
    expect(ran).toEqual([]);
  });

  it('uses only the browser that the user chose', async () => {
    const browsers = { '/bin/chromium': null, '/opt/mine': null };
    expect(await provideBrowser(machine({ browsers, chosen: '/opt/mine' }).sources)).toBe('/opt/mine');
    await expect(provideBrowser(machine({ browsers, chosen: '/opt/none' }).sources)).rejects.toThrow(
      'CHROME_PATH names /opt/none, which does not run: there is no such file.',
    );
  });

  it('tries the next installer if one fails', async () => {
    const { sources, ran } = machine({ brings: { download: null, 'apt-get': '/bin/chromium', dnf: '/bin/chrome' } });
    expect(await provideBrowser(sources)).toBe('/bin/chromium');
    expect(ran).toEqual(['download', 'apt-get']);
  });

  it('says what it tried and what to do if nothing works', async () => {
    const { sources } = machine({ browsers: { '/bin/chrome': 'libnss3.so is missing' }, brings: { download: null } });
    await expect(provideBrowser(sources)).rejects.toThrow(
      [
        'No Chromium runs here, and none could be installed.',
        '  tried /bin/chrome: libnss3.so is missing',
        '  tried download: no network',
        'Install Chromium, or let CHROME_PATH name one, and run the tests again.',
      ].join('\n'),
    );
  });
});

describe('browserLocations', () => {
  it.each([
    ['linux', '/home/me/bin/chromium'],
    ['linux', '/snap/bin/chromium'],
    ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', '/Users/me/Applications/Chromium.app/Contents/MacOS/Chromium'],
    ['win32', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
  ] as const)('looks on %s at %s', (platform, location) => {
    const env = { PATH: '/usr/bin:/home/me/bin', PROGRAMFILES: 'C:\\Program Files' };
    expect(browserLocations({ platform, env, home: '/Users/me' })).toContain(location);
  });
});

describe('installers', () => {
  const names = (...options: Parameters<typeof installers>) => installers(...options).map(({ name }) => name);

  it('does not change the system without permission', () => {
    expect(names('linux', { isRoot: false, canSudo: false })).toEqual(['npx playwright install chromium']);
  });

  it('uses sudo if it needs no password', () => {
    expect(names('linux', { isRoot: false, canSudo: true })).toContain('sudo apt-get install chromium');
    expect(names('linux', { isRoot: true, canSudo: false })).toContain('apt-get install chromium');
  });
});
