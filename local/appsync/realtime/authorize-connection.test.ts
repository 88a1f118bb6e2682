import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signRequest } from '../guest.fixture';
import { authorizedProtocols, openSocket } from './client.fixture';
import { startTestServer, type TestServer } from './server.fixture';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

const encode = (headers: unknown, encoding: 'base64' | 'base64url' = 'base64url') =>
  Buffer.from(typeof headers === 'string' ? headers : JSON.stringify(headers)).toString(encoding);

const signedConnect = () => signRequest(server.host, '/graphql/connect', '{}');

describe('a connection is authorized', () => {
  test('by a subprotocol, as the Amplify client does', async () => {
    const client = await server.connect();
    expect(client.socket.protocol).toBe('graphql-ws');
  });

  test('by the query string', async () => {
    const header = encodeURIComponent(encode(await signedConnect(), 'base64'));
    const client = await openSocket(`${server.url}?header=${header}&payload=e30=`, ['graphql-ws']);
    client.send({ type: 'connection_init' });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
  });

  test('by plain headers', async () => {
    const client = await openSocket(server.url, ['graphql-ws'], { headers: await signedConnect() });
    client.send({ type: 'connection_init' });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
  });

  test('with header names in any case', async () => {
    const { authorization, ...headers } = await signedConnect();
    const client = await openSocket(server.url, [
      'graphql-ws',
      `header-${encode({ ...headers, Authorization: authorization })}`,
    ]);
    client.send({ type: 'connection_init' });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
  });
});

describe('a connection is refused by a message, then closed', () => {
  const notAuthorized = {
    errorType: 'UnauthorizedException',
    message: 'You are not authorized to make this call.',
    errorCode: 401,
  };
  const headersMissing = { message: 'Required headers are missing.', errorCode: 400 };

  test.each<[string, () => Promise<string[]> | string[], object]>([
    ['without a subprotocol', () => [], { message: 'NoProtocolError', errorCode: 400 }],
    ['without authorization', () => ['graphql-ws'], headersMissing],
    ['with headers that are not JSON', () => ['graphql-ws', `header-${encode('{')}`], headersMissing],
    ['with headers that are not an object', () => ['graphql-ws', `header-${encode([1])}`], headersMissing],
    [
      'with an API key',
      () => ['graphql-ws', `header-${encode({ 'x-api-key': 'da2-key', host: server.host })}`],
      notAuthorized,
    ],
    ['with expired credentials', () => authorizedProtocols(server.host, { lifetimeSeconds: 0 }), notAuthorized],
    ['with an old signature', () => authorizedProtocols(server.host, { signingDate: new Date(0) }), notAuthorized],
    ['signed for another host', () => authorizedProtocols('localhost:1'), notAuthorized],
    [
      'signed for a request',
      async () => ['graphql-ws', `header-${encode(await signRequest(server.host, '/graphql', '{}'))}`],
      notAuthorized,
    ],
  ])('%s', async (_, protocols, error) => {
    const client = await openSocket(server.url, await protocols());
    expect(await client.next()).toEqual({ type: 'connection_error', payload: { errors: [error] } });
    expect((await client.closed).code).toBe(1008);
  });

  test('with another subprotocol', async () => {
    // As a plain header, because a WebSocket client closes the connection if its subprotocol is not accepted.
    const client = await openSocket(server.url, [], { headers: { 'sec-websocket-protocol': 'graphql-transport-ws' } });
    const error = { message: 'SubProtocolNotSupportedError', errorCode: 400 };
    expect(await client.next()).toEqual({ type: 'connection_error', payload: { errors: [error] } });
  });

  test('and its messages are ignored meanwhile', async () => {
    const client = await openSocket(server.url, ['graphql-ws']);
    client.send({ type: 'connection_init' });
    await client.closed;
    expect(client.received.map(({ type }) => type)).toEqual(['connection_error']);
  });
});

test('an internal error of the verification closes the connection and is logged', async () => {
  await server.stop();
  server = await startTestServer({
    verify: () => {
      throw new Error('secret detail');
    },
  });
  const client = await openSocket(server.url, ['graphql-ws', `header-${encode({ host: server.host })}`]);
  expect((await client.closed).code).toBe(1011);
  expect(server.log.error).toHaveBeenCalledOnce();
});
