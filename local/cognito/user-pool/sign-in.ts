/** The order of a sign-in: password, new password, one-time code, tokens. */
import { randomUUID } from 'node:crypto';
import { CognitoError } from '../errors';
import type { UserPoolContext } from './context';
import { tokenLifetimeSeconds } from './tokens';
import { newRefreshToken, type SignIn, type User } from './user-store';

/** 30 days, the default of a client. */
const refreshTokenLifetimeSeconds = 30 * 24 * 3600;

export interface ChallengeOutput {
  ChallengeName: string;
  ChallengeParameters: Record<string, string>;
  Session?: string;
}

export interface AuthenticationOutput {
  AuthenticationResult: {
    AccessToken: string;
    ExpiresIn: number;
    IdToken: string;
    RefreshToken?: string;
    TokenType: 'Bearer';
  };
  ChallengeParameters: Record<string, never>;
}

/** What follows a correct password. */
export async function afterPassword(
  context: UserPoolContext,
  user: User,
): Promise<ChallengeOutput | AuthenticationOutput> {
  const { sessions, userPool } = context;
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.id,
        requiredAttributes: '[]',
        userAttributes: JSON.stringify({ email: user.email, email_verified: 'true' }),
      },
      Session: sessions.create(user.id, { name: 'NEW_PASSWORD_REQUIRED' }),
    };
  }
  if (user.totp) {
    return {
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { USER_ID_FOR_SRP: user.id },
      Session: sessions.create(user.id, { name: 'SOFTWARE_TOKEN_MFA' }),
    };
  }
  if (userPool.mfaConfiguration === 'ON') {
    return {
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { USER_ID_FOR_SRP: user.id, MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
      Session: sessions.create(user.id, { name: 'MFA_SETUP' }),
    };
  }
  return completeSignIn(context, user);
}

/** Signs the user in, for whom no challenge is left. */
export async function completeSignIn(context: UserPoolContext, user: User): Promise<AuthenticationOutput> {
  const { store, failedAttempts } = context;
  const now = Math.floor(context.now() / 1000);
  const { token, hash } = newRefreshToken();
  const signIn: SignIn = {
    id: randomUUID(),
    refreshTokenHash: hash,
    authTime: now,
    expiresAt: now + refreshTokenLifetimeSeconds,
  };
  user.signIns = [...user.signIns.filter(({ expiresAt }) => expiresAt > now), signIn];
  failedAttempts.reset(user.id);
  await store.save();
  return authenticationOf(context, user, signIn, token);
}

/** @returns new tokens of a sign-in, and its refresh token if it is new */
async function authenticationOf(
  { tokens }: UserPoolContext,
  user: User,
  signIn: SignIn,
  refreshToken?: string,
): Promise<AuthenticationOutput> {
  const { AccessToken, IdToken } = await tokens.issue(user, signIn);
  return {
    AuthenticationResult: {
      AccessToken,
      ExpiresIn: tokenLifetimeSeconds,
      IdToken,
      ...(refreshToken === undefined ? {} : { RefreshToken: refreshToken }),
      TokenType: 'Bearer',
    },
    ChallengeParameters: {},
  };
}

/**
 * @returns new tokens of the sign-in that the refresh token belongs to
 * @throws {CognitoError} `NotAuthorizedException` if the token is unknown, revoked or expired
 */
export async function refresh(context: UserPoolContext, refreshToken: string): Promise<AuthenticationOutput> {
  const found = context.store.findRefreshToken(refreshToken);
  if (!found) throw new CognitoError('NotAuthorizedException', 'Invalid Refresh Token');
  if (found.signIn.expiresAt <= context.now() / 1000) {
    throw new CognitoError('NotAuthorizedException', 'Refresh Token has expired');
  }
  return authenticationOf(context, found.user, found.signIn);
}
