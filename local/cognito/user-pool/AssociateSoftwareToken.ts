/** The action AssociateSoftwareToken of the Amazon Cognito user pools API: creates a secret for an authenticator app. */
import { z } from 'zod';
import { parseUserPoolInput, textSchema, type UserPoolContext } from './context';
import { newTotpSecret } from './totp';

/** With the session of the challenge MFA_SETUP. An access token, with which a user would replace an app, is not emulated. */
const AssociateSoftwareTokenInput = z.object({ Session: textSchema });

/** @throws {CognitoError} if the input is invalid or the session is not that of the challenge */
export function associateSoftwareToken(
  input: unknown,
  { sessions }: UserPoolContext,
): { SecretCode: string; Session: string } {
  const { Session } = parseUserPoolInput(AssociateSoftwareTokenInput, input);
  const { userId } = sessions.use(Session, 'MFA_SETUP');
  const secret = newTotpSecret();
  return { SecretCode: secret, Session: sessions.create(userId, { name: 'MFA_SETUP', secret }) };
}
