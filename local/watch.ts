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
 * @param onChange called once for changes in quick succession, with the changed files relative to the project, and never
 *   while an earlier call is pending
 * @returns stops watching; does not wait for a pending call
 */
export async function watchAmplify(
  projectFolder: string,
  onChange: (files: string[]) => Promise<void>,
  log: Pick<Logger, 'error'> = defaultLog,
): Promise<() => Promise<void>> {
  const watcher = watch(path.join(projectFolder, 'amplify'), {
    ignoreInitial: true,
    ignored: (file) => file.includes('.test.'),
  });
  const changed = new Set<string>();
  const reportChanges = async () => {
    const files = [...changed];
    changed.clear();
    // An earlier call may have been told already.
    if (files.length > 0 && !watcher.closed) await onChange(files);
  };
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  watcher.on('all', (_, file) => {
    changed.add(path.relative(projectFolder, file));
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running
        .then(reportChanges)
        .catch((error: unknown) => log.error(error, 'A change of amplify/ was not applied'));
    }, settleMs);
  });
  await once(watcher, 'ready');
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
