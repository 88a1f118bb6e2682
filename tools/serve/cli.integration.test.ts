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

it('refuses one port for app and backend before it starts anything', async () => {
  const outputs = path.join(import.meta.dirname, 'no-such-file.json');
  await expect(run('start', '--port', '4990', '--backend-port', '4990', '--outputs', outputs)).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'App and backend need different ports, not both 4990: choose another with --port or --backend-port.\n',
  });
});

it('names an unknown option, and where to find all options', async () => {
  await expect(run('start', '--prot', '3100')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: "Unknown option '--prot'\n--help shows all options.\n",
  });
});
