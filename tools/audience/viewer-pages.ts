/**
 * Pages for many viewers in one process. `Amplify.configure` is one per page, and so are its socket, its guest and
 * its reconnection: viewers that shared them would not fail, or recover, as people do. So the client is bundled once
 * and evaluated once for each viewer, as each browser tab does; in one process a test can still see every screen and
 * give each a clock of its own, and fifty of them need no more than one.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import { WebSocket } from 'ws';

export type ViewerPage = typeof import('./viewer');

type StartTimer = (callback: (...values: unknown[]) => void, delayMs?: number, ...values: unknown[]) => NodeJS.Timeout;

/** What a page finds in its global scope, where it is not what Node.js has there. */
export interface PageGlobals {
  setTimeout: StartTimer;
  setInterval: StartTimer;
  WebSocket: new (...options: ConstructorParameters<typeof WebSocket>) => WebSocket;
}

/** @returns what opens one more page, with an Amplify of its own */
export async function createViewerPageFactory(): Promise<(globals?: PageGlobals) => ViewerPage> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./viewer.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  const evaluate = compileFunction(outputFiles[0]?.text ?? '', [
    'module',
    'exports',
    'require',
    'setTimeout',
    'setInterval',
    'WebSocket',
  ]) as (...values: unknown[]) => void;
  const require = createRequire(import.meta.url);
  // Node 20 has no WebSocket of its own.
  return (globals = { setTimeout, setInterval, WebSocket }) => {
    const module = { exports: {} as ViewerPage };
    evaluate(module, module.exports, require, globals.setTimeout, globals.setInterval, globals.WebSocket);
    return module.exports;
  };
}
