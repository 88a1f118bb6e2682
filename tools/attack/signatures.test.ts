/** Forges, changes and replays signatures over HTTP, over the WebSocket, and between them. */
import { randomBytes } from 'node:crypto';
import { assumeRole, SessionCredentials } from 'amplify-local/iam';
import { describe, expect, it } from 'vitest';
import { deployment } from './deployment';
import type { Credentials } from '../guest/signer';
import { Guest, type SigningOptions } from './guest';
import { setUpTarget } from './target';
import { sendRequest, type RawRequest } from './raw-http';

const target = setUpTarget();

/** The mutation that the attacker tries to run. */
const wantedQuery = 'mutation { sendMessage(nickname: "Eve", text: "Forged") { id nickname text sender sentAt } }';
const wanted = JSON.stringify({ query: wantedQuery });
const harmless = JSON.stringify({ query: '{ snapshot { serverTime } }' });

const minutes = (count: number) => new Date(Date.now() + count * 60_000);
const secretOf = (more: Partial<Credentials>): SigningOptions => ({
  credentials: { ...target.guest.credentials, ...more },
});
const unauthorized = [401, 'UnauthorizedException'] as const;
const wrong = [403, 'InvalidSignatureException'] as const;
const unknown = [403, 'UnrecognizedClientException'] as const;

const guestRole = assumeRole(deployment.identityPool.unauthenticatedRoleArn, 'CognitoIdentityCredentials');
const cognito = {
  identityId: 'us-east-1:00000000-0000-4000-8000-000000000000',
  identityPoolId: deployment.identityPool.id,
};

/** Credentials of another backend. */
const foreign = (principal = { ...guestRole, cognito }) =>
  new SessionCredentials(randomBytes(32)).issue(principal, 3600);

async function expectRefusal(
  headers: Record<string, string>,
  [status, errorType]: readonly [number, string],
  wire: Partial<RawRequest> = {},
) {
  const answer = await sendRequest(target.port, { path: '/graphql', body: wanted, ...wire, headers });
  expect([answer.status, answer.json]).toMatchObject([status, { errors: [{ errorType }] }]);
  expect(answer.json).not.toHaveProperty('data');
}

describe('a stranger', () => {
  it.each<[string, Record<string, string>, readonly [number, string]]>([
    ['signs nothing', {}, unauthorized],
    ['sends an API key', { 'x-api-key': 'da2-aaaaaaaaaaaaaaaaaaaaaaaaaa' }, unauthorized],
    ['sends an empty authorization', { authorization: '' }, unauthorized],
    ['sends a user name and password', { authorization: 'Basic YWRtaW46YWRtaW4=' }, unauthorized],
    [
      'sends a bearer token',
      { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJjb2duaXRvOmdyb3VwcyI6WyJvcGVyYXRvcnMiXX0.' },
      unauthorized,
    ],
    [
      'sends an unsigned user pool token',
      { authorization: 'eyJhbGciOiJub25lIn0.eyJjb2duaXRvOmdyb3VwcyI6WyJvcGVyYXRvcnMiXX0.' },
      unauthorized,
    ],
    ['sends only the name of the algorithm', { authorization: 'AWS4-HMAC-SHA256' }, unauthorized],
    [
      'names another algorithm',
      { authorization: 'AWS4-ECDSA-P256-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=00' },
      unauthorized,
    ],
    [
      'claims an identity in a header',
      { 'x-amzn-iam-identity': guestRole.userArn, 'x-forwarded-for': '127.0.0.1' },
      unauthorized,
    ],
  ])('%s', (_, headers, refusal) => expectRefusal(headers, refusal));

  it('signs in the query string, which the API does not support', async () => {
    const { authorization = '', ...headers } = await target.guest.sign({ body: wanted });
    const parts = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Signature': authorization.slice(-64),
    });
    await expectRefusal(headers, unauthorized, { path: `/graphql?${parts}` });
  });
});

describe('a guest signs', () => {
  it.each<[string, () => SigningOptions, readonly [number, string]]>([
    ['six minutes ago', () => ({ date: minutes(-6) }), wrong],
    ['a day ago', () => ({ date: minutes(-1440) }), wrong],
    ['six minutes in the future', () => ({ date: minutes(6) }), wrong],
    ['in the year 2099', () => ({ date: new Date('2099-01-01') }), wrong],
    ['for another region', () => ({ region: 'eu-west-1' }), wrong],
    ['for no region', () => ({ region: '*' }), wrong],
    ['for DynamoDB', () => ({ service: 'dynamodb' }), wrong],
    ['for Lambda', () => ({ service: 'lambda' }), wrong],
    ['with another secret', () => secretOf({ secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }), wrong],
    ['with an empty secret', () => secretOf({ secretAccessKey: '' }), wrong],
    ['with another key id', () => secretOf({ accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' }), unknown],
    [
      'without the session token',
      () => ({ credentials: { ...target.guest.credentials, sessionToken: undefined } }),
      unknown,
    ],
    [
      'with a truncated session token',
      () => secretOf({ sessionToken: target.guest.credentials.sessionToken?.slice(0, -4) }),
      unknown,
    ],
    [
      'with an additional byte in the session token',
      () => secretOf({ sessionToken: `${target.guest.credentials.sessionToken ?? ''}A` }),
      unknown,
    ],
    ['with a session token of 8 kB', () => secretOf({ sessionToken: 'A'.repeat(8192) }), unknown],
    ['with the credentials of another identity pool', () => ({ credentials: foreign() }), unknown],
    [
      'with credentials for a role of another account',
      () => ({ credentials: foreign(assumeRole('arn:aws:iam::999999999999:role/admin', 'root') as never) }),
      unknown,
    ],
  ])('%s', async (_, signing, refusal) => {
    await expectRefusal(await target.guest.sign({ body: wanted, ...signing() }), refusal);
  });

  it('with the session token of another guest', async () => {
    const { sessionToken } = (await target.newGuest()).credentials;
    await expectRefusal(await target.guest.sign({ body: wanted, ...secretOf({ sessionToken }) }), unknown);
  });

  it('with expired credentials', async () => {
    const late = target.clientFor({ ...guestRole, cognito }, -1);
    await expectRefusal(await late.sign({ body: wanted }), [403, 'ExpiredTokenException']);
  });

  it('as a role of another deployment', async () => {
    const stranger = target.clientFor(assumeRole('arn:aws:iam::123456789012:role/elsewhere', 'session'));
    const { errors } = await stranger.call(wantedQuery);
    expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  });

  it('as the guest role without an identity', async () => {
    const nobody = target.clientFor(guestRole);
    const roundId = await target.currentRoundId();
    for (const query of [
      wantedQuery,
      `mutation { castVotes(roundId: "${roundId}", love: 1, like: 0, meh: 0, unknown: 0, hate: 0) { love } }`,
    ]) {
      expect((await nobody.call(query)).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
    }
  });
});

describe('a signature is changed:', () => {
  const parameter = (name: string, change: (value: string) => string) => (authorization: string) =>
    authorization.replace(new RegExp(`${name}=([^,]+)`), (_, value: string) => `${name}=${change(value)}`);

  it.each<[string, (authorization: string) => string, readonly [number, string]]>([
    ['its last digit', (text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'), wrong],
    ['one digit too short', (text) => text.slice(0, -1), unauthorized],
    ['cut in the middle', (text) => text.slice(0, text.length / 2), unauthorized],
    ['one digit too long', (text) => `${text}0`, unauthorized],
    ['all zeroes', parameter('Signature', (value) => '0'.repeat(value.length)), wrong],
    ['in capitals', parameter('Signature', (value) => value.toUpperCase()), unauthorized],
    ['given twice', (text) => `${text}, Signature=${'0'.repeat(64)}`, unauthorized],
    ['the signed headers lack host', parameter('SignedHeaders', (value) => value.replace('host;', '')), wrong],
    [
      'the signed headers lack the date',
      parameter('SignedHeaders', (value) => value.replace('x-amz-date;', '').replace(';x-amz-date', '')),
      wrong,
    ],
    ['no header is signed', parameter('SignedHeaders', () => ';'), wrong],
    ['a missing header is listed as signed', parameter('SignedHeaders', (value) => `${value};x-evil`), wrong],
    ['a header is listed twice', parameter('SignedHeaders', (value) => `${value};host`), wrong],
    ['the scope has another day', parameter('Credential', (value) => value.replace(/\/\d{8}\//, '/20200101/')), wrong],
    [
      'the scope ends differently',
      parameter('Credential', (value) => value.replace('aws4_request', 'aws5_request')),
      wrong,
    ],
    ['the scope has an additional part', parameter('Credential', (value) => `${value}/more`), unauthorized],
    ['the key id contains a path', parameter('Credential', (value) => `../${value}`), unauthorized],
    ['the key id is __proto__', parameter('Credential', (value) => value.replace(/^[^/]+/, '__proto__')), unknown],
  ])('%s', async (_, change, refusal) => {
    const { authorization = '', ...headers } = await target.guest.sign({ body: wanted });
    const changed = change(authorization);
    expect(changed).not.toBe(authorization);
    await expectRefusal({ ...headers, authorization: changed }, refusal);
  });

  it.each(['x-amz-date', 'x-amz-security-token', 'content-type', 'host'])(
    'the header %s after signing',
    async (name) => {
      const headers = await target.guest.sign({ body: wanted });
      const changed: Record<string, string> = {
        'x-amz-date': minutes(1)
          .toISOString()
          .replace(/[-:]|\.\d{3}/g, ''),
        'x-amz-security-token': `${headers['x-amz-security-token'] ?? ''}AAAA`,
        'content-type': 'text/plain',
        host: 'evil.example',
      };
      await expectRefusal(
        { ...headers, [name]: changed[name] ?? '' },
        name === 'x-amz-security-token' ? unknown : wrong,
      );
    },
  );

  it.each(['x-amz-date', 'x-amz-security-token', 'content-type'])('the header %s is removed', async (name) => {
    const headers = Object.entries(await target.guest.sign({ body: wanted })).filter(([one]) => one !== name);
    await expectRefusal(
      Object.fromEntries(headers),
      { 'x-amz-date': unauthorized, 'x-amz-security-token': unknown }[name] ?? wrong,
    );
  });

  it('the claimed hash of the body is wrong', async () => {
    for (const claimed of ['UNSIGNED-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', '0'.repeat(64)]) {
      const headers = await target.guest.sign({ body: harmless, headers: { 'x-amz-content-sha256': claimed } });
      await expectRefusal(headers, wrong);
    }
  });
});

describe('a request is captured and replayed', () => {
  it.each<[string, Partial<RawRequest>, Record<string, string>]>([
    ['with another body', {}, {}],
    ['with an additional space in the body', { body: `${harmless} ` }, {}],
    ['with a truncated body', { body: harmless.slice(0, -1) }, {}],
    ['without a body', { body: '' }, {}],
    ['by another method', { body: harmless, method: 'PUT' }, {}],
    ['on the path of the connection', { body: harmless, path: '/graphql?connect' }, {}],
    ['with another query', { body: harmless, path: '/graphql?operationName=Forged' }, {}],
    ['at another host', { body: harmless }, { host: 'other.example' }],
    ['at the same host on another port', { body: harmless }, { host: 'localhost:80' }],
    ['at the address of the same host', { body: harmless }, { host: '127.0.0.1' }],
  ])('%s', async (_, wire, more) => {
    await expectRefusal({ ...(await target.guest.sign({ body: harmless })), ...more }, wrong, wire);
  });

  it('to DynamoDB', async () => {
    const headers = await target.guest.sign({ body: harmless });
    const { status, json } = await sendRequest(target.port, {
      path: '/dynamodb/',
      body: harmless,
      headers: { ...headers, 'x-amz-target': 'DynamoDB_20120810.Scan' },
    });
    expect([status, json]).toMatchObject([
      400,
      { __type: expect.stringContaining('InvalidSignatureException') as string },
    ]);
  });

  it('unchanged: votes are totals, so the repetition has no effect', async () => {
    const guest = await target.newGuest();
    const body = JSON.stringify({
      query: `mutation { castVotes(roundId: "${await target.currentRoundId()}", love: 3, like: 0, meh: 0, unknown: 0, hate: 0) { love } }`,
    });
    const headers = await guest.sign({ body });
    target.allowChanges();
    for (let time = 0; time < 5; time++) {
      expect(await sendRequest(target.port, { path: '/graphql', body, headers })).toMatchObject({
        status: 200,
        json: { data: { castVotes: { love: 3 } } },
      });
    }
    await expect
      .poll(() => target.takeReceivedUpdates().then((heard) => heard.at(-1)?.onScores?.scores), { timeout: 10_000 })
      .toMatchObject({ love: 3, voters: 1 });
    expect((await target.rows('Ballot')).filter(({ id }) => String(id).endsWith(guest.identityId))).toMatchObject([
      { love: 3 },
    ]);
  });
});

describe('over the WebSocket', () => {
  const notAuthorized = { errors: [{ errorType: 'UnauthorizedException', errorCode: 401 }] };
  const connectError = async (protocols: string[], query = '') => {
    const client = await target.guest.openSocket(protocols, query);
    const message = await client.next();
    const { code } = await client.closed;
    return { ...message, code };
  };

  it.each<[string, () => SigningOptions]>([
    ['signs for another body', () => ({ body: harmless })],
    ['signs for the path of HTTP requests', () => ({ path: '/graphql' })],
    ['signs for the path of the WebSocket', () => ({ path: '/graphql/realtime' })],
    ['signs a GET', () => ({ method: 'GET' })],
    ['signs six minutes ago', () => ({ date: minutes(-6) })],
    ['signs six minutes in the future', () => ({ date: minutes(6) })],
    ['signs for another host', () => ({ host: 'other.example' })],
    ['signs for DynamoDB', () => ({ service: 'dynamodb' })],
    ['signs for another region', () => ({ region: 'eu-west-1' })],
    ['signs with another secret', () => secretOf({ secretAccessKey: 'forged' })],
    ['signs with credentials of another pool', () => ({ credentials: foreign() })],
    ['omits the session token', () => ({ credentials: { ...target.guest.credentials, sessionToken: undefined } })],
  ])('a guest who connects %s', async (_, signing) => {
    const answer = await connectError(await target.guest.protocols(signing()));
    expect(answer).toMatchObject({ type: 'connection_error', code: 1008, payload: notAuthorized });
  });

  it('a guest connects with expired credentials', async () => {
    const protocols = await target.clientFor({ ...guestRole, cognito }, -1).protocols();
    expect(await connectError(protocols)).toMatchObject({
      type: 'connection_error',
      code: 1008,
      payload: notAuthorized,
    });
  });

  const encoded = (headers: unknown) => `header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`;
  it.each<[string, string[], string]>([
    ['without authorization', ['graphql-ws'], ''],
    ['with an authorization that is not base64', ['graphql-ws', 'header-!!!'], ''],
    ['with an authorization that is not JSON', ['graphql-ws', 'header-AAAA'], ''],
    ['with headers that are a list', ['graphql-ws', encoded([])], ''],
    ['with numeric headers', ['graphql-ws', encoded({ host: 1 })], ''],
    ['with an API key', ['graphql-ws', encoded({ 'x-api-key': 'da2-a', host: 'localhost' })], ''],
    ['with empty headers in the query', ['graphql-ws'], '?header=e30=&payload=e30='],
    ['with __proto__ as a header', ['graphql-ws', 'header-eyJfX3Byb3RvX18iOnsiYXV0aG9yaXphdGlvbiI6IngifX0'], ''],
    ['by another subprotocol', ['graphql-transport-ws'], ''],
  ])('a stranger connects %s', async (_, protocols, query) => {
    const socket = target.guest.openSocket(protocols, query);
    // A client with another subprotocol closes, because the server selects none.
    const refusal = await socket.then(
      (client) => client.next(),
      (error: unknown) => ({ type: error instanceof Error ? error.message : '' }),
    );
    expect(refusal.type).toMatch(/^connection_error$|^Server sent no subprotocol$/);
  });

  const scores = { query: 'subscription { onScores { scores { love } } }' };
  it.each<[string, () => SigningOptions, string]>([
    [
      'signed for another subscription',
      () => ({ body: JSON.stringify({ query: 'subscription { onRound { roundId } }' }) }),
      'Permission denied',
    ],
    ['signed for connecting', () => ({ path: '/graphql/connect', body: '{}' }), 'Permission denied'],
    ['with the signature of a captured request', () => ({ body: harmless }), 'Permission denied'],
    ['signed for another host', () => ({ host: 'other.example' }), 'Permission denied'],
    ['signed six minutes ago', () => ({ date: minutes(-6) }), 'Permission denied'],
    ['signed with another secret', () => secretOf({ secretAccessKey: 'forged' }), 'Permission denied'],
    ['signed with credentials of another pool', () => ({ credentials: foreign() }), 'Permission denied'],
    ['signed for DynamoDB', () => ({ service: 'dynamodb' }), 'Permission denied'],
  ])('a guest starts a subscription %s', async (_, signing, message) => {
    const client = await target.guest.connect();
    client.send(await target.guest.startMessage('one', scores, signing()));
    expect(await client.next()).toMatchObject({
      type: 'error',
      id: 'one',
      payload: { errors: [{ errorType: 'UnauthorizedException', message }] },
    });
    client.socket.terminate();
  });

  it('a guest starts a subscription without authorization', async () => {
    const client = await target.guest.connect();
    const { payload, ...start } = await target.guest.startMessage('one', scores);
    for (const extensions of [undefined, {}, { authorization: {} }, { authorization: { 'x-api-key': 'da2-a' } }]) {
      client.send({ ...start, payload: { data: payload.data, extensions } });
      expect(await client.next()).toMatchObject({
        type: 'error',
        payload: {
          errors: [{ errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' }],
        },
      });
    }
    target.countAttacks(3);
    client.socket.terminate();
  });

  it('a guest repeats a captured start with another payload', async () => {
    const client = await target.guest.connect();
    const { payload, ...start } = await target.guest.startMessage('one', scores);
    client.send({ ...start, payload: { ...payload, data: wanted } });
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: { errors: [{ message: 'Permission denied' }] },
    });
    client.socket.terminate();
  });

  it('a guest uses the signature of a start for a mutation over HTTP', async () => {
    const { payload } = await target.guest.startMessage('one', scores);
    await expectRefusal(payload.extensions.authorization, wrong);
  });

  it('a guest uses the signature of a connection over HTTP', async () => {
    await expectRefusal(await target.guest.sign({ path: '/graphql/connect', body: '{}' }), wrong);
  });
});

it('a session token encrypted with another key is refused', async () => {
  const forger = new Guest(target.port, foreign());
  expect(await forger.post(harmless)).toMatchObject({ status: 403 });
});
