/** Starts and reloads the backend of a small project. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startBackend, type Backend } from './backend';
import { createProject, freePort, type TestProject } from './cloudformation/project.fixture';
import { SynthesisError } from './cloudformation/synthesize';
import { log } from './log';

log.level = 'error';

let project: TestProject;
let port: number;
let backend: Backend | undefined;

beforeEach(async () => {
  project = await createProject();
  port = await freePort();
});
afterEach(async () => {
  await backend?.close();
  backend = undefined;
  await project.remove();
});

async function start(): Promise<Backend> {
  const dataFolder = path.join(project.folder, '.amplify/local');
  backend = await startBackend({ projectFolder: project.folder, dataFolder, host: 'localhost', port });
  return backend;
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
    await project.writeBackend('resources.Pool2 = resources.IdentityPool; delete resources.IdentityPool;');
    await running.reload();
    const newPool = identityPoolOf(running);
    expect(newPool).not.toBe(previousPool);
    expect(await getId(newPool)).toHaveProperty('IdentityId');
    expect(await getId(previousPool)).toMatchObject({ __type: 'ResourceNotFoundException' });
  });

  it('continues with the previous version if a reload fails', async () => {
    const running = await start();
    await project.writeBackend("throw new Error('A permission is missing.');");
    await expect(running.reload()).rejects.toThrow(SynthesisError);
    await project.writeBackend('delete resources.TallyPolicy;');
    await expect(running.reload()).rejects.toThrow('Cannot access stream');
    expect(await getId(identityPoolOf(running))).toHaveProperty('IdentityId');
  });

  it('says which port is in use', async () => {
    await start();
    const { folder: projectFolder } = project;
    const dataFolder = path.join(projectFolder, '.amplify/other');
    await expect(startBackend({ projectFolder, dataFolder, host: 'localhost', port })).rejects.toThrow(
      `Port ${port} is in use`,
    );
  });
});
