/** The action GetId of the Amazon Cognito Federated Identities API: issues an identity id. */
import { z } from 'zod';
import { CognitoIdentityError } from './errors';
import type { IdentityIds } from './identity-ids';
import { idSchema, loginsSchema, parseInput, rejectLogins } from './input';

const GetIdInput = z.object({ IdentityPoolId: idSchema, Logins: loginsSchema });

/** @throws {CognitoIdentityError} if the input is invalid, the pool unknown or a login given */
export function getId(
  input: unknown,
  pool: { identityPoolId: string; identityIds: IdentityIds },
): { IdentityId: string } {
  const { IdentityPoolId, Logins } = parseInput(GetIdInput, input);
  if (IdentityPoolId !== pool.identityPoolId) {
    throw new CognitoIdentityError('ResourceNotFoundException', `IdentityPool '${IdentityPoolId}' not found.`);
  }
  rejectLogins(Logins);
  return { IdentityId: pool.identityIds.issue() };
}
