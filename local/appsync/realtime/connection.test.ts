import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guestPrincipal } from '../guest.fixture';
import { authorizedProtocols, openSocket, startMessage } from './client.fixture';
import { waitUntilPassing, startTestServer, subscriptionRequest, type TestServer } from './server.fixture';
import { objectContaining } from '../../matchers.fixture';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

describe('before connection_init', () => {
  test('everything else is ignored', async () => {
    const client = await openSocket(server.url, await authorizedProtocols(server.host));
    client.send(await startMessage(server.host, 'one', subscriptionRequest));
    client.send({ type: 'stop', id: 'one' });
    client.send('{');
    client.send({ type: 'connection_init' });
    expect(await client.next()).toMatchObject({ type: 'connection_ack' });
    expect(server.subscribe).not.toHaveBeenCalled();
  });
});

describe('a subscription', () => {
  test('is started with the principal that signed it', async () => {
    await server.subscribed();
    expect(server.subscribe).toHaveBeenCalledExactlyOnceWith(
      subscriptionRequest,
      {
        principal: guestPrincipal,
        sourceIp: '127.0.0.1',
        headers: objectContaining({ host: server.host, 'x-custom': 'value' }),
      },
      expect.anything(),
    );
  });

  test('receives the events of the engine in order', async () => {
    const { client, subscriber } = await server.subscribed('a "quoted" id');
    subscriber.deliver(Buffer.from('{"data":{"onScores":{"roundId":"1"}}}'));
    subscriber.deliver(Buffer.from('{"data":{"onScores":{"roundId":"2"}}}'));
    for (const roundId of ['1', '2']) {
      expect(await client.next()).toEqual({
        type: 'data',
        id: 'a "quoted" id',
        payload: { data: { onScores: { roundId } } },
      });
    }
  });

  test('receives start_ack first, even if an event is delivered immediately', async () => {
    server.subscribe.mockImplementation((_request, _caller, subscriber) => {
      subscriber.deliver(Buffer.from('{"data":1}'));
      return Promise.resolve({ unsubscribe: server.unsubscribe });
    });
    const { client } = await server.subscribed();
    expect(await client.next()).toEqual({ type: 'data', id: 'one', payload: { data: 1 } });
  });

  test('ends with stop', async () => {
    const { client, subscriber } = await server.subscribed();
    client.send({ type: 'stop', id: 'one' });
    expect(await client.next()).toEqual({ type: 'complete', id: 'one' });
    expect(server.unsubscribe).toHaveBeenCalledOnce();

    subscriber.deliver(Buffer.from('{"data":"late"}'));
    client.send({ type: 'stop', id: 'two' });
    expect(await client.next()).toMatchObject({ type: 'error', id: 'two' });
  });

  test('ends with the connection', async () => {
    const { client } = await server.subscribed();
    client.socket.close();
    await waitUntilPassing(() => expect(server.unsubscribe).toHaveBeenCalledOnce());
    expect(server.realtime.connectionCount).toBe(0);
  });

  test('may reuse the id of an ended subscription', async () => {
    const { client } = await server.subscribed();
    client.send({ type: 'stop', id: 'one' });
    await client.next();
    client.send(await startMessage(server.host, 'one', subscriptionRequest));
    expect(await client.next()).toEqual({ type: 'start_ack', id: 'one' });
  });

  describe('that is still starting', () => {
    let finish: () => void;
    beforeEach(() => {
      server.subscribe.mockReturnValueOnce(
        new Promise((resolve) => (finish = () => resolve({ unsubscribe: server.unsubscribe }))),
      );
    });

    async function starting() {
      const client = await server.connect();
      client.send(await startMessage(server.host, 'one', subscriptionRequest));
      await waitUntilPassing(() => expect(server.subscribe).toHaveBeenCalledOnce());
      return client;
    }

    test('can be stopped without an acknowledgement', async () => {
      const client = await starting();
      client.send({ type: 'stop', id: 'one' });
      expect(await client.next()).toEqual({ type: 'complete', id: 'one' });
      finish();
      await waitUntilPassing(() => expect(server.unsubscribe).toHaveBeenCalledOnce());
      expect(client.received.map(({ type }) => type)).not.toContain('start_ack');
    });

    test('can be stopped and restarted', async () => {
      const client = await starting();
      client.send({ type: 'stop', id: 'one' });
      client.send(await startMessage(server.host, 'one', subscriptionRequest));
      expect(await client.next()).toEqual({ type: 'complete', id: 'one' });
      expect(await client.next()).toEqual({ type: 'start_ack', id: 'one' });
      finish();
      await waitUntilPassing(() => expect(server.unsubscribe).toHaveBeenCalledOnce());
      server.lastSubscriber().deliver(Buffer.from('{"data":1}'));
      expect(await client.next()).toMatchObject({ type: 'data', id: 'one' });
    });

    test('ends with the connection', async () => {
      const client = await starting();
      client.socket.terminate();
      await waitUntilPassing(() => expect(server.realtime.connectionCount).toBe(0));
      finish();
      await waitUntilPassing(() => expect(server.unsubscribe).toHaveBeenCalledOnce());
    });
  });
});

describe('an error is sent', () => {
  async function answerTo(message: unknown) {
    const client = await server.connect();
    client.send(message);
    return client.next();
  }

  test('with the error of the engine', async () => {
    const errors = [
      { message: "Validation error of type FieldUndefined: Field 'x' in type 'Subscription' is undefined @ 'x'" },
    ];
    server.subscribe.mockResolvedValue({ errors });
    expect(await answerTo(await startMessage(server.host, 'one', subscriptionRequest))).toEqual({
      type: 'error',
      id: 'one',
      payload: { errors },
    });
  });

  test('for a start without authorization', async () => {
    const start = { id: 'one', type: 'start', payload: { data: JSON.stringify(subscriptionRequest) } };
    const errors = [{ errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' }];
    expect(await answerTo(start)).toEqual({ type: 'error', id: 'one', payload: { errors } });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['expired credentials', () => startMessage(server.host, 'one', subscriptionRequest, { lifetimeSeconds: 0 })],
    ['an old signature', () => startMessage(server.host, 'one', subscriptionRequest, { signingDate: new Date(0) })],
    [
      'another request than the signed one',
      async () => {
        const start = await startMessage(server.host, 'one', subscriptionRequest);
        return {
          ...start,
          payload: { ...start.payload, data: JSON.stringify({ query: 'subscription { onRound { roundId } }' }) },
        };
      },
    ],
    ['another host', () => startMessage('localhost:1', 'one', subscriptionRequest)],
  ])('for a start with %s', async (_, start) => {
    const errors = [{ errorType: 'UnauthorizedException', message: 'Permission denied' }];
    expect(await answerTo(await start())).toEqual({ type: 'error', id: 'one', payload: { errors } });
    expect(server.subscribe).not.toHaveBeenCalled();
  });

  test('for a start without a GraphQL request', async () => {
    const errors = [{ errorType: 'BadRequestException', message: 'Unable to parse GraphQL query.' }];
    expect(await answerTo(await startMessage(server.host, 'one', '{}'))).toEqual({
      type: 'error',
      id: 'one',
      payload: { errors },
    });
  });

  test('for an internal error, which is logged', async () => {
    server.subscribe.mockRejectedValue(new Error('secret detail'));
    const errors = [{ errorType: 'InternalFailure', message: 'An internal error occurred.' }];
    expect(await answerTo(await startMessage(server.host, 'one', subscriptionRequest))).toEqual({
      type: 'error',
      id: 'one',
      payload: { errors },
    });
    expect(server.log.error).toHaveBeenCalledOnce();
  });

  test('for an id that is in use', async () => {
    const { client } = await server.subscribed();
    client.send(await startMessage(server.host, 'one', subscriptionRequest));
    const errors = [{ errorType: 'DuplicatedOperationError', message: 'Duplicated operation with id one' }];
    expect(await client.next()).toEqual({ type: 'error', id: 'one', payload: { errors } });
    expect(server.subscribe).toHaveBeenCalledOnce();
  });

  test('for too many subscriptions, as an object', async () => {
    const client = await server.connect();
    for (let n = 1; n <= 200; n++) {
      client.send(await startMessage(server.host, `subscription ${n}`, subscriptionRequest));
      expect(await client.next()).toMatchObject({ type: 'start_ack' });
    }
    client.send(await startMessage(server.host, 'another', subscriptionRequest));
    const errors = { errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 200 subscriptions reached' };
    expect(await client.next()).toEqual({ type: 'error', id: 'another', payload: { errors } });
  });

  test('for a stop of an unknown id', async () => {
    const errors = [{ errorType: 'UnknownOperationError', message: 'Unknown operation id one' }];
    expect(await answerTo({ type: 'stop', id: 'one' })).toEqual({ type: 'error', id: 'one', payload: { errors } });
  });

  test('for an unknown type', async () => {
    const errors = [
      { errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' },
    ];
    expect(await answerTo({ type: 'subscribe', id: 'one' })).toEqual({ type: 'error', payload: { errors } });
  });

  test('for a malformed message', async () => {
    const errors = [{ errorType: 'BadRequestException', message: 'The message is not JSON.' }];
    expect(await answerTo('{')).toEqual({ type: 'error', payload: { errors } });
  });

  test('for a binary message', async () => {
    const client = await server.connect();
    client.socket.send(Buffer.from('{"type":"stop","id":"one"}'));
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: { errors: [{ errorType: 'BadRequestException' }] },
    });
  });

  test('and the connection stays open', async () => {
    const client = await server.connect();
    client.send('{');
    client.send(await startMessage(server.host, 'one', subscriptionRequest));
    expect(await client.next()).toMatchObject({ type: 'error' });
    expect(await client.next()).toEqual({ type: 'start_ack', id: 'one' });
  });
});
