/** A real-time server on a free port, with a mocked engine. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import type { ClientOptions } from 'ws';
import type { GraphqlEngine, Subscriber } from '../graphql-engine';
import { verify } from '../guest.fixture';
import { RealtimeServer, type RealtimeOptions } from './realtime-server';
import { authorizedProtocols, openSocket, startMessage, type TestClient } from './client.fixture';

export const subscriptionRequest = { query: 'subscription { onScores { roundId } }', variables: {} };

/** Waits for a condition, with time for a busy machine. */
export const waitUntilPassing = (check: () => void) => vi.waitFor(check, { timeout: 4000, interval: 10 });

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

export async function startTestServer(options: Partial<RealtimeOptions> = {}) {
  const unsubscribe = vi.fn<() => void>();
  const subscribe = vi.fn<GraphqlEngine['subscribe']>().mockResolvedValue({ unsubscribe });
  const log = { debug: vi.fn(), error: vi.fn() };
  const realtime = new RealtimeServer({ engine: { subscribe }, verify, log, closeTimeoutMs: 500, ...options });

  const server = createServer().on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `ws://${host}/graphql/realtime`;

  /** Connects a client, and waits for the acknowledgement. */
  async function connect(clientOptions?: ClientOptions): Promise<TestClient> {
    const client = await openSocket(url, await authorizedProtocols(host), clientOptions);
    client.send({ type: 'connection_init' });
    expect(await client.next()).toEqual({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
    return client;
  }

  /** Connects a client, and starts a subscription. */
  async function subscribed(id = 'one'): Promise<{ client: TestClient; subscriber: Subscriber }> {
    const client = await connect();
    client.send(await startMessage(host, id, subscriptionRequest));
    expect(await client.next()).toEqual({ type: 'start_ack', id });
    return { client, subscriber: lastSubscriber() };
  }

  function lastSubscriber(): Subscriber {
    const call = subscribe.mock.lastCall;
    if (!call) throw new Error('Nothing was subscribed');
    return call[2];
  }

  async function stop(): Promise<void> {
    await realtime.close();
    await new Promise((resolve) => server.close(resolve));
  }

  return { realtime, subscribe, unsubscribe, log, host, url, connect, subscribed, lastSubscriber, stop };
}
