/** Watches `amplify/`, so that the backend can be reloaded when a source changes. */
import { once } from 'node:events';
import path from 'node:path';
import { watch } from 'chokidar';
import type { Logger } from 'pino';
import { log as defaultLog } from './log';

/** Editors save several files at once, and some write a file twice. */
const settleMs = 150;

/**
 * Resolves when changes are noticed.
 *
 * @param onChange called once for changes in quick succession, and never while an earlier call is pending
 * @returns stops watching
 */
export async function watchAmplify(
  projectFolder: string,
  onChange: () => Promise<void>,
  log: Pick<Logger, 'error'> = defaultLog,
): Promise<() => Promise<void>> {
  const watcher = watch(path.join(projectFolder, 'amplify'), {
    ignoreInitial: true,
    ignored: (file) => file.includes('.test.'),
  });
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running
        .then(onChange)
        .catch((error: unknown) => log.error(error, 'A change of amplify/ was not applied'));
    }, settleMs);
  });
  await once(watcher, 'ready');
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
