import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

test('exits without an error when its output is closed, as with `| head`', async () => {
  const run = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'run.ts'), '--viewers', '10']);
  run.stdout.destroy();
  const [stderr, [code]] = (await Promise.all([text(run.stderr), once(run, 'exit')])) as [string, [number]];
  expect(stderr).toBe('');
  expect(code).toBe(0);
}, 60_000);
