import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ClientOptions } from 'ws';
import type { GraphqlEngine, Subscriber } from '../request';
import { guest, sign, verify } from '../test-guest';
import { RealtimeServer, type RealtimeOptions } from './realtime-server';
import { authorizedProtocols, open, startMessage } from './test-client';

const subscribe = vi.fn<GraphqlEngine['subscribe']>();
const unsubscribe = vi.fn();
const log = { debug: vi.fn(), error: vi.fn() };
const subscription = { query: 'subscription { onScores { roundId } }', variables: {} };

let stopServing: () => Promise<void>;
let realtime: RealtimeServer;
let host: string;

async function serve(options: Partial<RealtimeOptions> = {}) {
  realtime = new RealtimeServer({ engine: { subscribe }, verify, log, ...options });
  const server = createServer().on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  stopServing = async () => {
    await realtime.close();
    await new Promise((resolve) => server.close(resolve));
  };
}

beforeEach(async () => {
  subscribe.mockReset().mockResolvedValue({ unsubscribe });
  unsubscribe.mockReset();
  log.error.mockReset();
  await serve({ closeTimeoutMs: 500 });
});
afterEach(() => stopServing());

/** Serves again with other options. */
async function serveWith(options: Partial<RealtimeOptions>) {
  await stopServing();
  await serve({ closeTimeoutMs: 500, ...options });
}

const url = (search = '') => `ws://${host}/graphql/realtime${search}`;

/** A client that is connected and acknowledged. */
async function connect(options?: ClientOptions) {
  const client = await open(url(), await authorizedProtocols(host), options);
  client.send({ type: 'connection_init' });
  expect(await client.next()).toEqual({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
  return client;
}

/** A client with a subscription of that id, and where the engine delivers to it. */
async function subscribed(id = 'one') {
  const client = await connect();
  client.send(await startMessage(host, id, subscription));
  expect(await client.next()).toEqual({ type: 'start_ack', id });
  return { client, subscriber: lastSubscriber() };
}

function lastSubscriber(): Subscriber {
  const call = subscribe.mock.lastCall;
  if (!call) throw new Error('Nothing was subscribed');
  return call[2];
}

const encode = (headers: unknown, encoding: 'base64' | 'base64url' = 'base64url') =>
  Buffer.from(typeof headers === 'string' ? headers : JSON.stringify(headers)).toString(encoding);

describe('a connection is authorized', () => {
  test('by a subprotocol, as the Amplify client does', async () => {
    const client = await connect();
    expect(client.socket.protocol).toBe('graphql-ws');
  });

  test('by the query string', async () => {
    const header = encode(await sign(host, '/graphql/connect', '{}'), 'base64');
    const client = await open(url(`?header=${encodeURIComponent(header)}&payload=e30=`), ['graphql-ws']);
    client.send({ type: 'connection_init' });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
  });

  test('by plain headers', async () => {
    const client = await open(url(), ['graphql-ws'], { headers: await sign(host, '/graphql/connect', '{}') });
    client.send({ type: 'connection_init' });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
  });

  test('with header names in any case', async () => {
    const { authorization, ...headers } = await sign(host, '/graphql/connect', '{}');
    const client = await open(url(), ['graphql-ws', `header-${encode({ ...headers, Authorization: authorization })}`]);
    client.send({ type: 'connection_init' });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
  });
});

describe('a connection is refused by a message, then closed', () => {
  const notAuthorized = { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.', errorCode: 401 };
  const headersMissing = { message: 'Required headers are missing.', errorCode: 400 };

  test.each<[string, () => Promise<string[]> | string[], object]>([
    ['without authorization', () => ['graphql-ws'], headersMissing],
    ['without a subprotocol', () => [], { message: 'NoProtocolError', errorCode: 400 }],
    ['with headers that are not JSON', () => ['graphql-ws', `header-${encode('{')}`], headersMissing],
    ['with headers that are no object', () => ['graphql-ws', `header-${encode([1])}`], headersMissing],
    ['with an API key', () => ['graphql-ws', `header-${encode({ 'x-api-key': 'da2-key', host })}`], notAuthorized],
    ['with expired credentials', () => authorizedProtocols(host, { lifetimeSeconds: 0 }), notAuthorized],
    ['with an old signature', () => authorizedProtocols(host, { signingDate: new Date(0) }), notAuthorized],
    ['signed for another host', () => authorizedProtocols('localhost:1'), notAuthorized],
    ['signed for a request', async () => ['graphql-ws', `header-${encode(await sign(host, '/graphql', '{}'))}`], notAuthorized],
  ])('%s', async (_, protocols, error) => {
    const client = await open(url(), await protocols());
    expect(await client.next()).toEqual({ type: 'connection_error', payload: { errors: [error] } });
    expect((await client.closed).code).toBe(1008);
  });

  test('with another subprotocol', async () => {
    // As a plain header: a client that knows what it offered would hang up on an answer without it.
    const client = await open(url(), [], { headers: { 'sec-websocket-protocol': 'graphql-transport-ws' } });
    const error = { message: 'SubProtocolNotSupportedError', errorCode: 400 };
    expect(await client.next()).toEqual({ type: 'connection_error', payload: { errors: [error] } });
  });
});

describe('before connection_init', () => {
  test('everything else is ignored', async () => {
    const client = await open(url(), await authorizedProtocols(host));
    client.send(await startMessage(host, 'one', subscription));
    client.send({ type: 'stop', id: 'one' });
    client.send('{');
    client.send({ type: 'connection_init' });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
    expect(subscribe).not.toHaveBeenCalled();
  });
});

describe('a subscription', () => {
  test('is started for who signed it', async () => {
    await subscribed();
    expect(subscribe).toHaveBeenCalledExactlyOnceWith(
      subscription,
      { principal: guest, sourceIp: '127.0.0.1', headers: expect.objectContaining({ host, 'x-custom': 'value' }) },
      expect.anything(),
    );
  });

  test('gets what the engine delivers, in order', async () => {
    const { client, subscriber } = await subscribed('a "quoted" id');
    subscriber.deliver('{"data":{"onScores":{"roundId":"1"}}}');
    subscriber.deliver('{"data":{"onScores":{"roundId":"2"}}}');
    for (const roundId of ['1', '2']) {
      expect(await client.next()).toEqual({ type: 'data', id: 'a "quoted" id', payload: { data: { onScores: { roundId } } } });
    }
  });

  test('gets start_ack first even where something is delivered at once', async () => {
    subscribe.mockImplementation(async (_request, _caller, subscriber) => {
      subscriber.deliver('{"data":1}');
      return { unsubscribe };
    });
    const { client } = await subscribed();
    expect(await client.next()).toEqual({ type: 'data', id: 'one', payload: { data: 1 } });
  });

  test('ends with stop', async () => {
    const { client, subscriber } = await subscribed();
    client.send({ type: 'stop', id: 'one' });
    expect(await client.next()).toEqual({ type: 'complete', id: 'one' });
    expect(unsubscribe).toHaveBeenCalledOnce();

    subscriber.deliver('{"data":"late"}');
    client.send({ type: 'stop', id: 'two' });
    expect(await client.next()).toMatchObject({ type: 'error', id: 'two' });
  });

  test('ends with the connection', async () => {
    const { client } = await subscribed();
    client.socket.close();
    await vi.waitFor(() => expect(unsubscribe).toHaveBeenCalledOnce());
    expect(realtime.connectionCount).toBe(0);
  });

  test('may use its id again once it has ended', async () => {
    const { client } = await subscribed();
    client.send({ type: 'stop', id: 'one' });
    await client.next();
    client.send(await startMessage(host, 'one', subscription));
    expect(await client.next()).toEqual({ type: 'start_ack', id: 'one' });
  });

  describe('that is still starting', () => {
    let finish: () => void;
    beforeEach(() => {
      subscribe.mockReturnValueOnce(new Promise((resolve) => (finish = () => resolve({ unsubscribe }))));
    });

    async function starting() {
      const client = await connect();
      client.send(await startMessage(host, 'one', subscription));
      await vi.waitFor(() => expect(subscribe).toHaveBeenCalledOnce());
      return client;
    }

    test('can be stopped, and is never acknowledged', async () => {
      const client = await starting();
      client.send({ type: 'stop', id: 'one' });
      expect(await client.next()).toEqual({ type: 'complete', id: 'one' });
      finish();
      await vi.waitFor(() => expect(unsubscribe).toHaveBeenCalledOnce());
      expect(client.received.map(({ type }) => type)).not.toContain('start_ack');
    });

    test('can be stopped and started anew', async () => {
      const client = await starting();
      client.send({ type: 'stop', id: 'one' });
      client.send(await startMessage(host, 'one', subscription));
      expect(await client.next()).toEqual({ type: 'complete', id: 'one' });
      expect(await client.next()).toEqual({ type: 'start_ack', id: 'one' });
      finish();
      await vi.waitFor(() => expect(unsubscribe).toHaveBeenCalledOnce());
      lastSubscriber().deliver('{"data":1}');
      expect(await client.next()).toMatchObject({ type: 'data', id: 'one' });
    });

    test('ends with the connection', async () => {
      const client = await starting();
      client.socket.terminate();
      await vi.waitFor(() => expect(realtime.connectionCount).toBe(0));
      finish();
      await vi.waitFor(() => expect(unsubscribe).toHaveBeenCalledOnce());
    });
  });
});

describe('an error is answered', () => {
  async function answerTo(message: unknown) {
    const client = await connect();
    client.send(message);
    return client.next();
  }

  test('with what the engine says', async () => {
    const errors = [{ message: "Validation error of type FieldUndefined: Field 'x' in type 'Subscription' is undefined @ 'x'" }];
    subscribe.mockResolvedValue({ errors });
    expect(await answerTo(await startMessage(host, 'one', subscription))).toEqual({ type: 'error', id: 'one', payload: { errors } });
  });

  test('to a start without authorization', async () => {
    const start = { id: 'one', type: 'start', payload: { data: JSON.stringify(subscription) } };
    const errors = [{ errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' }];
    expect(await answerTo(start)).toEqual({ type: 'error', id: 'one', payload: { errors } });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['expired credentials', () => startMessage(host, 'one', subscription, { lifetimeSeconds: 0 })],
    ['an old signature', () => startMessage(host, 'one', subscription, { signingDate: new Date(0) })],
    ['another request than the signed one', async () => {
      const start = await startMessage(host, 'one', subscription);
      return { ...start, payload: { ...start.payload, data: JSON.stringify({ query: 'subscription { onRound { roundId } }' }) } };
    }],
    ['another host', () => startMessage('localhost:1', 'one', subscription)],
  ])('to a start with %s', async (_, start) => {
    const errors = [{ errorType: 'UnauthorizedException', message: 'Permission denied' }];
    expect(await answerTo(await start())).toEqual({ type: 'error', id: 'one', payload: { errors } });
    expect(subscribe).not.toHaveBeenCalled();
  });

  test('to a start with no GraphQL request', async () => {
    const errors = [{ errorType: 'BadRequestException', message: 'Unable to parse GraphQL query.' }];
    expect(await answerTo(await startMessage(host, 'one', '{}'))).toEqual({ type: 'error', id: 'one', payload: { errors } });
  });

  test('to a fault of the engine, which is logged', async () => {
    subscribe.mockRejectedValue(new Error('secret detail'));
    const errors = [{ errorType: 'InternalFailure', message: 'An internal error occurred.' }];
    expect(await answerTo(await startMessage(host, 'one', subscription))).toEqual({ type: 'error', id: 'one', payload: { errors } });
    expect(log.error).toHaveBeenCalledOnce();
  });

  test('to an id that is in use', async () => {
    const { client } = await subscribed();
    client.send(await startMessage(host, 'one', subscription));
    const errors = [{ errorType: 'DuplicatedOperationError', message: 'Duplicated operation with id one' }];
    expect(await client.next()).toEqual({ type: 'error', id: 'one', payload: { errors } });
    expect(subscribe).toHaveBeenCalledOnce();
  });

  test('to one subscription too many, as an object', async () => {
    await serveWith({ maxSubscriptions: 1 });
    const { client } = await subscribed();
    client.send(await startMessage(host, 'two', subscription));
    const errors = { errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 1 subscriptions reached' };
    expect(await client.next()).toEqual({ type: 'error', id: 'two', payload: { errors } });
  });

  test('to a stop of an unknown id', async () => {
    const errors = [{ errorType: 'UnknownOperationError', message: 'Unknown operation id one' }];
    expect(await answerTo({ type: 'stop', id: 'one' })).toEqual({ type: 'error', id: 'one', payload: { errors } });
  });

  test.each([{ type: 'subscribe', id: 'one' }, { type: 7 }, {}, []])('to an unknown type: %j', async (message) => {
    const errors = [{ errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' }];
    expect(await answerTo(message)).toEqual({ type: 'error', payload: { errors } });
  });

  test.each(['', '{', 'null', '"start"', '{"type":"start"}', '{"type":"stop"}', '{"type":"stop","id":""}', '{"type":"start","id":1,"payload":{}}',
    `{"type":"stop","id":"${'x'.repeat(129)}"}`])('to a malformed message: %s', async (message) => {
    expect(await answerTo(message)).toEqual({
      type: 'error', payload: { errors: [{ errorType: 'BadRequestException', message: expect.any(String) }] },
    });
  });

  test('to a binary message', async () => {
    const client = await connect();
    client.socket.send(Buffer.from('{"type":"stop","id":"one"}'));
    expect(await client.next()).toMatchObject({ type: 'error', payload: { errors: [{ errorType: 'BadRequestException' }] } });
  });

  test('and the connection lives on', async () => {
    const client = await connect();
    client.send('{');
    client.send(await startMessage(host, 'one', subscription));
    expect(await client.next()).toMatchObject({ type: 'error' });
    expect(await client.next()).toEqual({ type: 'start_ack', id: 'one' });
  });
});

describe('a connection', () => {
  test('is kept alive from its acknowledgement on', async () => {
    await serveWith({ keepAliveIntervalMs: 20 });
    const client = await connect();
    await vi.waitFor(() => expect(client.received.filter(({ type }) => type === 'ka').length).toBeGreaterThan(3));
    expect(client.received.slice(0, 2).map(({ type }) => type)).toEqual(['connection_ack', 'ka']);
  });

  test('is cut off where the peer answers nothing', async () => {
    await serveWith({ keepAliveIntervalMs: 20 });
    const client = await connect({ autoPong: false });
    expect((await client.closed).code).toBe(1006);
  });

  test('is not cut off where the peer only listens', async () => {
    await serveWith({ keepAliveIntervalMs: 20 });
    const { client, subscriber } = await subscribed();
    await vi.waitFor(() => expect(client.received.filter(({ type }) => type === 'ka').length).toBeGreaterThan(5));
    subscriber.deliver('{"data":1}');
    expect(await client.next()).toMatchObject({ type: 'data' });
  });

  test('ends when its lifetime is over', async () => {
    await serveWith({ maxLifetimeMs: 50 });
    const client = await connect();
    expect(await client.closed).toEqual({ code: 1001, reason: 'Maximum lifetime reached' });
  });

  test('is closed by a message that is too large', async () => {
    await serveWith({ maxMessageBytes: 1000 });
    const client = await connect();
    client.send('x'.repeat(1001));
    expect((await client.closed).code).toBe(1009);
  });

  test('is dropped where the client reads too slowly, and frees what it holds', async () => {
    await serveWith({ maxBufferedBytes: 100_000, closeTimeoutMs: 5000 });
    const { client, subscriber } = await subscribed();
    client.socket.pause();
    const payload = JSON.stringify({ data: 'x'.repeat(100_000) });
    await vi.waitFor(() => {
      for (let i = 0; i < 10; i++) subscriber.deliver(payload);
      expect(unsubscribe).toHaveBeenCalledOnce();
    });
    client.socket.resume();
    expect(await client.closed).toEqual({ code: 1013, reason: 'Reads too slowly' });
  });

  test('is cut off where the client does not read at all', async () => {
    await serveWith({ maxBufferedBytes: 100_000, closeTimeoutMs: 50 });
    const { client, subscriber } = await subscribed();
    client.socket.pause();
    const payload = JSON.stringify({ data: 'x'.repeat(100_000) });
    await vi.waitFor(() => {
      for (let i = 0; i < 10; i++) subscriber.deliver(payload);
      expect(realtime.connectionCount).toBe(0);
    });
  });
});

describe('when the server stops', () => {
  test('clients are told', async () => {
    const { client } = await subscribed();
    await realtime.close();
    expect((await client.closed).code).toBe(1001);
    expect(unsubscribe).toHaveBeenCalledOnce();
    expect(realtime.connectionCount).toBe(0);
  });

  test('nobody is let in any more', async () => {
    await realtime.close();
    await expect(open(url(), await authorizedProtocols(host))).rejects.toThrow('503');
  });
});

test('a fault of the verification closes the connection, and is logged', async () => {
  await serveWith({ verify: () => { throw new Error('secret detail'); } });
  const client = await open(url(), ['graphql-ws', `header-${encode({ host })}`]);
  expect((await client.closed).code).toBe(1011);
  expect(log.error).toHaveBeenCalledOnce();
});
