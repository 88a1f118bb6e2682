import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import { TestPool, userPool } from './user-pool.fixture';
import { createJwksHandler, createUserPoolHandler } from './user-pool-http';

let pool: TestPool;
let url: string;
const server = createServer((request, response) => {
  const handle =
    request.url === '/jwks'
      ? createJwksHandler(pool.context)
      : createUserPoolHandler(pool.context, pino({ level: 'silent' }));
  void handle(request, response);
});

beforeAll(async () => {
  pool = await TestPool.open();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await pool.close();
});

async function call(operation: string, body: string) {
  const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` };
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
}

const srp = { AuthFlow: 'USER_SRP_AUTH', ClientId: userPool.clientId };

test('a sign-in begins with a challenge', async () => {
  const AuthParameters = { USERNAME: 'host@example.com', SRP_A: '5' };
  const { status, headers, body } = await call('InitiateAuth', JSON.stringify({ ...srp, AuthParameters }));
  expect([status, body]).toMatchObject([200, { ChallengeName: 'PASSWORD_VERIFIER' }]);
  expect(headers.get('cache-control')).toBe('no-store');
});

it.each([
  ['InitiateAuth', '{', 'SerializationException'],
  ['InitiateAuth', 'null', 'InvalidParameterException'],
  ['InitiateAuth', JSON.stringify({ ...srp, AuthParameters: { USERNAME: 1 } }), 'InvalidParameterException'],
  [
    'InitiateAuth',
    `{"AuthFlow":"USER_SRP_AUTH","ClientId":"client","AuthParameters":{"__proto__":"x"}}`,
    'InvalidParameterException',
  ],
  ['GetUser', '{"AccessToken":"a.b.c"}', 'NotAuthorizedException'],
  ['GlobalSignOut', '{}', 'InvalidParameterException'],
  ['AssociateSoftwareToken', '{"AccessToken":"a.b.c"}', 'InvalidParameterException'],
  ['VerifySoftwareToken', '{"Session":"x","UserCode":"000000"}', 'NotAuthorizedException'],
  ['RespondToAuthChallenge', '{"ClientId":"client","ChallengeName":"__proto__"}', 'InvalidParameterException'],
  ['SignUp', '{}', 'UnknownOperationException'],
  ['AdminCreateUser', '{}', 'UnknownOperationException'],
  ['ForgotPassword', '{}', 'UnknownOperationException'],
  ['constructor', '{}', 'UnknownOperationException'],
])('%s with %s is refused', async (operation, input, type) => {
  const { status, headers, body } = await call(operation, input);
  expect([status, headers.get('x-amzn-errortype'), body]).toMatchObject([400, type, { __type: type }]);
});

it('refuses a name of 2,000 characters', async () => {
  const AuthParameters = { USERNAME: 'x'.repeat(2000), SRP_A: '5' };
  const { status, body } = await call('InitiateAuth', JSON.stringify({ ...srp, AuthParameters }));
  expect([status, body]).toMatchObject([400, { __type: 'InvalidParameterException' }]);
});

test('the public key is served to everybody', async () => {
  const response = await fetch(`${url}jwks`);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.json()).toEqual(pool.context.tokens.jwks);
});
