import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'project-'));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.resetModules();
  await rm(folder, { recursive: true });
});

const config = async () => (await import('../next.config.js')).default;

describe('a build', () => {
  it('in the Amplify console requires amplify_outputs.json', async () => {
    vi.stubEnv('AWS_APP_ID', 'd1234567890');
    await expect(config()).rejects.toThrow('amplify_outputs.json is missing');
    vi.resetModules();
    await writeFile(join(folder, 'amplify_outputs.json'), '{}');
    await expect(config()).resolves.toHaveProperty('outputFileTracingIncludes', { '/**': ['./amplify_outputs.json'] });
  });

  it('elsewhere does not, because the backend can be configured later', async () => {
    vi.stubEnv('AWS_APP_ID', '');
    await expect(config()).resolves.toBeDefined();
  });
});
