/** Where operating systems keep Chromium and its relatives. */
import path from 'node:path';

export interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  /** The user's home folder. */
  home: string;
}

const commands = [
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

/** Every file that could be a Chromium, likeliest first; whether there is one is for the caller to find out. */
export function browserLocations({ platform, env, home }: Machine): string[] {
  if (platform === 'win32') {
    const { join } = path.win32;
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return folders.flatMap((folder) => (folder ? windowsPrograms.map((program) => join(folder, program)) : []));
  }
  const { join } = path.posix;
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  if (platform === 'darwin') {
    const inApplications = ['/Applications', join(home, 'Applications')].flatMap((folder) =>
      macApps.map((app) => join(folder, `${app}.app/Contents/MacOS/${app}`)),
    );
    return [...inApplications, ...onPath];
  }
  return [...onPath, '/opt/google/chrome/chrome', '/usr/lib/chromium/chromium', '/snap/bin/chromium'];
}
