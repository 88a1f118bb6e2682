/** Starts and reloads the backend of a small project. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startBackend, type Backend } from './backend';
import { SynthesisError } from './cloudformation/synthesize';
import { log } from './log';

log.level = 'error';

let projectFolder: string;
let port: number;
let backend: Backend | undefined;

beforeEach(async () => {
  projectFolder = await mkdtemp(path.join(tmpdir(), 'project-'));
  port = await freePort();
  await symlink(path.join(import.meta.dirname, '../node_modules'), path.join(projectFolder, 'node_modules'));
  await mkdir(path.join(projectFolder, 'amplify'));
  await write('package.json', '{ "name": "cinema" }');
  await write('package-lock.json', '{}');
  await write('amplify/package.json', '{ "type": "module" }');
  await writeBackend('');
});
afterEach(async () => {
  await backend?.close();
  backend = undefined;
  await rm(projectFolder, { recursive: true });
});

const write = (file: string, content: string) => writeFile(path.join(projectFolder, file), content);

/** @param change JavaScript that changes `resources` of the minimal backend */
const writeBackend = (change: string) =>
  write(
    'amplify/backend.ts',
    `
      import { minimalBackend } from '${path.join(import.meta.dirname, 'cloudformation/backend.fixture')}';
      import { writeAssembly } from '${path.join(import.meta.dirname, 'cloudformation/assembly.fixture')}';

      const backend = minimalBackend();
      const resources: any = backend.template.Resources;
      // The function may read the stream.
      resources.TallyPolicy.Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' });
      ${change}
      writeAssembly(process.env.CDK_OUTDIR ?? '', backend);
    `,
  );

async function start(): Promise<Backend> {
  const dataFolder = path.join(projectFolder, '.amplify/local');
  backend = await startBackend({ projectFolder, dataFolder, host: 'localhost', port });
  return backend;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function callCognito(operation: string, input: object): Promise<unknown> {
  const response = await fetch(`http://localhost:${port}/cognito-identity/`, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityService.${operation}` },
    body: JSON.stringify(input),
  });
  return response.json();
}

const getId = (identityPoolId: string) => callCognito('GetId', { IdentityPoolId: identityPoolId });
const identityPoolOf = ({ outputs }: Backend) => outputs.auth.identity_pool_id;

describe('the local backend', { timeout: 60_000 }, () => {
  it('issues identities of the pool that its outputs name', async () => {
    const { IdentityId } = z.object({ IdentityId: z.string() }).parse(await getId(identityPoolOf(await start())));
    expect(await callCognito('GetCredentialsForIdentity', { IdentityId })).toHaveProperty('Credentials.SessionToken');
  });

  it('issues identities of the new pool after a reload that replaces it', async () => {
    const running = await start();
    const previousPool = identityPoolOf(running);
    await writeBackend('resources.Pool2 = resources.IdentityPool; delete resources.IdentityPool;');
    await running.reload();
    const newPool = identityPoolOf(running);
    expect(newPool).not.toBe(previousPool);
    expect(await getId(newPool)).toHaveProperty('IdentityId');
    expect(await getId(previousPool)).toMatchObject({ __type: 'ResourceNotFoundException' });
  });

  it('continues with the previous version if a reload fails', async () => {
    const running = await start();
    await writeBackend("throw new Error('A permission is missing.');");
    await expect(running.reload()).rejects.toThrow(SynthesisError);
    await writeBackend('delete resources.TallyPolicy;');
    await expect(running.reload()).rejects.toThrow('Cannot access stream');
    expect(await getId(identityPoolOf(running))).toHaveProperty('IdentityId');
  });

  it('says which port is in use', async () => {
    await start();
    const dataFolder = path.join(projectFolder, '.amplify/other');
    await expect(startBackend({ projectFolder, dataFolder, host: 'localhost', port })).rejects.toThrow(
      `Port ${port} is in use`,
    );
  });
});
