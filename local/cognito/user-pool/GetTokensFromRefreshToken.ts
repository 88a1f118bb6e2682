/** The action GetTokensFromRefreshToken of the Amazon Cognito user pools API, with which the Amplify client refreshes. */
import { z } from 'zod';
import { assertClient, parseUserPoolInput, textSchema, type UserPoolContext } from './context';
import { refresh, type AuthenticationOutput } from './sign-in';

const GetTokensFromRefreshTokenInput = z.object({ ClientId: textSchema, RefreshToken: textSchema });

/** @throws {CognitoError} if the input is invalid, or the token unknown, revoked or expired */
export async function getTokensFromRefreshToken(
  input: unknown,
  context: UserPoolContext,
): Promise<Pick<AuthenticationOutput, 'AuthenticationResult'>> {
  const { ClientId, RefreshToken } = parseUserPoolInput(GetTokensFromRefreshTokenInput, input);
  assertClient(context.userPool, ClientId);
  const { AuthenticationResult } = await refresh(context, RefreshToken);
  return { AuthenticationResult };
}
