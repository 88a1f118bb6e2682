/**
 * Prototype pollution: special property names in every input. The backend runs in this process, so polluted prototypes
 * would be visible here.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { noVotes } from '../../amplify/show';
import { callCognito } from './guest';
import { argumentsOf, literal, rootFields } from './schema';
import { setUpTarget } from './target';
import { sendRequest } from './raw-http';

const target = setUpTarget();

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

/** JSON text with the name as a key, because an object literal would not keep `__proto__`. */
const pollution = (name: string) => `"${name}":{"polluted":"yes","prototype":{"polluted":"yes"},"isAllowed":true}`;
const nested = (name: string) => `"constructor":{${pollution(name)}},${pollution(name)}`;

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const untouched = prototypes.map((prototype) => Object.getOwnPropertyNames(prototype));

afterEach(async () => {
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(prototypes.map((prototype) => Object.getOwnPropertyNames(prototype))).toEqual(untouched);
  const { data, errors } = await target.guest.call('{ snapshot { serverTime round { roundId } leaders { title } } }');
  expect(errors).toBeUndefined();
  expect(data?.snapshot).toMatchObject({ serverTime: expect.any(Number) as number });
});

const snapshot = '{ snapshot { serverTime } }';
const castVotes =
  'mutation M($roundId: String!, $love: Int!) { castVotes(roundId: $roundId, love: $love, like: 0, meh: 0, unknown: 0, hate: 0) { love } }';

describe.each(names)('%s', (name) => {
  it('next to the query of a request', async () => {
    const { status } = await target.guest.post(`{"query":"${snapshot}",${nested(name)}}`);
    expect(status).toBe(200);
  });

  it('among the variables', async () => {
    const { status, json } = await target.guest.post(`{"query":"${snapshot}","variables":{${nested(name)}}}`);
    expect([status, json]).toMatchObject([200, { data: { snapshot: { serverTime: expect.any(Number) as number } } }]);
  });

  it('instead of a declared variable', async () => {
    const { json } = await target.guest.post(
      `{"query":${JSON.stringify(castVotes)},"variables":{"${name}":{"roundId":"1","love":100}}}`,
    );
    expect(json).toMatchObject({
      data: null,
      errors: [
        { message: expect.stringContaining('roundId') as string },
        { message: expect.stringContaining('love') as string },
      ],
    });
  });

  it('as the name of a variable', async () => {
    const query = `mutation M($${name}: String!) { castVotes(roundId: $${name}, love: 1, like: 0, meh: 0, unknown: 0, hate: 0) { love } }`;
    const { status, json } = await target.guest.post(
      `{"query":${JSON.stringify(query)},"variables":{"${name}":"1000000000"}}`,
    );
    expect(status).toBe(200);
    expect((json as { errors: unknown[] }).errors).toHaveLength(1);
  });

  it('as the name of a missing variable', async () => {
    const query = `mutation M($${name}: String!) { castVotes(roundId: $${name}, love: 1, like: 0, meh: 0, unknown: 0, hate: 0) { love } }`;
    const { errors } = await target.guest.call(query, {});
    expect(errors).toHaveLength(1);
  });

  it('as a variable of an input object', async () => {
    const publish = rootFields.find(({ field }) => field.name === 'publishScores');
    const scores = publish && (argumentsOf(publish).scores as object);
    const query = 'mutation M($s: ScoresInput!) { publishScores(scores: $s) { scores { love } } }';
    const { json } = await target.guest.post(
      `{"query":"${query}","variables":{"s":{${JSON.stringify(scores).slice(1, -1)},${pollution(name)}}}}`,
    );
    expect(json).toMatchObject({
      data: null,
      errors: [{ message: expect.stringMatching(/not defined for input object type|invalid value/) as string }],
    });
  });

  it('as the only field of an input object', async () => {
    const query = 'mutation M($s: ScoresInput!) { publishScores(scores: $s) { scores { love } } }';
    const { json } = await target.guest.post(`{"query":"${query}","variables":{"s":{${pollution(name)}}}}`);
    expect((json as { data: unknown }).data).toBeNull();
  });

  it('as the name of an input variable of a backend-only field', async () => {
    const query = `mutation M($${name}: ScoresInput!) { publishScores(scores: $${name}) { scores { love } } }`;
    const { json } = await target.guest.post(
      `{"query":${JSON.stringify(query)},"variables":{"${name}":${JSON.stringify({ roundId: '1', ...noVotes, voters: 1 })}}}`,
    );
    expect((json as { data: { publishScores: unknown } | null }).data?.publishScores ?? null).toBeNull();
  });

  it('as a field of an input object in the document', async () => {
    const { data, errors } = await target.guest.call(
      `mutation { publishScores(scores: {${name}: ${literal({ polluted: 'yes' })}}) { scores { love } } }`,
    );
    expect(data).toBeNull();
    expect(errors?.length).toBeGreaterThan(0);
  });

  it.each(['query', 'mutation', 'subscription'])('as a field of a %s', async (operation) => {
    const { data, errors } = await target.guest.call(`${operation} { ${name} { polluted } }`);
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toContain('FieldUndefined');
  });

  it('as an argument', async () => {
    const { data } = await target.guest.call(
      `mutation { sendMessage(nickname: "Eve", text: "x", ${name}: "x") { id } }`,
    );
    expect(data).toBeNull();
  });

  it('as an alias at any level', async () => {
    const { text } = await target.guest.post(
      JSON.stringify({ query: `{ ${name}: snapshot { ${name}: serverTime } }` }),
    );
    expect(text).toMatch(new RegExp(`^{"data":{"${name}":{"${name}":\\d+}}}$`));
  });

  it('as an alias of a refused field', async () => {
    const { errors } = await target.guest.call(
      `mutation { ${name}: publishScores(scores: {roundId: "1", love: 1, like: 0, meh: 0, unknown: 0, hate: 0, voters: 1}) { ${name}: scores { love } } }`,
    );
    expect(errors).toMatchObject([{ errorType: 'Unauthorized', path: [name] }]);
  });

  it('as an alias of a published field', async () => {
    target.allowChanges();
    const guest = await target.newGuest();
    await guest.call(
      `mutation { ${name}: sendMessage(nickname: "Eve", text: "x") { id nickname text sender sentAt ${name}: id } }`,
    );
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onMessage: { text: 'x' } }]);
  });

  it.each([
    ['fragment', `{ ...${name} } fragment ${name} on Query { snapshot { serverTime } }`],
    ['operation', `query ${name} { snapshot { serverTime } }`],
  ])('as the name of the %s', async (_, query) => {
    expect((await target.guest.call(query)).data).toMatchObject({
      snapshot: { serverTime: expect.any(Number) as number },
    });
  });

  it.each([
    ['missing fragment', `{ ...${name} }`],
    ['missing type', `{ ... on ${name} { snapshot { serverTime } } }`],
    ['type of a variable', `query Q($a: ${name}) { snapshot { serverTime } }`],
    ['directive', `{ snapshot @${name} { serverTime } }`],
  ])('as the name of the %s', async (_, query) => {
    const { data, errors } = await target.guest.call(query);
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toMatch(/^Validation error/);
  });

  it('as the name of the operation to run', async () => {
    const { data, errors } = await target.guest.call('query A { snapshot { serverTime } }', undefined, name);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ message: `Unknown operation named '${name}'.` }]);
  });

  it('as the round, and as a nickname and text', async () => {
    target.allowChanges();
    const guest = await target.newGuest();
    const { errors } = await guest.call(castVotes, { roundId: name, love: 1 });
    expect(errors).toMatchObject([{ errorType: 'RoundOver' }]);
    expect(
      (
        await guest.call(
          `mutation { sendMessage(nickname: "${name}", text: "${name}") { id nickname text sender sentAt } }`,
        )
      ).errors,
    ).toBeUndefined();
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onMessage: { nickname: name, text: name } }]);
  });

  it('in messages of the WebSocket, at every level', async () => {
    const client = await target.guest.connect();
    const { payload } = await target.guest.startMessage('x', { query: 'subscription { onMessage { id } }' });
    const start = JSON.stringify(payload.data);
    const authorization = JSON.stringify(payload.extensions.authorization).slice(1, -1);
    const messages: [string, RegExp][] = [
      [`{${pollution(name)}}`, /UnsupportedOperation/],
      [`{"type":"${name}"}`, /UnsupportedOperation/],
      [`{"type":"stop","id":"${name}"}`, /UnknownOperationError/],
      [`{"type":"connection_init",${nested(name)},"payload":{${nested(name)}}}`, /^$/],
      [
        `{"type":"start","id":"${name}",${nested(name)},"payload":{${nested(name)},"data":${start},"extensions":{${nested(name)},"authorization":{${authorization},"${name}":"x"}}}}`,
        /start_ack/,
      ],
      [`{"type":"stop","id":"${name}"}`, /complete/],
    ];
    for (const [message, answer] of messages) {
      client.send(message);
      if (answer.source !== '^$') expect(JSON.stringify(await client.next())).toMatch(answer);
    }
    target.countAttacks(messages.length - 1);
    client.socket.terminate();
  });

  it('in the variables of a subscription', async () => {
    const client = await target.guest.connect();
    client.send(
      await target.guest.startMessage(
        'x',
        `{"query":"subscription { onMessage { id } }","variables":{${nested(name)}},${nested(name)}}`,
      ),
    );
    expect((await client.next()).type).toBe('start_ack');
    client.socket.terminate();
  });

  it('in the headers that connect a WebSocket', async () => {
    const headers = JSON.stringify(await target.guest.sign({ path: '/graphql/connect', body: '{}' })).slice(0, -1);
    const client = await target.guest.openSocket([
      'graphql-ws',
      `header-${Buffer.from(`${headers},"${name}":"x"}`).toString('base64url')}`,
    ]);
    client.send({ type: 'connection_init' });
    expect((await client.next()).type).toBe('connection_ack');
    client.socket.terminate();
  });

  it('in the query, in headers and in the path of a request', async () => {
    const body = JSON.stringify({ query: snapshot });
    const signed = await target.guest.post(
      body,
      { query: { [name]: 'x' } },
      { path: `/graphql?${name}=x`, headers: { [name]: 'x' } },
    );
    expect(signed.status).toBeLessThan(500);
    expect((await sendRequest(target.port, { path: `/${name}` })).status).toBe(404);
    expect(
      (await sendRequest(target.port, { path: `/graphql?${name}[polluted]=yes&${name}.polluted=yes`, body })).status,
    ).toBe(401);
    target.countAttacks(2);
  });

  it('to DynamoDB', async () => {
    for (const input of [`{${nested(name)}}`, `{"TableName":"${name}"}`, `{"RequestItems":{${pollution(name)}}}`]) {
      for (const operation of ['PutItem', 'BatchWriteItem', 'TransactWriteItems', name]) {
        const { status } = await target.guest.callDynamoDb(operation, JSON.parse(input));
        expect(status).toBe(400);
      }
    }
    target.countAttacks(11);
  });

  it('to the identity pool', async () => {
    for (const operation of ['GetId', 'GetCredentialsForIdentity', name]) {
      expect(
        (await callCognito(target.port, operation, JSON.parse(`{${nested(name)},"Logins":{${pollution(name)}}}`)))
          .status,
      ).toBe(400);
    }
    target.countAttacks(2);
  });
});
