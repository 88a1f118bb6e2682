/** Attacks on the real-time protocol: floods of subscriptions, unexpected messages and malformed ones. */
import type { TestClient } from 'amplify-local/testing';
import { describe, expect, it } from 'vitest';
import type { Guest } from './guest';
import { maxSubscriptions, onMessage, onScores } from './subscriptions';
import { setUpTarget } from './target';

const target = setUpTarget();

const maxFrameBytes = 240 * 1024;

async function expectError(client: TestClient, errorType: string, message?: string | RegExp) {
  const answer = await client.next();
  expect(answer.type).toBe('error');
  const { errors } = answer.payload as { errors: unknown };
  const expected = {
    errorType,
    ...(message && { message: typeof message === 'string' ? message : (expect.stringMatching(message) as string) }),
  };
  expect([errors].flat()[0]).toMatchObject(expected);
}

/** Checks that the socket still works. */
async function expectAlive(client: TestClient, guest: Guest = target.guest) {
  client.send(await guest.startMessage('alive', onMessage));
  expect(await client.next()).toEqual({ type: 'start_ack', id: 'alive' });
  client.socket.terminate();
}

describe('a guest subscribes', () => {
  it('250 times in one connection: the last fifty are refused, the first 200 receive messages', async () => {
    const client = await target.guest.connect();
    const starts = await Promise.all(
      Array.from({ length: 250 }, (_, index) => target.guest.startMessage(`flood-${index}`, onMessage)),
    );
    for (const start of starts) client.send(start);
    const answers = [];
    for (let index = 0; index < starts.length; index++) answers.push(await client.next());
    target.countAttacks(49);
    expect(answers.filter(({ type }) => type === 'start_ack')).toHaveLength(maxSubscriptions);
    const refused = answers.filter(({ type }) => type === 'error');
    expect(refused).toHaveLength(50);
    expect(refused[0]).toMatchObject({
      payload: {
        errors: {
          errorType: 'MaxSubscriptionsReachedError',
          message: `Max number of ${maxSubscriptions} subscriptions reached`,
        },
      },
    });
    client.socket.terminate();
  });

  it('and stops a thousand times: no subscription remains', async () => {
    const client = await target.guest.connect();
    const start = await target.guest.startMessage('again', onMessage);
    const turns = 1000;
    for (let turn = 0; turn < turns; turn++) {
      client.send(start);
      expect((await client.next()).type).toBe('start_ack');
      client.send({ type: 'stop', id: 'again' });
      expect((await client.next()).type).toBe('complete');
    }
    target.countAttacks(turns - 1);
    await expectAlive(client);
  });

  it('with an id that is in use', async () => {
    const client = await target.guest.connect();
    client.send(await target.guest.startMessage('one', onMessage));
    expect(await client.next()).toEqual({ type: 'start_ack', id: 'one' });
    client.send(await target.guest.startMessage('one', onScores));
    await expectError(client, 'DuplicatedOperationError', 'Duplicated operation with id one');
    await expectAlive(client);
  });

  it('a hundred times with one id: it is one subscription', async () => {
    target.allowChanges();
    const client = await target.guest.connect();
    const start = await target.guest.startMessage('one', onMessage);
    for (let index = 0; index < 100; index++) client.send(start);
    const answers = [];
    for (let index = 0; index < 100; index++) answers.push((await client.next()).type);
    expect(answers.toSorted()).toEqual([...Array.from({ length: 99 }, () => 'error'), 'start_ack']);
    await (
      await target.newGuest()
    ).call('mutation { sendMessage(nickname: "Ada", text: "once") { id nickname text sender sentAt } }');
    client.send({ type: 'stop', id: 'one' });
    const after = [await client.next(), await client.next()];
    expect(after.map(({ type }) => type)).toEqual(['data', 'complete']);
    target.countAttacks(99);
    client.socket.terminate();
  });

  it('before connection_init: the socket receives nothing', async () => {
    const client = await target.guest.openSocket();
    client.send(await target.guest.startMessage('early', onMessage));
    client.send({ type: 'stop', id: 'early' });
    client.send({ type: 'connection_init' });
    expect((await client.next()).type).toBe('connection_ack');
    client.send({ type: 'stop', id: 'early' });
    await expectError(client, 'UnknownOperationError');
    await expectAlive(client);
  });

  it('after sending connection_init a hundred times: it is answered once', async () => {
    const client = await target.guest.connect();
    for (let index = 0; index < 100; index++) client.send({ type: 'connection_init', payload: { evil: index } });
    await expectAlive(client);
    expect(client.received.filter(({ type }) => type === 'connection_ack')).toHaveLength(1);
  });

  it('with the id of another guest, to end that subscription', async () => {
    const client = await target.guest.connect();
    for (const id of ['onRound', 'onScores', 'onMessage']) {
      client.send({ type: 'stop', id });
      await expectError(client, 'UnknownOperationError');
    }
    target.allowChanges();
    await (
      await target.newGuest()
    ).call('mutation { sendMessage(nickname: "Ada", text: "still here") { id nickname text sender sentAt } }');
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onMessage: { text: 'still here' } }]);
    client.socket.terminate();
  });

  it.each<[string, string, string]>([
    ['to two fields', 'subscription { onMessage { id } onRound { roundId } }', 'exactly one field'],
    [
      'to the same field under two names',
      'subscription { a: onMessage { id } b: onMessage { id } }',
      'exactly one field',
    ],
    ['to no field', 'subscription { __typename }', ''],
    ['to a field with an argument that it lacks', 'subscription { onMessage(sender: "x") { id } }', 'UnknownArgument'],
    ['with a malformed document', 'subscription {', 'Unable to parse'],
    ['to a query', '{ snapshot { serverTime } }', 'query not supported through the realtime channel'],
    ['with circular fragments', 'subscription { ...A } fragment A on Subscription { ...A }', 'Validation error'],
    ['with a deep document', `subscription ${'{a'.repeat(2000)}${'}'.repeat(2000)}`, ''],
    ['with too many tokens', `subscription { onMessage { ${'id '.repeat(16_000)} } }`, 'tokens'],
  ])('%s', async (_, query, message) => {
    const client = await target.guest.connect();
    client.send(await target.guest.startMessage('odd', { query }));
    const answer = await client.next();
    expect(answer).toMatchObject({ type: 'error', id: 'odd' });
    expect(JSON.stringify(answer)).toContain(message);
    expect(JSON.stringify(answer)).not.toContain('InternalFailure');
    await expectAlive(client);
  });

  it.each<[string, string]>([
    ['nest 110,000 lists', `{"a":${'['.repeat(110_000)}${']'.repeat(110_000)}}`],
    ['nest 20,000 objects', `{"a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`],
    ['are a list', '[]'],
    ['are text', '"x"'],
  ])('with variables that %s', async (_, variables) => {
    const client = await target.guest.connect();
    client.send(
      await target.guest.startMessage('odd', `{"query":${JSON.stringify(onMessage.query)},"variables":${variables}}`),
    );
    const answer = await client.next();
    expect(JSON.stringify(answer)).not.toContain('InternalFailure');
    await expectAlive(client);
  });
});

describe('a guest sends, instead of a message,', () => {
  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'BadRequestException'],
    ['text', 'hello', 'BadRequestException'],
    ['truncated JSON', '{"type":"start"', 'BadRequestException'],
    ['null', 'null', 'BadRequestException'],
    ['a number', '1', 'BadRequestException'],
    ['a list', '[{"type":"connection_init"}]', 'UnsupportedOperation'],
    ['an object without a type', '{}', 'UnsupportedOperation'],
    ['a type that is an object', '{"type":{"type":"start"}}', 'UnsupportedOperation'],
    ['an unknown type', '{"type":"shutdown"}', 'UnsupportedOperation'],
    [
      'a type that only the server sends',
      '{"type":"data","id":"onMessage","payload":{"data":{"onMessage":{"text":"forged"}}}}',
      'UnsupportedOperation',
    ],
    [
      'a type of the newer protocol',
      '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }"}}',
      'UnsupportedOperation',
    ],
    ['a type that is a property of every object', '{"type":"constructor"}', 'UnsupportedOperation'],
    ['a type of AppSync Events', '{"type":"publish","channel":"/default","events":["{}"]}', 'UnsupportedOperation'],
    ['a start without an id', '{"type":"start","payload":{"data":"{}"}}', 'BadRequestException'],
    ['a start with a numeric id', '{"type":"start","id":1,"payload":{"data":"{}"}}', 'BadRequestException'],
    [
      'a start with an id of 100 kB',
      `{"type":"start","id":"${'x'.repeat(100_000)}","payload":{"data":"{}"}}`,
      'BadRequestException',
    ],
    ['a start without a payload', '{"type":"start","id":"1"}', 'BadRequestException'],
    [
      'a start whose data is an object',
      '{"type":"start","id":"1","payload":{"data":{"query":"x"}}}',
      'BadRequestException',
    ],
    [
      'a start whose authorization is a list',
      '{"type":"start","id":"1","payload":{"data":"{}","extensions":{"authorization":["x"]}}}',
      'BadRequestException',
    ],
    ['a stop without an id', '{"type":"stop"}', 'BadRequestException'],
    ['a stop with an object as its id', '{"type":"stop","id":{"$ne":null}}', 'BadRequestException'],
    ['100,000 nested lists', '['.repeat(100_000), 'BadRequestException'],
    ['a binary frame', Buffer.from('{"type":"connection_init"}'), 'BadRequestException'],
    ['a binary frame of zeroes', Buffer.alloc(1000), 'BadRequestException'],
  ])('%s', async (_, message, errorType) => {
    const client = await target.guest.connect();
    client.socket.send(message);
    await expectError(client, errorType);
    await expectAlive(client);
  });

  it.each<[string, string | Buffer]>([
    ['a frame over the limit', 'x'.repeat(maxFrameBytes + 1)],
    ['a binary frame over the limit', Buffer.alloc(maxFrameBytes + 1)],
    ['a frame of 20 MB', Buffer.alloc(20 * 1024 * 1024)],
  ])('%s: the socket is closed', async (_, message) => {
    const client = await target.guest.connect();
    client.socket.on('error', () => undefined);
    client.socket.send(message);
    expect([1006, 1009]).toContain((await client.closed).code);
  });
});
