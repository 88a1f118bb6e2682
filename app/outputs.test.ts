import { mkdir, mkdtemp, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audienceOutputs } from './audience-outputs';
import { parseOutputs, readOutputs } from './outputs';

const outputs = {
  version: '1.4',
  auth: {
    aws_region: 'us-east-1',
    identity_pool_id: 'us-east-1:1',
    unauthenticated_identities_enabled: true,
    user_pool_id: 'us-east-1_1',
  },
  data: {
    url: 'HTTP://localhost:4000/graphql',
    aws_region: 'us-east-1',
    model_introspection: { version: 1, models: {} },
  },
  custom: { identityPoolEndpoint: 'http://localhost:4000/cognito-identity/' },
};

describe('amplify_outputs.json', () => {
  it('is returned completely for operators if it is valid', () => {
    expect(parseOutputs(JSON.stringify(outputs))).toEqual({
      outputs: audienceOutputs(outputs),
      operatorOutputs: outputs,
    });
  });

  it('is returned without the models, which no page uses', () => {
    const introspection = { ...outputs.data.model_introspection, models: { Ballot: { fields: {} } } };
    const text = JSON.stringify({ ...outputs, data: { ...outputs.data, model_introspection: introspection } });
    expect(parseOutputs(text)).toEqual({ outputs: audienceOutputs(outputs), operatorOutputs: outputs });
  });

  it('is returned without the address of the dashboard, which only the page for operators gets', () => {
    const dashboardUrl = 'https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/D';
    const text = JSON.stringify({ ...outputs, custom: { ...outputs.custom, dashboardUrl } });
    expect(parseOutputs(text)).toEqual({
      outputs: audienceOutputs(outputs),
      operatorOutputs: outputs,
      dashboardUrl,
    });
  });

  it('may start with a byte order mark, which editors on Windows write', () => {
    expect(parseOutputs(`\uFEFF${JSON.stringify(outputs)}`)).toMatchObject({ operatorOutputs: outputs });
  });

  it.each([
    { text: '{', says: 'not JSON' },
    { text: '{}', says: 'version' },
    { text: JSON.stringify({ ...outputs, data: { ...outputs.data, url: 'localhost' } }), says: 'data.url' },
    {
      text: JSON.stringify({ ...outputs, auth: { ...outputs.auth, unauthenticated_identities_enabled: false } }),
      says: 'guest access must be on',
    },
  ])('is rejected with a message that says: $says', ({ text, says }) => {
    expect(parseOutputs(text)).toEqual({ problem: expect.stringContaining(says) as string });
  });
});

describe('the file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matinee-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('may be missing', async () => {
    expect(await readOutputs(join(folder, 'amplify_outputs.json'))).toHaveProperty('problem');
  });

  it('may be unreadable', async () => {
    const path = join(folder, 'amplify_outputs.json');
    await mkdir(path);
    expect(await readOutputs(path)).toEqual({ problem: expect.stringContaining('cannot be read') as string });
  });

  it('may be deleted and written again while it is read', async () => {
    const path = join(folder, 'amplify_outputs.json');
    for (let round = 0; round < 200; round += 1) {
      await writeFile(path, JSON.stringify(outputs));
      const [reading] = await Promise.all([readOutputs(path), unlink(path)]);
      expect([
        { outputs: audienceOutputs(outputs), operatorOutputs: outputs },
        { problem: expect.any(String) as string },
      ]).toContainEqual(reading);
    }
  });

  it('is read again only if it has changed', async () => {
    const path = join(folder, 'amplify_outputs.json');
    await writeFile(path, JSON.stringify(outputs));
    const first = await readOutputs(path);
    expect(await readOutputs(path)).toBe(first);
    await writeFile(path, JSON.stringify({ ...outputs, version: '1.5' }));
    await utimes(path, new Date(), new Date(Date.now() + 5000));
    expect(await readOutputs(path)).toMatchObject({ outputs: { version: '1.5' } });
  });
});
