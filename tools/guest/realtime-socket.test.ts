import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { BackendError } from '../../live/backend-error';
import { RealtimeSocket, type RealtimeSocketOptions } from './realtime-socket';

let server: WebSocketServer;
let socket: RealtimeSocket | undefined;

/** Accepts every connection. */
beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'graphql-ws' });
  server.on('connection', (connection) =>
    connection.on('message', () =>
      connection.send('{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}'),
    ),
  );
  await once(server, 'listening');
});

afterEach(() => {
  socket?.close();
  server.close();
});

const lostWith = (refused: Partial<RealtimeSocketOptions>) =>
  new Promise<string>((lost) => {
    socket = new RealtimeSocket({
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      subscriptions: () => ['onRound'],
      authorizeConnection: () => Promise.resolve({}),
      startPayload: () => Promise.resolve({ data: '', extensions: {} }),
      handlers: { data: () => undefined, lost },
      random: () => 1,
      ...refused,
    });
  });

it.each<[string, Error]>([
  ['TooManyRequestsException', new BackendError('TooManyRequestsException', 'Slow down.')],
  ['ECONNREFUSED', Object.assign(new Error('Connection refused.'), { code: 'ECONNREFUSED' })],
  ['TypeError', new TypeError('Invalid.')],
])('reports %s if obtaining credentials fails with it', async (reason, error) => {
  expect(await lostWith({ authorizeConnection: () => Promise.reject(error) })).toBe(reason);
  expect(await lostWith({ startPayload: () => Promise.reject(error) })).toBe(reason);
});
