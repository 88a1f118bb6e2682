/** The action InitiateAuth of the Amazon Cognito user pools API, for the flows USER_SRP_AUTH and REFRESH_TOKEN_AUTH. */
import { createHash, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { CognitoError } from '../errors';
import {
  assertClient,
  parametersSchema,
  parseUserPoolInput,
  requireParameter,
  requireUsername,
  textSchema,
  type UserPoolContext,
} from './context';
import { refresh, type AuthenticationOutput, type ChallengeOutput } from './sign-in';
import { inventPasswordVerifier, startExchange } from './srp';

/** The id of a user. */
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const InitiateAuthInput = z.object({
  AuthFlow: textSchema,
  ClientId: textSchema,
  AuthParameters: parametersSchema.nullish(),
});

/** @throws {CognitoError} if the input is invalid, the flow not enabled or emulated, or the refresh token not valid */
export async function initiateAuth(
  input: unknown,
  context: UserPoolContext,
): Promise<ChallengeOutput | AuthenticationOutput> {
  const { AuthFlow, ClientId, AuthParameters } = parseUserPoolInput(InitiateAuthInput, input);
  assertClient(context.userPool, ClientId);
  switch (AuthFlow) {
    case 'USER_SRP_AUTH':
      assertEnabled('ALLOW_USER_SRP_AUTH', context);
      return startPasswordProof(AuthParameters, context);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      assertEnabled('ALLOW_REFRESH_TOKEN_AUTH', context);
      return refresh(context, requireParameter(AuthParameters, 'REFRESH_TOKEN'));
    default:
      throw new CognitoError('InvalidParameterException', `The local user pool has no flow ${AuthFlow}.`);
  }
}

function assertEnabled(flow: string, { userPool }: UserPoolContext): void {
  if (!userPool.explicitAuthFlows.includes(flow)) {
    throw new CognitoError(
      'InvalidParameterException',
      `${flow.slice('ALLOW_'.length)} is not enabled for the client.`,
    );
  }
}

/** An unknown user gets a challenge, too, which no password answers: nobody learns who has an account. */
function startPasswordProof(parameters: Record<string, string> | null | undefined, context: UserPoolContext) {
  const { store, sessions, userPool, key } = context;
  const username = requireUsername(parameters);
  const clientPublic = requireParameter(parameters, 'SRP_A');
  const user = store.find(username);
  if (!user && !userPool.preventUserExistenceErrors) {
    throw new CognitoError('UserNotFoundException', 'User does not exist.');
  }
  const { id: userId, password } = user ?? inventUser(username, key);
  const exchange = startExchange(clientPublic, password);
  if (!exchange) throw new CognitoError('InvalidParameterException', 'Invalid SRP_A.');
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: password.salt,
      SECRET_BLOCK: sessions.create(userId, {
        name: 'PASSWORD_VERIFIER',
        exchange,
        password,
        username: username.toLowerCase(),
      }),
      SRP_B: exchange.serverPublic,
      USERNAME: userId,
      USER_ID_FOR_SRP: userId,
    },
  };
}

/** The same for the same name, and for the id that this name got, as a real user's id and salt are. */
function inventUser(username: string, key: Buffer) {
  const id = idPattern.test(username) ? username : inventId(username.toLowerCase(), key);
  return { id, password: inventPasswordVerifier(key, id) };
}

function inventId(username: string, key: Buffer): string {
  const nameHash = createHash('sha256').update(username).digest('hex');
  const bytes = Buffer.from(hkdfSync('sha256', key, '', `id of unknown user ${nameHash}`, 16));
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x40;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
