/**
 * The action GetCredentialsForIdentity of the Amazon Cognito Federated Identities API: issues temporary credentials.
 * As on AWS, a guest needs only the identity id; a user also needs an ID token.
 */
import { z } from 'zod';
import { assumeRole } from '../iam/assume-role';
import type { Principal } from '../iam/principal';
import type { SessionCredentials } from '../iam/session-credentials';
import { CognitoError } from './errors';
import type { IdentityContext } from './GetId';
import { idSchema, loginsSchema, parseInput } from './input';
import { roleOf, verifyLogins } from './logins';

const GetCredentialsForIdentityInput = z.object({
  IdentityId: idSchema,
  Logins: loginsSchema,
  CustomRoleArn: z.string().nullish(),
});

export interface CredentialsContext extends IdentityContext {
  credentials: SessionCredentials;
  credentialsLifetimeSeconds: number;
}

export interface GetCredentialsForIdentityOutput {
  IdentityId: string;
  /** `Expiration` in seconds since the epoch. */
  Credentials: { AccessKeyId: string; SecretKey: string; SessionToken: string; Expiration: number };
}

/** @throws {CognitoError} if the input is invalid, the identity unknown or that of somebody else, or a login not valid */
export async function getCredentialsForIdentity(
  input: unknown,
  context: CredentialsContext,
): Promise<GetCredentialsForIdentityOutput> {
  const { IdentityId, Logins, CustomRoleArn } = parseInput(GetCredentialsForIdentityInput, input);
  const { identityPool, identityIds, verifyLogin } = context;
  const owner = identityIds.ownerOf(IdentityId);
  if (owner === 'nobody') throw new CognitoError('ResourceNotFoundException', `Identity '${IdentityId}' not found.`);

  const login = await verifyLogins(Logins, identityPool, verifyLogin);
  let principal: Principal;
  if (login) {
    // A guest who signs in continues as the user: AWS links the two identities and returns the user's.
    const identityId = identityIds.ofUser(login.provider.name, login.sub);
    if (owner === 'user' && IdentityId !== identityId) throw forbidden(IdentityId);
    principal = {
      ...assumeRole(roleOf(login, identityPool, CustomRoleArn), 'CognitoIdentityCredentials'),
      cognito: {
        identityId,
        identityPoolId: identityPool.id,
        login: { provider: login.provider.name, sub: login.sub },
      },
    };
  } else {
    if (owner === 'user') throw forbidden(IdentityId);
    principal = {
      ...assumeRole(identityPool.unauthenticatedRoleArn, 'CognitoIdentityCredentials'),
      cognito: { identityId: IdentityId, identityPoolId: identityPool.id },
    };
  }
  const issued = context.credentials.issue(principal, context.credentialsLifetimeSeconds);
  return {
    IdentityId: principal.cognito?.identityId ?? IdentityId,
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      SecretKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: issued.expiration.getTime() / 1000,
    },
  };
}

function forbidden(identityId: string): CognitoError {
  return new CognitoError('NotAuthorizedException', `Access to Identity '${identityId}' is forbidden.`);
}
