/** The engines that the tests run in beside Chromium. */
import { aptGet, type Installer } from '../browser-installers';
import { checkVersion, isExecutable } from '../browser';
import { locationsOnPath } from '../browser-locations';
import type { Engine, EngineOptions } from './engine';
import { startFirefox } from './firefox';
import { startWebKit } from './webkit';

export type EngineName = 'firefox' | 'webkit';

interface EngineKind {
  /** The browser or driver that is run. */
  title: string;
  /** The environment variable that may name its file. */
  variable: string;
  locations: string[];
  installers: Installer[];
  /** Returns what is wrong with a file, null if it runs, undefined if it does not exist. */
  check: (file: string) => Promise<string | null | undefined>;
  start: (options: EngineOptions) => Promise<Engine>;
}

const { env } = process;

export const engineKinds: Record<EngineName, EngineKind> = {
  firefox: {
    title: 'Firefox',
    variable: 'FIREFOX_PATH',
    locations: [
      ...locationsOnPath(['firefox-esr', 'firefox'], env),
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
    installers: [aptGet('firefox-esr'), { name: 'dnf', commands: [['dnf', 'install', '-y', 'firefox']] }],
    check: checkVersion,
    start: startFirefox,
  },
  webkit: {
    title: 'WebKit (WebKitWebDriver and Xvfb)',
    variable: 'WEBKIT_DRIVER',
    locations: locationsOnPath(['WebKitWebDriver'], env),
    installers: [aptGet('webkit2gtk-driver', 'xvfb')],
    check: async (file) => {
      if (!(await isExecutable(file))) return undefined;
      const displays = await Promise.all(locationsOnPath(['Xvfb'], env).map(isExecutable));
      return displays.includes(true) ? null : 'Xvfb is missing';
    },
    start: startWebKit,
  },
};
