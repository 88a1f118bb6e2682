import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'cli.mjs'), ...args]);

it('shows its usage where help is asked for', async () => {
  await expect(run('start', '--help')).resolves.toMatchObject({
    stdout: expect.stringContaining('--backend-port N'),
    stderr: '',
  });
});

it('says what is wrong, and where to look', async () => {
  await expect(run('start', '--prot', '3100')).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: "Unknown option '--prot'\n--help shows all options.\n",
  });
});
