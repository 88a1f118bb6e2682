/** The design of the sample that this app replaces: each vote is a call, a write and a message to every viewer. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTables, DynamoDbEngineClient } from 'amplify-local/dynamodb';
import { WebSocket, WebSocketServer } from 'ws';
import { categories } from '../../../amplify/show';
import { actAtRandom } from '../../statistics/act-at-random';
import { CountedTables } from '../../backend/counted-tables';
import { votesPerSecond, type Traffic } from './traffic';

const table = {
  name: 'Movie',
  arn: 'arn:aws:dynamodb:us-east-1:123456789012:table/Movie',
  keySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
};
const settleMs = 1000;

export async function eachVoteToAll(viewers: number, seconds: number, dataFolder: string): Promise<Traffic> {
  const tables = await CountedTables.open(path.join(dataFolder, `old-${viewers}`));
  const client = new DynamoDbEngineClient(tables.endpoint, 'us-east-1');
  await createTables(client, [table], console);
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const traffic: Traffic = { viewers, seconds, votes: 0, calls: 0, delivered: 0, writes: {}, failed: 0 };

  async function count(category: string): Promise<void> {
    const { Attributes } = await client.call('UpdateItem', {
      TableName: table.name,
      Key: { id: { S: 'on screen' } },
      UpdateExpression: 'ADD #category :one',
      ExpressionAttributeNames: { '#category': category },
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    });
    const message = JSON.stringify({ type: 'data', payload: { data: { onUpdateMovie: Attributes } } });
    for (const socket of server.clients) socket.send(message);
  }
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      traffic.calls += 1;
      count(data.toString()).catch(() => (traffic.failed += 1));
    });
  });

  const { port } = server.address() as AddressInfo;
  const screens = Array.from({ length: viewers }, () => {
    const screen = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    screen.on('message', () => (traffic.delivered += 1));
    return screen;
  });
  await Promise.all(screens.map((screen) => once(screen, 'open')));
  traffic.votes = await actAtRandom(viewers * votesPerSecond, seconds, () => {
    screens[Math.floor(Math.random() * viewers)]?.send(
      categories[Math.floor(Math.random() * categories.length)] ?? categories[0],
    );
  });
  await sleep(settleMs);
  traffic.writes = tables.writes;
  for (const screen of screens) screen.terminate();
  server.close();
  await client.close();
  await tables.close();
  return traffic;
}
