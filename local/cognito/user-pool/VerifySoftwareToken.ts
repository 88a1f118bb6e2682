/** The action VerifySoftwareToken of the Amazon Cognito user pools API: checks that the app shows the right codes. */
import { z } from 'zod';
import { CognitoError } from '../errors';
import { parseUserPoolInput, textSchema, type UserPoolContext } from './context';
import { totpStepOf } from './totp';

const VerifySoftwareTokenInput = z.object({ Session: textSchema, UserCode: textSchema });

/** @throws {CognitoError} if the input is invalid, the session is not that of the challenge, or the code wrong */
export async function verifySoftwareToken(
  input: unknown,
  { sessions, now }: UserPoolContext,
): Promise<{ Status: 'SUCCESS'; Session: string }> {
  const { Session, UserCode } = parseUserPoolInput(VerifySoftwareTokenInput, input);
  const opened = sessions.use(Session, 'MFA_SETUP');
  const { secret } = opened.challenge;
  if (secret === undefined) throw new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
  const verifiedStep = await totpStepOf(secret, UserCode, now());
  if (verifiedStep === undefined) {
    opened.allowAnotherAnswer();
    throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA');
  }
  return {
    Status: 'SUCCESS',
    Session: sessions.create(opened.userId, { name: 'MFA_SETUP', secret, verifiedStep }),
  };
}
