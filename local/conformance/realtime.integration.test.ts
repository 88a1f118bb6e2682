/** The real-time endpoint, as AWS documents it or its users report it. `target.ts` says which API is tested. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { call } from './http';
import { documented, reported } from './pages';
import { connect, connectHeaders, protocolsWith, RealtimeClient, startMessage, type Message } from './realtime';
import { isLocal, openTarget, type Target } from './target';

let target: Target;
const open: RealtimeClient[] = [];
beforeAll(async () => {
  target = await openTarget();
}, 60_000);
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});
afterAll(() => target.close());

const minute = 60_000;
const acknowledged = { type: 'connection_ack', payload: { connectionTimeoutMs: expect.any(Number) as unknown } };

async function opened(...args: Parameters<typeof RealtimeClient.open>): Promise<RealtimeClient> {
  const client = await RealtimeClient.open(...args);
  open.push(client);
  return client;
}

async function connected(): Promise<RealtimeClient> {
  const client = await connect(target);
  open.push(client);
  return client;
}

const request = (query: string) => JSON.stringify({ query, variables: {} });
const start = (id: string, query = target.documents.subscription) => startMessage(target, id, request(query));

/** Starts a subscription and waits for its acknowledgment. */
async function subscribed(client: RealtimeClient, id: string = randomUUID()): Promise<string> {
  client.send(start(id));
  expect(await client.next()).toEqual({ type: 'start_ack', id });
  return id;
}

/** Runs the mutation. */
async function publish(text: string): Promise<void> {
  const { body } = await call(target, target.documents.mutation, { text });
  expect(body).not.toHaveProperty('errors');
}

/** An error message with exactly these errors. */
const errorMessage = (id: string | undefined, errors: unknown): unknown =>
  id === undefined ? { type: 'error', payload: { errors } } : { type: 'error', id, payload: { errors } };

describe(documented('Handshake details to establish the WebSocket connection', 'realtimeClient'), () => {
  /** The three documented ways of sending the headers of a connection. */
  const forms: Record<string, (url: URL, headers: Record<string, string>) => Parameters<typeof RealtimeClient.open>> = {
    'the query string': (url, headers) => {
      const withHeaders = new URL(url);
      withHeaders.searchParams.set('header', Buffer.from(JSON.stringify(headers)).toString('base64'));
      withHeaders.searchParams.set('payload', Buffer.from('{}').toString('base64'));
      return [withHeaders, ['graphql-ws']];
    },
    'Sec-WebSocket-Protocol': (url, headers) => [url, protocolsWith(headers)],
    'standard HTTP headers': (url, headers) => [url, ['graphql-ws'], { headers }],
  };

  describe.each(Object.entries(forms))('with headers in %s', (_, form) => {
    it('opens a connection at every address of the endpoint', async () => {
      for (const url of target.realtimeUrls) {
        const client = await opened(...form(url, connectHeaders(target)));
        expect(client.protocol).toBe('graphql-ws');
        expect(await client.init()).toEqual(acknowledged);
      }
    });

    it('refuses an old signature with connection_error, and closes the connection', async () => {
      for (const url of target.realtimeUrls) {
        const client = await opened(...form(url, connectHeaders(target, new Date(Date.now() - 10 * minute))));
        expect(await client.next()).toMatchObject({
          type: 'connection_error',
          payload: { errors: [{ errorType: 'UnauthorizedException', errorCode: 401 }] },
        });
        await client.closed;
      }
    });
  });

  it('refuses a connection without the signature of /connect', async () => {
    const [url = new URL('ws://none')] = target.realtimeUrls;
    const { payload } = startMessage(target, 'id', '{}') as {
      payload: { extensions: { authorization: Record<string, string> } };
    };
    const client = await opened(url, protocolsWith(payload.extensions.authorization));
    expect(await client.next()).toMatchObject({ type: 'connection_error' });
    await client.closed;
  });
});

describe(reported('Another subprotocol', 'graphql-dotnet/graphql-client#591'), () => {
  it('is refused with connection_error', async () => {
    const [url = new URL('ws://none')] = target.realtimeUrls;
    const headers = Buffer.from(JSON.stringify(connectHeaders(target))).toString('base64url');
    // The client refuses a connection whose protocol the server has not selected.
    await expect(RealtimeClient.open(url, ['graphql-transport-ws', `header-${headers}`])).rejects.toThrow(
      'Server sent no subprotocol',
    );
  });
});

describe(documented('Connection init and acknowledge messages', 'realtimeClient'), () => {
  it('acknowledges with the time after which a client without ka should close', async () => {
    const client = await opened(target.realtimeUrls[0] ?? new URL('ws://none'), protocolsWith(connectHeaders(target)));
    expect(await client.init()).toEqual({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
  });

  it('ignores all messages before the acknowledgment', async () => {
    const client = await opened(target.realtimeUrls[0] ?? new URL('ws://none'), protocolsWith(connectHeaders(target)));
    client.send(start('too early'));
    expect(await client.init()).toEqual(acknowledged);
    await subscribed(client, 'too early');
  });
});

describe(documented('Keep-alive message', 'realtimeClient'), () => {
  it('comes again and again', { timeout: 300_000 }, async () => {
    const client = await connected();
    for (let count = 0; count < 3; count += 1) {
      expect(await client.keepAlive(target.keepAliveWithinMs)).toEqual({ type: 'ka' });
    }
  });
});

describe(documented('Subscription registration message', 'realtimeClient'), () => {
  it('is confirmed with start_ack, and mutations then arrive as data', async () => {
    const client = await connected();
    const id = await subscribed(client);
    const text = `data ${randomUUID()}`;
    await publish(text);
    const message = await client.next();
    expect(message).toMatchObject({ type: 'data', id, payload: { data: expect.any(Object) as unknown } });
    expect(JSON.stringify(message.payload)).toContain(text);
  });

  it('may be repeated on one connection with another id', async () => {
    const client = await connected();
    const ids = [await subscribed(client), await subscribed(client)];
    await publish(`twice ${randomUUID()}`);
    const received = [await client.next(), await client.next()];
    expect(received.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it('with an old signature is refused', async () => {
    const client = await connected();
    const old = new Date(Date.now() - 10 * minute);
    client.send(startMessage(target, 'old', request(target.documents.subscription), old));
    expect(await client.next()).toMatchObject({
      type: 'error',
      id: 'old',
      payload: { errors: [{ errorType: 'UnauthorizedException' }] },
    });
  });

  it('with the signature of another request is refused', async () => {
    const client = await connected();
    const message = start('other') as { payload: { data: string } };
    message.payload.data = request('subscription { other }');
    client.send(message);
    expect(await client.next()).toMatchObject({
      type: 'error',
      id: 'other',
      payload: { errors: [{ errorType: 'UnauthorizedException' }] },
    });
  });
});

describe(reported('A registration without authorization', 'awslabs/aws-appsync-realtime-client-ios#108'), () => {
  it('is refused', async () => {
    const client = await connected();
    client.send({ id: 'bare', type: 'start', payload: { data: request(target.documents.subscription) } });
    expect(await client.next()).toEqual(
      errorMessage('bare', [
        { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' },
      ]),
    );
  });
});

describe(reported('An id that is in use', 'aws-amplify/amplify-js#12818'), () => {
  it('is refused, and the subscription continues', async () => {
    const client = await connected();
    const id = await subscribed(client);
    client.send(start(id));
    expect(await client.next()).toEqual(
      errorMessage(id, [{ errorType: 'DuplicatedOperationError', message: `Duplicated operation with id ${id}` }]),
    );
    await publish(`still here ${randomUUID()}`);
    expect(await client.next()).toMatchObject({ type: 'data', id });
  });
});

describe(reported('A document that is not valid', 'aws-amplify/amplify-js#11317'), () => {
  it('is refused with the validation error', async () => {
    const client = await connected();
    client.send(start('invalid', 'subscription { nowhere }'));
    expect(await client.next()).toMatchObject({
      type: 'error',
      id: 'invalid',
      payload: { errors: [{ message: expect.stringMatching(/FieldUndefined/) as unknown }] },
    });
  });
});

describe(documented('Subscription unregistration message', 'realtimeClient'), () => {
  it('is confirmed with complete, after which no data comes', async () => {
    const client = await connected();
    const [stopped, kept] = [await subscribed(client), await subscribed(client)];
    client.send({ type: 'stop', id: stopped });
    expect(await client.next()).toEqual({ type: 'complete', id: stopped });
    await publish(`after stop ${randomUUID()}`);
    expect(await client.next()).toMatchObject({ type: 'data', id: kept });
    await subscribed(client, stopped);
  });
});

describe(reported('A message of an unknown type', 'artilleryio/artillery#1567'), () => {
  it('is answered with UnsupportedOperation', async () => {
    const client = await connected();
    client.send({ type: 'hello', id: 'x' });
    expect(await client.next()).toEqual(
      errorMessage(undefined, [
        { errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' },
      ]),
    );
  });
});

describe(documented('Subscriptions per client connection', 'quotas'), () => {
  it('are 200', async () => {
    const client = await connected();
    const ids = Array.from({ length: 200 }, (_, index) => `subscription ${index}`);
    for (const id of ids) client.send(start(id));
    const answers: Message[] = [];
    while (answers.length < ids.length) answers.push(await client.next());
    expect(answers.filter(({ type }) => type !== 'start_ack')).toEqual([]);

    client.send(start('one more'));
    // An object rather than an array: https://github.com/aws-amplify/amplify-js/issues/8370
    expect(await client.next()).toEqual(
      errorMessage('one more', {
        errorType: 'MaxSubscriptionsReachedError',
        message: 'Max number of 200 subscriptions reached',
      }),
    );
  });
});

// AWS's answers are not known. local/FIDELITY.md lists them as assumed.
describe.runIf(isLocal)('what AWS does not document', () => {
  it.each<[string, string | Buffer | object]>([
    ['text', 'hello'],
    ['a number', '1'],
    ['null', 'null'],
    ['bytes', Buffer.from([0, 255])],
    ['start without a payload', { type: 'start', id: 'x' }],
    ['start without an id', { type: 'start', payload: { data: '{}' } }],
    ['stop without an id', { type: 'stop' }],
  ])('%s is answered with BadRequestException, and the connection continues', async (_, message) => {
    const client = await connected();
    client.send(message);
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: { errors: [{ errorType: 'BadRequestException' }] },
    });
    await subscribed(client);
  });

  it('stop of an unknown id is answered with UnknownOperationError', async () => {
    const client = await connected();
    client.send({ type: 'stop', id: 'nothing' });
    expect(await client.next()).toEqual(
      errorMessage('nothing', [{ errorType: 'UnknownOperationError', message: 'Unknown operation id nothing' }]),
    );
  });

  it('a message above 240 KB closes the connection with 1009', async () => {
    const client = await connected();
    client.send('x'.repeat(240 * 1024 + 1));
    expect(await client.closed).toBe(1009);
  });

  it('an upgrade of another path is answered with 404', async () => {
    const url = new URL('/elsewhere', target.realtimeUrls[0]);
    await expect(RealtimeClient.open(url, ['graphql-ws'])).rejects.toThrow('Unexpected server response: 404');
  });
});
