/** The action GlobalSignOut of the Amazon Cognito user pools API: ends every sign-in of a user. */
import { z } from 'zod';
import { parseUserPoolInput, textSchema, userOfAccessToken, type UserPoolContext } from './context';

const GlobalSignOutInput = z.object({ AccessToken: textSchema });

/** @throws {CognitoError} if the input is invalid, or the token not valid or revoked */
export async function globalSignOut(input: unknown, context: UserPoolContext): Promise<Record<string, never>> {
  const { AccessToken } = parseUserPoolInput(GlobalSignOutInput, input);
  const user = await userOfAccessToken(context, AccessToken);
  user.signIns = [];
  await context.store.save();
  return {};
}
