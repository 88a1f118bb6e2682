/** Where operating systems install Chromium and browsers based on it. */
import path from 'node:path';

export interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  /** The user's home folder. */
  home: string;
}

const commands = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'brave-browser',
  'microsoft-edge',
];

const macApps = ['Chromium', 'Google Chrome', 'Brave Browser', 'Microsoft Edge'];

const windowsPrograms = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** Paths where a Chromium may be installed, the most likely first. The caller checks whether they exist. */
export function browserLocations({ platform, env, home }: Machine): string[] {
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return folders.flatMap((folder) =>
      folder ? windowsPrograms.map((program) => path.win32.join(folder, program)) : [],
    );
  }
  const join = (...parts: string[]) => path.posix.join(...parts);
  const onPath = locationsOnPath(commands, env);
  if (platform === 'darwin') {
    const inApplications = ['/Applications', join(home, 'Applications')].flatMap((folder) =>
      macApps.map((app) => join(folder, `${app}.app/Contents/MacOS/${app}`)),
    );
    return [...inApplications, ...onPath];
  }
  return [...onPath, '/opt/google/chrome/chrome', '/usr/lib/chromium/chromium', '/snap/bin/chromium'];
}

/** Paths where the shell would look for commands. */
export function locationsOnPath(commands: string[], env: Machine['env']): string[] {
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  return commands.flatMap((command) => folders.map((folder) => path.posix.join(folder, command)));
}
