import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UserPoolGroup } from '../../cloudformation/deployment';
import { TokenIssuer } from './tokens';
import { operatorsRoleArn, provider, userPool } from './user-pool.fixture';
import type { SigningKey, User } from './user-store';

const startedAt = Date.parse('2026-01-01T00:00:00Z');
const issuerUrl = `https://${provider.name}`;

let now = startedAt;
let key: SigningKey;
let privateKey: CryptoKey;
let tokens: TokenIssuer;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  privateKey = pair.privateKey;
  const { n = '', e = '', ...rest } = await exportJWK(privateKey);
  key = { ...rest, kty: 'RSA', kid: 'key', n, e };
  tokens = new TokenIssuer('us-east-1', userPool, key, () => now);
});

const signIn = { id: 'sign-in', refreshTokenHash: '', authTime: startedAt / 1000, expiresAt: Infinity };
const user: User = {
  id: '7b4a1c1e-8f0d-4f66-9d7b-0a6f6f4a2c11',
  email: 'host@example.com',
  groups: ['operators'],
  status: 'CONFIRMED',
  password: { salt: '1', verifier: '1' },
  signIns: [signIn],
};

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

async function idClaims(groups: UserPoolGroup[], groupNames: string[]) {
  const pool = { ...userPool, groups };
  const { IdToken } = await new TokenIssuer('us-east-1', pool, key, () => now).issue(
    { ...user, groups: groupNames },
    signIn,
  );
  return claimsOf(IdToken);
}

describe('tokens', () => {
  it('have the claims of AWS', async () => {
    const { IdToken, AccessToken } = await tokens.issue(user, signIn);
    const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    const common = {
      sub: user.id,
      'cognito:groups': ['operators'],
      iss: issuerUrl,
      origin_jti: 'sign-in',
      event_id: uuid,
      auth_time: startedAt / 1000,
      iat: startedAt / 1000,
      exp: startedAt / 1000 + 3600,
      jti: uuid,
    };
    expect(claimsOf(IdToken)).toEqual({
      ...common,
      aud: 'client',
      token_use: 'id',
      email: 'host@example.com',
      email_verified: true,
      'cognito:username': user.id,
      'cognito:roles': [operatorsRoleArn],
      'cognito:preferred_role': operatorsRoleArn,
    });
    expect(claimsOf(AccessToken)).toEqual({
      ...common,
      client_id: 'client',
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: user.id,
    });
  });

  it('name no group and no role for a user outside of every group', async () => {
    const claims = await idClaims(userPool.groups, []);
    expect(Object.keys(claims).filter((name) => /groups|role/.test(name))).toEqual([]);
  });

  it.each<[string, UserPoolGroup[], string | undefined]>([
    [
      'the lowest number',
      [
        { name: 'a', precedence: 2, roleArn: 'A' },
        { name: 'b', precedence: 1, roleArn: 'B' },
      ],
      'B',
    ],
    [
      'a number before none',
      [
        { name: 'a', roleArn: 'A' },
        { name: 'b', precedence: 9, roleArn: 'B' },
      ],
      'B',
    ],
    [
      'a role before none',
      [
        { name: 'a', precedence: 0 },
        { name: 'b', precedence: 1, roleArn: 'B' },
      ],
      'B',
    ],
    [
      'none of several',
      [
        { name: 'a', precedence: 1, roleArn: 'A' },
        { name: 'b', precedence: 1, roleArn: 'B' },
      ],
      undefined,
    ],
    [
      'the same of several',
      [
        { name: 'a', precedence: 1, roleArn: 'A' },
        { name: 'b', precedence: 1, roleArn: 'A' },
      ],
      'A',
    ],
  ])('prefer the role with %s', async (_, groups, role) => {
    expect((await idClaims(groups, ['a', 'b', 'unknown']))['cognito:preferred_role']).toBe(role);
  });

  it('are verified by the public key', () => {
    expect(tokens.jwks).toEqual({ keys: [{ alg: 'RS256', e: key.e, kid: 'key', kty: 'RSA', n: key.n, use: 'sig' }] });
  });
});

/** A token like that of the pool, with changes. */
async function forge(changes: JWTPayload, signedBy = privateKey, alg = 'RS256'): Promise<string> {
  const claims = { ...claimsOf((await tokens.issue(user, signIn)).IdToken), ...changes };
  return new SignJWT(claims).setProtectedHeader({ alg, kid: 'key' }).sign(signedBy);
}

const seconds = startedAt / 1000;

describe('an ID token', () => {
  it('names the user and the roles', async () => {
    const { IdToken } = await tokens.issue(user, signIn);
    const login = { sub: user.id, roles: [operatorsRoleArn], preferredRole: operatorsRoleArn };
    expect(await tokens.verifyIdToken(IdToken, provider)).toEqual(login);
    expect(await tokens.verifyIdToken(await forge({}), provider)).toEqual(login);
  });

  it.each<[string, () => Promise<string>]>([
    ['is expired', () => forge({ exp: seconds })],
    ['never expires', () => forge({ exp: undefined })],
    ['is not valid yet', () => forge({ nbf: seconds + 60 })],
    ['is of another pool', () => forge({ iss: `${issuerUrl}2` })],
    ['is of no pool', () => forge({ iss: undefined })],
    ['is for another client', () => forge({ aud: 'other' })],
    ['is for no client', () => forge({ aud: undefined })],
    ['has no use', () => forge({ token_use: undefined })],
    ['has roles that are no list', () => forge({ 'cognito:roles': operatorsRoleArn })],
    ['is an access token', async () => (await tokens.issue(user, signIn)).AccessToken],
    ['is an access token with the audience of an ID token', () => forge({ token_use: 'access' })],
    ['is signed by another key', async () => forge({}, (await generateKeyPair('RS256')).privateKey)],
    ['is signed by another algorithm', async () => forge({}, (await generateKeyPair('PS256')).privateKey, 'PS256')],
    ['is not signed', async () => new UnsecuredJWT(claimsOf(await forge({}))).encode()],
    [
      'is signed with the public key as a secret',
      async () => {
        const secret = await crypto.subtle.importKey(
          'raw',
          Buffer.from(key.n),
          { name: 'HMAC', hash: 'SHA-256' },
          false,
          ['sign'],
        );
        return forge({}, secret, 'HS256');
      },
    ],
    [
      'has other claims than those that are signed',
      async () => {
        const [head = '', , signature = ''] = (await forge({})).split('.');
        const claims = {
          ...claimsOf(await forge({})),
          'cognito:preferred_role': 'arn:aws:iam::111122223333:role/admin',
        };
        return `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
      },
    ],
    ['is empty', () => Promise.resolve('')],
    ['is no token', () => Promise.resolve('a.b.c')],
  ])('is refused if it %s', async (_, createToken) => {
    expect(await tokens.verifyIdToken(await createToken(), provider)).toBeUndefined();
  });

  it('is refused by another provider', async () => {
    const { IdToken } = await tokens.issue(user, signIn);
    expect(await tokens.verifyIdToken(IdToken, { ...provider, name: `${provider.name}2` })).toBeUndefined();
  });
});

describe('an access token', () => {
  const invalid = 'Invalid Access Token';

  it('names user and sign-in until it expires', async () => {
    const { AccessToken } = await tokens.issue(user, signIn);
    expect(await tokens.verifyAccessToken(AccessToken)).toEqual({ userId: user.id, signInId: 'sign-in' });
    now = startedAt + 3600_000;
    await expect(tokens.verifyAccessToken(AccessToken)).rejects.toThrow('Access Token has expired');
    now = startedAt;
  });

  it.each<[string, () => Promise<string>]>([
    ['is an ID token', async () => (await tokens.issue(user, signIn)).IdToken],
    ['is for another client', () => forge({ token_use: 'access', client_id: 'other' })],
    ['is of another pool', () => forge({ token_use: 'access', client_id: 'client', iss: `${issuerUrl}2` })],
    ['is no token', () => Promise.resolve('a.b.c')],
  ])('is refused if it %s', async (_, createToken) => {
    await expect(tokens.verifyAccessToken(await createToken())).rejects.toThrow(invalid);
  });
});
