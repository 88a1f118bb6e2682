/**
 * The tokens of a user pool, JSON Web Tokens signed with RS256:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
import { randomUUID } from 'node:crypto';
import { errors, importJWK, jwtVerify, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { z } from 'zod';
import type { IdentityProvider, UserPool, UserPoolGroup } from '../../cloudformation/deployment';
import { CognitoError } from '../errors';
import type { Login } from '../logins';
import type { SignIn, SigningKey, User } from './user-store';

/** One hour, the default of a client. */
export const tokenLifetimeSeconds = 3600;

const algorithm = 'RS256';

const idClaims = z.object({
  sub: z.string(),
  token_use: z.literal('id'),
  'cognito:roles': z.array(z.string()).default([]),
  'cognito:preferred_role': z.string().optional(),
});

const accessClaims = z.object({
  sub: z.string(),
  token_use: z.literal('access'),
  client_id: z.string(),
  origin_jti: z.string(),
});

export interface UserTokens {
  AccessToken: string;
  IdToken: string;
}

export class TokenIssuer {
  readonly #userPool: UserPool;
  readonly #issuer: string;
  readonly #key: SigningKey;
  readonly #now: () => number;
  #keys: Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }> | undefined;

  /** @param now milliseconds since the epoch */
  constructor(region: string, userPool: UserPool, key: SigningKey, now: () => number = Date.now) {
    this.#userPool = userPool;
    this.#issuer = `https://cognito-idp.${region}.amazonaws.com/${userPool.id}`;
    this.#key = key;
    this.#now = now;
  }

  /** The public key, as `/.well-known/jwks.json` serves it. */
  get jwks(): { keys: Record<string, string>[] } {
    const { kty, kid, n, e } = this.#key;
    return { keys: [{ alg: algorithm, e, kid, kty, n, use: 'sig' }] };
  }

  async issue(user: User, signIn: SignIn): Promise<UserTokens> {
    const groups = groupsOf(user, this.#userPool);
    const roles = groups.flatMap(({ roleArn }) => roleArn ?? []);
    const groupClaims = groups.length > 0 ? { 'cognito:groups': groups.map(({ name }) => name) } : {};
    const common = {
      sub: user.id,
      ...groupClaims,
      origin_jti: signIn.id,
      event_id: randomUUID(),
      auth_time: signIn.authTime,
    };
    const preferredRole = preferredRoleOf(groups);
    const idToken = {
      ...common,
      aud: this.#userPool.clientId,
      token_use: 'id',
      email: user.email,
      email_verified: true,
      'cognito:username': user.id,
      ...(roles.length > 0 ? { 'cognito:roles': roles } : {}),
      ...(preferredRole === undefined ? {} : { 'cognito:preferred_role': preferredRole }),
    };
    const accessToken = {
      ...common,
      client_id: this.#userPool.clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: user.id,
    };
    return { AccessToken: await this.#sign(accessToken), IdToken: await this.#sign(idToken) };
  }

  /** @returns undefined unless this pool issued the ID token to the client, and it has not expired */
  async verifyIdToken(token: string, provider: IdentityProvider): Promise<Login | undefined> {
    if (this.#issuer !== `https://${provider.name}`) return undefined;
    try {
      const claims = idClaims.parse(await this.#verify(token, { audience: provider.clientId }));
      return { sub: claims.sub, roles: claims['cognito:roles'], preferredRole: claims['cognito:preferred_role'] };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined;
      throw error;
    }
  }

  /** @throws {CognitoError} `NotAuthorizedException` unless this pool issued the access token to its client */
  async verifyAccessToken(token: string): Promise<{ userId: string; signInId: string }> {
    try {
      const claims = accessClaims.parse(await this.#verify(token, {}));
      if (claims.client_id === this.#userPool.clientId) return { userId: claims.sub, signInId: claims.origin_jti };
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw new CognitoError('NotAuthorizedException', 'Access Token has expired');
      if (!(error instanceof errors.JOSEError || error instanceof z.ZodError)) throw error;
    }
    throw new CognitoError('NotAuthorizedException', 'Invalid Access Token');
  }

  async #sign(claims: JWTPayload): Promise<string> {
    const { privateKey } = await this.#importKeys();
    const issuedAt = Math.floor(this.#now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ kid: this.#key.kid, alg: algorithm })
      .setIssuer(this.#issuer)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + tokenLifetimeSeconds)
      .setJti(randomUUID())
      .sign(privateKey);
  }

  async #verify(token: string, options: { audience?: string }): Promise<JWTPayload> {
    const { publicKey } = await this.#importKeys();
    const { payload } = await jwtVerify(token, publicKey, {
      ...options,
      issuer: this.#issuer,
      algorithms: [algorithm],
      requiredClaims: ['exp', 'iat'],
      currentDate: new Date(this.#now()),
    });
    return payload;
  }

  #importKeys() {
    return (this.#keys ??= (async () => {
      const { kty, n, e } = this.#key;
      return { privateKey: await importKey(this.#key), publicKey: await importKey({ kty, n, e }) };
    })());
  }
}

async function importKey(jwk: Record<string, unknown>): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm);
  if (key instanceof Uint8Array) throw new TypeError('The key of a user pool must be an RSA key.');
  return key;
}

/** @returns the deployed groups that the user is in, those with the lowest precedence number first */
function groupsOf(user: User, { groups }: UserPool): UserPoolGroup[] {
  return groups
    .filter(({ name }) => user.groups.includes(name))
    .sort((a, b) => (a.precedence ?? Infinity) - (b.precedence ?? Infinity) || 0);
}

/** @returns undefined if the groups that come first have different roles: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html */
function preferredRoleOf(groups: UserPoolGroup[]): string | undefined {
  const withRoles = groups.filter(({ roleArn }) => roleArn !== undefined);
  const [first] = withRoles;
  const candidates = withRoles.filter(({ precedence }) => precedence === first?.precedence);
  return new Set(candidates.map(({ roleArn }) => roleArn)).size === 1 ? first?.roleArn : undefined;
}
