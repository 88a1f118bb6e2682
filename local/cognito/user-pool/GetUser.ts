/** The action GetUser of the Amazon Cognito user pools API. */
import { z } from 'zod';
import { parseUserPoolInput, textSchema, userOfAccessToken, type UserPoolContext } from './context';

const GetUserInput = z.object({ AccessToken: textSchema });

/** @throws {CognitoError} if the input is invalid, or the token not valid or revoked */
export async function getUser(input: unknown, context: UserPoolContext) {
  const { AccessToken } = parseUserPoolInput(GetUserInput, input);
  const user = await userOfAccessToken(context, AccessToken);
  return {
    Username: user.id,
    UserAttributes: [
      { Name: 'sub', Value: user.id },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'email', Value: user.email },
    ],
    ...(user.totp ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA', UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] } : {}),
  };
}
