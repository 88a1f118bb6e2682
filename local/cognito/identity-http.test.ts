import { randomBytes } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SessionCredentials } from '../iam/session-credentials';
import { createCognitoIdentityHandler } from './identity-http';

const now = Date.parse('2026-01-01T00:00:00Z');
const poolId = 'us-east-1:11111111-2222-4333-8444-555555555555';
const key = randomBytes(32);
const credentials = new SessionCredentials(key, () => now);
const handler = createCognitoIdentityHandler({
  region: 'us-east-1',
  identityPool: { id: poolId, unauthenticatedRoleArn: 'arn:aws:iam::111122223333:role/guest', providers: [] },
  key,
  credentials,
  log: pino({ level: 'silent' }),
});
let handle = handler;
const server = createServer((request, response) => void handle(request, response));
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cognito-identity/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function call(operation: string, input: unknown) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSCognitoIdentityService.${operation}` },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  const body: unknown = await response.json();
  return { status: response.status, headers: response.headers, body };
}

const identitySchema = z.object({ IdentityId: z.string() });
const credentialsSchema = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretKey: z.string(), SessionToken: z.string() }),
});

describe('a guest', () => {
  test('gets an id and credentials', async () => {
    const { status, headers, body: identity } = await call('GetId', { IdentityPoolId: poolId });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    const { IdentityId } = identitySchema.parse(identity);
    expect(IdentityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/);

    const { body } = await call('GetCredentialsForIdentity', { IdentityId });
    expect(body).toEqual({
      IdentityId,
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA/) as string,
        SecretKey: expect.any(String) as string,
        SessionToken: expect.any(String) as string,
        Expiration: now / 1000 + 3600,
      },
    });
    const { AccessKeyId, SecretKey, SessionToken } = credentialsSchema.parse(body).Credentials;
    expect(credentials.open(AccessKeyId, SessionToken)).toEqual({
      secretAccessKey: SecretKey,
      expiration: new Date(now + 3600_000),
      principal: {
        roleArn: 'arn:aws:iam::111122223333:role/guest',
        userArn: 'arn:aws:sts::111122223333:assumed-role/guest/CognitoIdentityCredentials',
        cognito: { identityId: IdentityId, identityPoolId: poolId },
      },
    });
  });

  test('may send empty logins', async () => {
    expect((await call('GetId', { IdentityPoolId: poolId, Logins: {} })).status).toBe(200);
    expect((await call('GetId', { IdentityPoolId: poolId, Logins: null })).status).toBe(200);
  });

  test('gets credentials with the Amplify client', async () => {
    Amplify.configure({
      Auth: { Cognito: { identityPoolId: poolId, identityPoolEndpoint: url, allowGuestAccess: true } },
    });
    const session = await fetchAuthSession();
    expect(session.identityId).toMatch(/^us-east-1:/);
    expect(session.credentials).toMatchObject({
      accessKeyId: expect.stringMatching(/^ASIA/) as string,
      expiration: new Date(now + 3600_000),
    });
  });
});

describe('a user', () => {
  const provider = {
    name: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01',
    clientId: 'client',
    roleMapping: { ambiguousRoleResolution: 'AuthenticatedRole' as const },
  };
  const operators = 'arn:aws:iam::111122223333:role/operators';
  const withUsers = createCognitoIdentityHandler({
    region: 'us-east-1',
    identityPool: {
      id: poolId,
      unauthenticatedRoleArn: 'arn:aws:iam::111122223333:role/guest',
      authenticatedRoleArn: 'arn:aws:iam::111122223333:role/authenticated',
      providers: [provider],
    },
    key,
    credentials,
    // A token of this test is the id of its user.
    verifyLogin: (token) =>
      Promise.resolve(token === '' ? undefined : { sub: token, roles: token === 'host' ? [operators] : [] }),
    log: pino({ level: 'silent' }),
  });
  const loginOf = (token: string) => ({ Logins: { [provider.name]: token } });
  const getId = async (input: object = {}) =>
    identitySchema.parse((await call('GetId', { IdentityPoolId: poolId, ...input })).body).IdentityId;

  beforeAll(() => {
    handle = withUsers;
  });
  afterAll(() => {
    handle = handler;
  });

  test('has one identity, and the role that the token chooses', async () => {
    const IdentityId = await getId(loginOf('host'));
    expect(await getId(loginOf('host'))).toBe(IdentityId);
    const { body } = await call('GetCredentialsForIdentity', { IdentityId, ...loginOf('host') });
    const { AccessKeyId, SessionToken } = credentialsSchema.parse(body).Credentials;
    expect(credentials.open(AccessKeyId, SessionToken)?.principal).toEqual({
      roleArn: operators,
      userArn: 'arn:aws:sts::111122223333:assumed-role/operators/CognitoIdentityCredentials',
      cognito: { identityId: IdentityId, identityPoolId: poolId, login: { provider: provider.name, sub: 'host' } },
    });
  });

  test('who was a guest continues with the identity of the user', async () => {
    const guestId = await getId();
    const { body } = await call('GetCredentialsForIdentity', { IdentityId: guestId, ...loginOf('host') });
    expect(body).toMatchObject({ IdentityId: await getId(loginOf('host')) });
  });

  test('cannot use the identity of another user, nor can a guest', async () => {
    const IdentityId = await getId(loginOf('host'));
    for (const login of [loginOf('other'), {}]) {
      const { status, body } = await call('GetCredentialsForIdentity', { IdentityId, ...login });
      expect([status, body]).toEqual([
        400,
        { __type: 'NotAuthorizedException', message: `Access to Identity '${IdentityId}' is forbidden.` },
      ]);
    }
  });

  test('whose token is not valid gets nothing', async () => {
    const { body } = await call('GetCredentialsForIdentity', { IdentityId: await getId(), ...loginOf('') });
    expect(body).toEqual({ __type: 'NotAuthorizedException', message: 'Invalid login token.' });
  });
});

describe("an error has AWS's name and message", () => {
  const unknownId = 'us-east-1:00000000-0000-4000-8000-000000000000';
  const pattern = 'failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+';

  test.each<[string, string, unknown, string, string]>([
    [
      'another pool',
      'GetId',
      { IdentityPoolId: unknownId },
      'ResourceNotFoundException',
      `IdentityPool '${unknownId}' not found.`,
    ],
    [
      'an unknown identity',
      'GetCredentialsForIdentity',
      { IdentityId: unknownId },
      'ResourceNotFoundException',
      `Identity '${unknownId}' not found.`,
    ],
    [
      'a login',
      'GetId',
      { IdentityPoolId: poolId, Logins: { idp: 'token' } },
      'NotAuthorizedException',
      'Invalid login token.',
    ],
    [
      'no pool',
      'GetId',
      {},
      'ValidationException',
      "1 validation error detected: Value at 'identityPoolId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a malformed pool',
      'GetId',
      { IdentityPoolId: 'pool' },
      'ValidationException',
      `1 validation error detected: Value at 'identityPoolId' ${pattern}`,
    ],
    [
      'a malformed identity',
      'GetCredentialsForIdentity',
      { IdentityId: 'me' },
      'ValidationException',
      `1 validation error detected: Value at 'identityId' ${pattern}`,
    ],
    [
      'an unknown operation',
      'DeleteIdentities',
      {},
      'UnknownOperationException',
      'Unknown operation: AWSCognitoIdentityService.DeleteIdentities',
    ],
    [
      'an inherited name',
      'constructor',
      {},
      'UnknownOperationException',
      'Unknown operation: AWSCognitoIdentityService.constructor',
    ],
    ['a broken body', 'GetId', '{', 'SerializationException', 'The request body is not JSON.'],
    ['an empty body', 'GetId', '', 'SerializationException', 'The request body is not JSON.'],
  ])('%s', async (_, operation, input, type, message) => {
    const { status, headers, body } = await call(operation, input);
    expect(status).toBe(400);
    expect(headers.get('x-amzn-errortype')).toBe(type);
    expect(body).toEqual({ __type: type, message });
  });

  test.each([[null], [[]], [7], ['"text"']])('a body that is not an object: %j', async (input) => {
    expect((await call('GetId', input)).body).toMatchObject({ __type: 'ValidationException' });
  });

  test('a body above the limit', async () => {
    const { status, body } = await call('GetId', { IdentityPoolId: poolId, padding: 'x'.repeat(64 * 1024) });
    expect(status).toBe(413);
    expect(body).toMatchObject({ __type: 'RequestEntityTooLargeException' });
  });

  test('a method other than POST', async () => {
    const response = await fetch(url, { headers: { 'x-amz-target': 'AWSCognitoIdentityService.GetId' } });
    expect(response.status).toBe(400);
  });
});

describe('pages of other origins', () => {
  test('may call the service', async () => {
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-headers': 'content-type,x-amz-target' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST,OPTIONS');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type,x-amz-target');
  });

  test('may read the reason of an error', async () => {
    const { headers } = await call('GetId', {});
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toBe(
      'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
    );
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('a client that closes the connection does no harm', async () => {
  await new Promise<void>((resolve) => {
    const request = httpRequest(url, { method: 'POST', headers: { 'content-length': 100 } });
    request.on('error', () => resolve());
    request.write('{', () => request.destroy(new Error('gone')));
  });
  expect((await call('GetId', { IdentityPoolId: poolId })).status).toBe(200);
});
