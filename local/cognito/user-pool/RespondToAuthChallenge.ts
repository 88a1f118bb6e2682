/** The action RespondToAuthChallenge of the Amazon Cognito user pools API. */
import { z } from 'zod';
import { CognitoError } from '../errors';
import {
  assertClient,
  parametersSchema,
  parseUserPoolInput,
  poolNameOf,
  requireParameter,
  requireUsername,
  textSchema,
  userById,
  type UserPoolContext,
} from './context';
import { violationOf } from './passwords';
import { afterPassword, completeSignIn, type AuthenticationOutput, type ChallengeOutput } from './sign-in';
import { createPasswordVerifier, isPasswordClaimValid } from './srp';
import { totpStepOf } from './totp';

const RespondToAuthChallengeInput = z.object({
  ChallengeName: textSchema,
  ClientId: textSchema,
  ChallengeResponses: parametersSchema.nullish(),
  Session: z.string().nullish(),
});

interface Answer {
  responses: Record<string, string> | null | undefined;
  session: string | null | undefined;
}

type Output = ChallengeOutput | AuthenticationOutput;

const challenges = new Map<string, (answer: Answer, context: UserPoolContext) => Promise<Output>>([
  ['PASSWORD_VERIFIER', verifyPassword],
  ['NEW_PASSWORD_REQUIRED', setNewPassword],
  ['MFA_SETUP', completeMfaSetup],
  ['SOFTWARE_TOKEN_MFA', verifyCode],
]);

/** @throws {CognitoError} if the input is invalid, the session not of this user and challenge, or the answer wrong */
export async function respondToAuthChallenge(input: unknown, context: UserPoolContext): Promise<Output> {
  const { ChallengeName, ClientId, ChallengeResponses, Session } = parseUserPoolInput(
    RespondToAuthChallengeInput,
    input,
  );
  assertClient(context.userPool, ClientId);
  const respond = challenges.get(ChallengeName);
  if (!respond) {
    throw new CognitoError('InvalidParameterException', `The local user pool has no challenge ${ChallengeName}.`);
  }
  return respond({ responses: ChallengeResponses, session: Session }, context);
}

/** The client need not send the session, which the secret block names. */
async function verifyPassword({ responses }: Answer, context: UserPoolContext): Promise<Output> {
  const { store, sessions, failedAttempts, userPool } = context;
  const secretBlock = requireParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const timestamp = requireParameter(responses, 'TIMESTAMP');
  const signature = requireParameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const username = requireUsername(responses);
  // Not a user of the store: an unknown user is answered like a known one.
  const isUser = (id: string, { username: first }: { username: string }) =>
    id === username || first === username.toLowerCase();
  const { userId, challenge } = sessions.use(secretBlock, 'PASSWORD_VERIFIER', isUser);
  failedAttempts.assertNotLocked(userId);
  const isProven = isPasswordClaimValid(
    { poolName: poolNameOf(userPool), userId },
    challenge.exchange,
    challenge.password,
    { secretBlock, timestamp, signature },
  );
  if (!isProven) {
    failedAttempts.add(userId);
    throw new CognitoError('NotAuthorizedException', 'Incorrect username or password.');
  }
  return afterPassword(context, userById(store, userId));
}

async function setNewPassword({ responses, session }: Answer, context: UserPoolContext): Promise<Output> {
  const { store, sessions, userPool } = context;
  const password = requireParameter(responses, 'NEW_PASSWORD');
  const opened = sessions.use(session, 'NEW_PASSWORD_REQUIRED', isNamedIn(responses, context));
  const violation = violationOf(password, userPool.passwordPolicy);
  if (violation !== undefined) {
    opened.allowAnotherAnswer();
    throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${violation}`);
  }
  const user = userById(store, opened.userId);
  // Otherwise, a sign-in that began before another one chose a password would replace it.
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
  }
  user.password = createPasswordVerifier({ poolName: poolNameOf(userPool), userId: user.id }, password);
  user.status = 'CONFIRMED';
  await store.save();
  return afterPassword(context, user);
}

/** Follows VerifySoftwareToken, whose session proves that the app shows the right codes. */
async function completeMfaSetup({ responses, session }: Answer, context: UserPoolContext): Promise<Output> {
  const { store, sessions } = context;
  const { userId, challenge } = sessions.use(session, 'MFA_SETUP', isNamedIn(responses, context));
  if (challenge.secret === undefined || challenge.verifiedStep === undefined) {
    throw new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
  }
  const user = userById(store, userId);
  // Otherwise, a sign-in that began before another one set up a secret would replace it.
  if (user.totp) throw new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
  user.totp = { secret: challenge.secret, lastStep: challenge.verifiedStep };
  return completeSignIn(context, user);
}

async function verifyCode({ responses, session }: Answer, context: UserPoolContext): Promise<Output> {
  const { store, sessions, failedAttempts, now } = context;
  const code = requireParameter(responses, 'SOFTWARE_TOKEN_MFA_CODE');
  const opened = sessions.use(session, 'SOFTWARE_TOKEN_MFA', isNamedIn(responses, context));
  const user = userById(store, opened.userId);
  if (!user.totp) {
    throw new CognitoError('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');
  }
  failedAttempts.assertNotLocked(user.id);
  const step = await totpStepOf(user.totp.secret, code, now());
  if (step === undefined) {
    failedAttempts.add(user.id);
    opened.allowAnotherAnswer();
    throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
  }
  if (step <= user.totp.lastStep) {
    opened.allowAnotherAnswer();
    throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  user.totp.lastStep = step;
  return completeSignIn(context, user);
}

/** @returns whether the answer names the user of the session, by id or e-mail address */
function isNamedIn(responses: Answer['responses'], { store }: UserPoolContext): (userId: string) => boolean {
  const username = requireUsername(responses);
  return (userId) => userId === (store.find(username)?.id ?? username);
}
