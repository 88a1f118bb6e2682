/** Checks that dynalite closes the iterators of its store. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { AbstractLevel } from 'abstract-level';
import dynalite from 'dynalite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import './patch-iterators.mjs';
import { createTables } from './create-tables';
import { DynamoDbEngineClient } from './engine-client';
import { recordingLog } from '../recording-log.fixture';
import { ballotTable, region } from './tables.fixture';

const server = dynalite({ createTableMs: 0 });
let client: DynamoDbEngineClient;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  client = new DynamoDbEngineClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, region);
  await createTables(client, [ballotTable], recordingLog());
});
afterAll(async () => {
  await client.close();
  server.close();
});

it.each([
  ['read to its end', {}],
  ['left before its end', { Limit: 3 }],
])('a table that is %s leaves no open iterator', async (_, limits) => {
  for (let id = 0; id < 10; id++)
    await client.call('PutItem', { TableName: ballotTable.name, Item: { id: { S: `${id}` } } });
  const open = vi.spyOn(AbstractLevel.prototype, 'attachResource');
  const close = vi.spyOn(AbstractLevel.prototype, 'detachResource');
  const byKey = { KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': { S: '1' } } };

  await client.call('Scan', { TableName: ballotTable.name, ...limits });
  await client.call('Query', { TableName: ballotTable.name, ...byKey, ...limits });

  expect(open).toHaveBeenCalledTimes(2);
  await vi.waitFor(() => expect(close).toHaveBeenCalledTimes(2));
  vi.restoreAllMocks();
});
