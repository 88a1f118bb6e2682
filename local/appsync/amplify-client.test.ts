/** Runs the unmodified Amplify client against the three endpoints that it uses, with a mocked engine. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createCognitoIdentityHandler } from '../cognito/identity-http';
import { SessionCredentials } from '../iam/session-credentials';
import { SignatureVerifier } from '../sigv4/verify';
import { createGraphqlHandler } from './graphql-http';
import { RealtimeServer } from './realtime/realtime-server';
import { waitUntilPassing } from './realtime/server.fixture';
import type { GraphqlEngine } from './graphql-engine';
import { containing, matching } from '../matchers.fixture';

const region = 'us-east-1';
const identityPool = {
  id: `${region}:11111111-2222-4333-8444-555555555555`,
  unauthenticatedRoleArn: 'arn:aws:iam::111122223333:role/guest',
  providers: [],
};
const key = Buffer.alloc(32, 7);
const log = pino({ level: 'silent' });
const execute = vi.fn<GraphqlEngine['execute']>();
const subscribe = vi.fn<GraphqlEngine['subscribe']>();
const engine = { execute, subscribe };

const credentials = new SessionCredentials(key);
const verifier = new SignatureVerifier({
  service: 'appsync',
  region,
  findCredentials: (accessKeyId, sessionToken) => credentials.open(accessKeyId, sessionToken),
});
const verify = verifier.verify.bind(verifier);
const identity = createCognitoIdentityHandler({ region, identityPool, key, credentials, log });
const graphql = createGraphqlHandler({ engine, verify, log });
const realtime = new RealtimeServer({ engine, verify, log });

const server = createServer(
  (request, response) => void (request.url === '/graphql' ? graphql : identity)(request, response),
).on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));

beforeAll(async () => {
  vi.stubGlobal('WebSocket', WebSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  Amplify.configure({
    Auth: {
      Cognito: {
        identityPoolId: identityPool.id,
        identityPoolEndpoint: `http://127.0.0.1:${port}/cognito-identity/`,
        allowGuestAccess: true,
      },
    },
    // In upper case, because the client derives `wss` for the WebSocket from a lower-case `http`.
    API: { GraphQL: { endpoint: `HTTP://127.0.0.1:${port}/graphql`, region, defaultAuthMode: 'iam' } },
  });
});
afterAll(async () => {
  await realtime.close();
  await new Promise((resolve) => server.close(resolve));
  vi.unstubAllGlobals();
});

/** Without generated code, the client's type of a result is a promise or an observable. */
function subscriptionOf(query: string) {
  const result = generateClient().graphql({ query, authMode: 'iam' });
  if (!('subscribe' in result)) throw new TypeError('Not a subscription');
  return result;
}

const anyGuest = {
  roleArn: identityPool.unauthenticatedRoleArn,
  userArn: 'arn:aws:sts::111122223333:assumed-role/guest/CognitoIdentityCredentials',
  cognito: { identityId: matching(/^us-east-1:/), identityPoolId: identityPool.id },
};

test('a mutation of a guest reaches the engine', async () => {
  execute.mockResolvedValueOnce({ data: { sendMessage: { text: 'héllo' } } });
  const result = await generateClient().graphql({
    query: 'mutation { sendMessage(text: "héllo") { text } }',
    authMode: 'iam',
  });
  expect(result).toMatchObject({ data: { sendMessage: { text: 'héllo' } } });
  expect(execute).toHaveBeenCalledWith(
    { query: containing('sendMessage(text: "héllo")'), variables: {} },
    expect.objectContaining({ principal: anyGuest }),
  );
});

test('the error of a field reaches the guest', async () => {
  const errors = [
    {
      path: ['startRound'],
      errorType: 'Unauthorized',
      message: 'Not Authorized to access startRound on type Mutation',
    },
  ];
  execute.mockResolvedValueOnce({ data: { startRound: null }, errors });
  await expect(generateClient().graphql({ query: 'mutation { startRound }', authMode: 'iam' })).rejects.toMatchObject({
    errors: [errors[0]],
  });
});

test('a guest receives the events of several subscriptions over one connection', async () => {
  const unsubscribe = vi.fn();
  subscribe.mockResolvedValue({ unsubscribe });
  const next = vi.fn();
  const failed = vi.fn();
  const subscriptions = ['onRound', 'onMessage'].map((field) =>
    subscriptionOf(`subscription { ${field} { id } }`).subscribe({ next, error: failed }),
  );

  await waitUntilPassing(() => expect(subscribe).toHaveBeenCalledTimes(2));
  expect(realtime.connectionCount).toBe(1);
  for (const [, caller, subscriber] of subscribe.mock.calls) {
    expect(caller.principal).toEqual(anyGuest);
    subscriber.deliver(Buffer.from('{"data":{"onRound":{"id":"é"}}}'));
  }
  await waitUntilPassing(() => expect(next).toHaveBeenCalledTimes(2));
  expect(next).toHaveBeenCalledWith({ data: { onRound: { id: 'é' } } });

  subscriptions.forEach((subscription) => subscription.unsubscribe());
  await waitUntilPassing(() => expect(unsubscribe).toHaveBeenCalledTimes(2));
  expect(failed).not.toHaveBeenCalled();
});

test('a guest receives the error of a failed subscription', async () => {
  const errors = [{ errorType: 'Unauthorized', message: 'Not Authorized to access onRound on type Subscription' }];
  subscribe.mockResolvedValueOnce({ errors });
  const error = await new Promise((resolve) => {
    subscriptionOf('subscription { onRound { id } }').subscribe({ error: resolve });
  });
  expect(JSON.stringify(error)).toContain('Not Authorized to access onRound on type Subscription');
});
