/** The action GetId of the Amazon Cognito Federated Identities API: issues an identity id to a guest, and names that of a user. */
import { z } from 'zod';
import type { IdentityPool } from '../cloudformation/deployment';
import { CognitoError } from './errors';
import type { IdentityIds } from './identity-ids';
import { idSchema, loginsSchema, parseInput } from './input';
import { verifyLogins, type LoginVerifier } from './logins';

const GetIdInput = z.object({ IdentityPoolId: idSchema, Logins: loginsSchema });

export interface IdentityContext {
  identityPool: IdentityPool;
  identityIds: IdentityIds;
  verifyLogin?: LoginVerifier | undefined;
}

/** @throws {CognitoError} if the input is invalid, the pool unknown or a login not valid */
export async function getId(
  input: unknown,
  { identityPool, identityIds, verifyLogin }: IdentityContext,
): Promise<{ IdentityId: string }> {
  const { IdentityPoolId, Logins } = parseInput(GetIdInput, input);
  if (IdentityPoolId !== identityPool.id) {
    throw new CognitoError('ResourceNotFoundException', `IdentityPool '${IdentityPoolId}' not found.`);
  }
  const login = await verifyLogins(Logins, identityPool, verifyLogin);
  return { IdentityId: login ? identityIds.ofUser(login.provider.name, login.sub) : identityIds.issue() };
}
