/** Watches `amplify/`, so that a change there reloads the backend. */
import path from 'node:path';
import { watch } from 'chokidar';

/** Editors save several files at once, and some write a file twice. */
const settledMs = 150;

/**
 * @param onChange called once for changes that come together, never twice at a time
 * @returns stops watching
 */
export async function watchAmplify(projectFolder: string, onChange: () => Promise<void>): Promise<() => Promise<void>> {
  const watcher = watch(path.join(projectFolder, 'amplify'), {
    ignoreInitial: true,
    ignored: (file) => file.includes('.test.'),
  });
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(onChange);
    }, settledMs);
  });
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
