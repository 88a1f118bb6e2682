import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Table } from '../cloudformation/deployment';
import { startDynamoDbEngine, type DynamoDbEngine } from './engine';
import { recordingLog } from '../recording-log.fixture';
import { accountId, ballotTable, region, roundTable } from './tables.fixture';

let temporaryFolder: string;
let dataFolder: string;
const engines: DynamoDbEngine[] = [];

beforeEach(async () => {
  temporaryFolder = await mkdtemp(join(tmpdir(), 'engine-'));
  dataFolder = join(temporaryFolder, 'local', 'tables');
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  await rm(temporaryFolder, { recursive: true });
});

async function start(tables: Table[] = [ballotTable, roundTable], log = recordingLog()): Promise<DynamoDbEngine> {
  const engine = await startDynamoDbEngine({ tables, region, accountId, dataFolder, log });
  engines.push(engine);
  return engine;
}

async function stop(engine: DynamoDbEngine): Promise<void> {
  engines.splice(engines.indexOf(engine), 1);
  await engine.close();
}

const put = { TableName: 'Ballot', Item: { id: { S: 'a' } } };
const get = { TableName: 'Ballot', Key: put.Item };

describe('startEngine', () => {
  it('creates every table with the ARN of the deployment', async () => {
    const { client } = await start();
    for (const table of [ballotTable, roundTable]) {
      const { Table: description } = await client.call('DescribeTable', { TableName: table.name });
      expect(description).toMatchObject({ TableStatus: 'ACTIVE', TableArn: table.arn, KeySchema: table.keySchema });
    }
  });

  it('keeps items across a restart', async () => {
    const first = await start();
    await first.client.call('PutItem', put);
    await stop(first);
    const second = await start();
    await expect(second.client.call('GetItem', get)).resolves.toEqual({ Item: put.Item });
  });

  it('finishes pending requests before it stops', async () => {
    const engine = await start();
    const requests = Array.from({ length: 50 }, () => engine.client.call('PutItem', put));
    await engine.client.call('GetItem', get);
    await stop(engine);
    await expect(Promise.all(requests)).resolves.toHaveLength(50);
  });

  it('replaces a table whose key changed, and logs that', async () => {
    const first = await start();
    await first.client.call('PutItem', put);
    await stop(first);
    const log = recordingLog();
    const { client } = await start([{ ...roundTable, name: 'Ballot' }, roundTable], log);
    await expect(client.call('Scan', { TableName: 'Ballot' })).resolves.toMatchObject({ Count: 0 });
    expect(log.lines).toEqual([expect.stringContaining('The key of this table changed')]);
  });

  it('names the solution if another backend uses the folder', async () => {
    await start();
    await expect(start()).rejects.toThrow(/another local backend uses the folder.*the option fresh/);
  });

  it('names the solution if the folder is damaged', async () => {
    await stop(await start());
    for (const file of await readdir(dataFolder)) await writeFile(join(dataFolder, file), 'not a database');
    await expect(start()).rejects.toThrow(/or it is damaged.*the option fresh/);
  });

  it('uses another engine', async () => {
    const other = await start([]);
    const endpoint = other.client.endpoint;
    const engine = await startDynamoDbEngine({
      tables: [ballotTable],
      region,
      accountId,
      endpoint,
      log: recordingLog(),
    });
    await engine.client.call('PutItem', put);
    await expect(other.client.call('GetItem', get)).resolves.toEqual({ Item: put.Item });
    await engine.close();
  });

  it('empties its tables first if asked to, also in another engine', async () => {
    const other = await start();
    await other.client.call('PutItem', put);
    const { endpoint } = other.client;
    const options = { tables: [ballotTable], region, accountId, log: recordingLog(), fresh: true };
    const engine = await startDynamoDbEngine({ ...options, endpoint });
    await expect(engine.client.call('GetItem', get)).resolves.toEqual({});
    await engine.client.call('PutItem', put);
    await engine.close();
    await stop(other);

    const own = await startDynamoDbEngine({ ...options, dataFolder });
    engines.push(own);
    await expect(own.client.call('GetItem', get)).resolves.toEqual({});
  });

  it('names an endpoint that does not respond', async () => {
    const other = await start([]);
    const endpoint = other.client.endpoint;
    await stop(other);
    const starting = startDynamoDbEngine({ tables: [ballotTable], region, accountId, endpoint, log: recordingLog() });
    await expect(starting).rejects.toThrow(`does not respond at ${endpoint}`);
  });
});
