import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLIGHT_HEADERS } from 'next/dist/client/components/app-router-headers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { responseHeaders } from '../response-headers.js';

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

describe('the headers of responses', () => {
  /** What Amplify Hosting serves from its own store: https://docs.aws.amazon.com/amplify/latest/userguide/custom-headers.html */
  const staticFiles = ['/_next/static/**/*', '/posters/**/*', '/icons/**/*'];

  /** `npx vitest run --project unit app/next-config.test.ts --update` writes the file after a change of the headers. */
  it('are the same for pages and for the static files of Amplify Hosting', async () => {
    const [rule] = await ((await config()).headers?.() ?? []);
    const headers = (rule?.headers ?? []).flatMap(({ key, value }) => [
      `      - key: ${key}`,
      `        value: '${value}'`,
    ]);
    expect(headers).toHaveLength(2 * Object.keys(responseHeaders).length);
    const rules = staticFiles.flatMap((pattern) => [`  - pattern: '${pattern}'`, '    headers:', ...headers]);
    const comment = '# Headers of static files on Amplify Hosting: those of response-headers.js. A test compares them.';
    await expect([comment, 'customHeaders:', ...rules, ''].join('\n')).toMatchFileSnapshot('../customHttp.yml');
  });

  it('cover every folder of public files', async () => {
    const folders = await readdir(fileURLToPath(new URL('../public', import.meta.url)));
    expect(folders.map((folder) => `/${folder}/**/*`).sort()).toEqual(staticFiles.slice(1).sort());
  });

  it('force HTTPS on no other host than this one', () => {
    expect(responseHeaders['strict-transport-security']).toBe('max-age=63072000');
  });
});

describe('requests of the client router of Next.js', () => {
  it('are refused by every header that it sends, since Next.js answers some of them with an error of the server', async () => {
    const rewrites = await (await config()).rewrites?.();
    if (!rewrites || Array.isArray(rewrites)) throw new Error('There are no rewrites before files.');
    const refused = (rewrites.beforeFiles ?? []).flatMap(({ has = [], destination }) =>
      destination === '/router-request' ? has.map(({ key }) => key) : [],
    );
    expect(refused.sort()).toEqual([...FLIGHT_HEADERS].sort());
  });
});
