/** Starts and reloads the backend of a small project. */
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startBackend, type Backend, type BackendOptions } from './backend';
import { createProject, freePort, type TestProject } from './cloudformation/project.fixture';
import { DynaliteThread } from './dynamodb/dynalite-thread';
import { DynamoDbEngineClient } from './dynamodb/engine-client';
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

async function start(options: Partial<BackendOptions> = {}): Promise<Backend> {
  const dataFolder = path.join(project.folder, '.amplify/local');
  backend = await startBackend({ projectFolder: project.folder, dataFolder, host: 'localhost', port, ...options });
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

  it.each([
    ['::1', '[::1]'],
    ['0.0.0.0', expect.not.stringContaining('0.0.0.0')],
    ['::', expect.not.stringContaining('::')],
  ] as [string, unknown][])('on %s is called by an address that others can reach', async (host, hostname) => {
    const { outputs } = await start({ host });
    for (const url of [outputs.data.url, outputs.custom.identityPoolEndpoint]) {
      expect(new URL(url).hostname).toEqual(hostname);
      expect((await fetch(url)).status).toBeLessThan(500);
    }
  });

  it('empties the tables of another engine and their streams, if asked to', async () => {
    const dynalite = new DynaliteThread({ region: 'us-east-1', accountId: '123456789012' });
    const dynamoDbEndpoint = `http://127.0.0.1:${await dynalite.waitForPort()}`;
    const tables = new DynamoDbEngineClient(dynamoDbEndpoint, 'us-east-1');
    await (await start({ dynamoDbEndpoint })).close();
    await tables.call('PutItem', { TableName: 'Round-NONE', Item: { show: { S: 'a' }, startsAt: { N: '1' } } });
    const journal = path.join(project.folder, '.amplify/local/streams/Round-NONE.jsonl');
    await appendFile(journal, '{"begin":{"show":{"S":"a"},"startsAt":{"N":"1"}}}\n');

    await (await start({ dynamoDbEndpoint })).close();
    expect(await tables.call('Scan', { TableName: 'Round-NONE' })).toMatchObject({ Count: 1 });
    await start({ dynamoDbEndpoint, fresh: true });
    expect(await tables.call('Scan', { TableName: 'Round-NONE' })).toMatchObject({ Count: 0 });
    expect(await readFile(journal, 'utf8')).toBe('');
    await tables.close();
    await dynalite.terminate();
  });

  describe('the streams', () => {
    it('have four shards or as many as asked, which can be split', async () => {
      const running = await start();
      expect(running.describeShards()).toHaveLength(4);
      const [{ shardId: parent, ...shard } = { shardId: '' }] = running.describeShards();
      expect(shard).toEqual({ tableName: 'Round-NONE', isOpen: true });
      const children = running.splitShard(parent);
      await expect.poll(() => running.describeShards().map(({ shardId }) => shardId)).not.toContain(parent);
      expect(running.describeShards().map(({ shardId }) => shardId)).toEqual(expect.arrayContaining(children));
      expect(() => running.splitShard('shardId-1')).toThrow('No stream has a shard shardId-1.');

      await running.close();
      expect((await start({ streamShards: 2 })).describeShards()).toHaveLength(2);
    });

    it.each([0, 65, 1.5, NaN])('cannot have %d shards', async (streamShards) => {
      await expect(start({ streamShards })).rejects.toThrow(
        `The option streamShards is a whole number from 1 to 64, not ${streamShards}.`,
      );
    });
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
