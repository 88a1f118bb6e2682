import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'cli.mjs'), ...args]);

it('prints its usage with --help', async () => {
  await expect(run('start', '--help')).resolves.toMatchObject({
    stdout: expect.stringContaining('--backend-port N') as string,
    stderr: '',
  });
});

it('names an unknown option, and where to find all options', async () => {
  await expect(run('start', '--prot', '3100')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: "Unknown option '--prot'\n--help shows all options.\n",
  });
});
