/** The action RevokeToken of the Amazon Cognito user pools API: ends the sign-in of a refresh token. */
import { z } from 'zod';
import { assertClient, parseUserPoolInput, textSchema, type UserPoolContext } from './context';

const RevokeTokenInput = z.object({ ClientId: textSchema, Token: textSchema });

/**
 * A token that is unknown or already revoked changes nothing.
 *
 * @throws {CognitoError} if the input is invalid
 */
export async function revokeToken(
  input: unknown,
  { userPool, store }: UserPoolContext,
): Promise<Record<string, never>> {
  const { ClientId, Token } = parseUserPoolInput(RevokeTokenInput, input);
  assertClient(userPool, ClientId);
  const found = store.findRefreshToken(Token);
  if (found) {
    found.user.signIns = found.user.signIns.filter((signIn) => signIn !== found.signIn);
    await store.save();
  }
  return {};
}
