/**
 * Pages of many viewers in one process. Amplify has one configuration, socket and guest per page. Viewers that shared
 * them would not fail and recover independently, so the client is bundled once and evaluated once per viewer, as in
 * browser tabs. In one process, a test can still inspect every screen and set each clock.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import { WebSocket } from 'ws';

export type ViewerPage = typeof import('./viewer');

type StartTimer = (callback: (...values: unknown[]) => void, delayMs?: number, ...values: unknown[]) => NodeJS.Timeout;

/** Globals of a page that differ from those of Node.js. */
export interface PageGlobals {
  setTimeout: StartTimer;
  setInterval: StartTimer;
  WebSocket: new (...options: ConstructorParameters<typeof WebSocket>) => WebSocket;
}

/** Returns a function that opens a page with its own instance of Amplify. */
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
  // Node.js 20 has no global WebSocket.
  return (globals = { setTimeout, setInterval, WebSocket }) => {
    const module = { exports: {} as ViewerPage };
    evaluate(module, module.exports, require, globals.setTimeout, globals.setInterval, globals.WebSocket);
    return module.exports;
  };
}
