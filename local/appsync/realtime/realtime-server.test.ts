import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RealtimeOptions } from './realtime-server';
import { authorizedProtocols, openSocket } from './client.fixture';
import { waitUntilPassing, startTestServer, type TestServer } from './server.fixture';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

/** Restarts the server with other options. */
async function serveWith(options: Partial<RealtimeOptions>) {
  await server.stop();
  server = await startTestServer(options);
}

describe('a connection', () => {
  test('receives keep-alives after its acknowledgement', async () => {
    await serveWith({ keepAliveIntervalMs: 100 });
    const client = await server.connect();
    await waitUntilPassing(() => expect(client.received.filter(({ type }) => type === 'ka').length).toBeGreaterThan(3));
    expect(client.received.slice(0, 2).map(({ type }) => type)).toEqual(['connection_ack', 'ka']);
  });

  test('is terminated if the peer does not respond', async () => {
    await serveWith({ keepAliveIntervalMs: 100 });
    const client = await server.connect({ autoPong: false });
    expect((await client.closed).code).toBe(1006);
  });

  test('is not terminated if the peer only listens', async () => {
    await serveWith({ keepAliveIntervalMs: 100 });
    const { client, subscriber } = await server.subscribed();
    await waitUntilPassing(() => expect(client.received.filter(({ type }) => type === 'ka').length).toBeGreaterThan(4));
    subscriber.deliver(Buffer.from('{"data":1}'));
    expect(await client.next()).toMatchObject({ type: 'data' });
  });

  test('is closed after its lifetime', async () => {
    await serveWith({ maxLifetimeMs: 400 });
    const client = await server.connect();
    expect(await client.closed).toEqual({ code: 1001, reason: 'Maximum lifetime reached' });
  });

  test('is closed after a message that is too large', async () => {
    await serveWith({ maxMessageBytes: 1000 });
    const client = await server.connect();
    client.send('x'.repeat(1001));
    expect((await client.closed).code).toBe(1009);
  });

  test('is closed and releases its memory if the client reads too slowly', async () => {
    await serveWith({ maxBufferedBytes: 100_000, closeTimeoutMs: 5000 });
    const { client, subscriber } = await server.subscribed();
    client.socket.pause();
    const payload = Buffer.from(JSON.stringify({ data: 'x'.repeat(100_000) }));
    await waitUntilPassing(() => {
      for (let i = 0; i < 10; i++) subscriber.deliver(payload);
      expect(server.unsubscribe).toHaveBeenCalledOnce();
    });
    client.socket.resume();
    expect(await client.closed).toEqual({ code: 1013, reason: 'Reads too slowly' });
  });

  test('is terminated if the client does not read', async () => {
    await serveWith({ maxBufferedBytes: 100_000, closeTimeoutMs: 50 });
    const { client, subscriber } = await server.subscribed();
    client.socket.pause();
    const payload = Buffer.from(JSON.stringify({ data: 'x'.repeat(100_000) }));
    await waitUntilPassing(() => {
      for (let i = 0; i < 10; i++) subscriber.deliver(payload);
      expect(server.realtime.connectionCount).toBe(0);
    });
  });
});

describe('when the server stops', () => {
  test('connections are closed with the reason', async () => {
    const { client } = await server.subscribed();
    await server.realtime.close();
    expect((await client.closed).code).toBe(1001);
    expect(server.unsubscribe).toHaveBeenCalledOnce();
    expect(server.realtime.connectionCount).toBe(0);
  });

  test('new connections are refused', async () => {
    await server.realtime.close();
    await expect(openSocket(server.url, await authorizedProtocols(server.host))).rejects.toThrow('503');
  });
});
