/**
 * The action GetCredentialsForIdentity of the Amazon Cognito Federated Identities API: issues temporary credentials.
 * As on AWS, a guest needs only the identity id.
 */
import { z } from 'zod';
import { assumeRole } from '../iam/assume-role';
import type { SessionCredentials } from '../iam/session-credentials';
import { CognitoIdentityError } from './errors';
import type { IdentityIds } from './identity-ids';
import { idSchema, loginsSchema, parseInput, rejectLogins } from './input';

const GetCredentialsForIdentityInput = z.object({ IdentityId: idSchema, Logins: loginsSchema });

export interface CredentialsContext {
  identityPoolId: string;
  unauthenticatedRoleArn: string;
  identityIds: IdentityIds;
  credentials: SessionCredentials;
  credentialsLifetimeSeconds: number;
}

export interface GetCredentialsForIdentityOutput {
  IdentityId: string;
  /** `Expiration` in seconds since the epoch. */
  Credentials: { AccessKeyId: string; SecretKey: string; SessionToken: string; Expiration: number };
}

/** @throws {CognitoIdentityError} if the input is invalid, the identity unknown or a login given */
export function getCredentialsForIdentity(
  input: unknown,
  context: CredentialsContext,
): GetCredentialsForIdentityOutput {
  const { IdentityId, Logins } = parseInput(GetCredentialsForIdentityInput, input);
  if (!context.identityIds.isIssued(IdentityId)) {
    throw new CognitoIdentityError('ResourceNotFoundException', `Identity '${IdentityId}' not found.`);
  }
  rejectLogins(Logins);

  const principal = {
    ...assumeRole(context.unauthenticatedRoleArn, 'CognitoIdentityCredentials'),
    cognito: { identityId: IdentityId, identityPoolId: context.identityPoolId },
  };
  const issued = context.credentials.issue(principal, context.credentialsLifetimeSeconds);
  return {
    IdentityId,
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      SecretKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: issued.expiration.getTime() / 1000,
    },
  };
}
