/** The `Logins` of a request: which user they prove, and which role that user gets. */
import type { IdentityPool, IdentityProvider } from '../cloudformation/deployment';
import { CognitoError } from './errors';

/** What an ID token says about its user. */
export interface Login {
  /** The id of the user within its provider. */
  sub: string;
  /** The roles of the user's groups (`cognito:roles`). */
  roles: string[];
  /** That of the group with the lowest precedence number (`cognito:preferred_role`). */
  preferredRole?: string | undefined;
}

/** @returns undefined unless the provider issued the token to the client, as an ID token, and it has not expired */
export type LoginVerifier = (token: string, provider: IdentityProvider) => Promise<Login | undefined>;

export interface VerifiedLogin extends Login {
  provider: IdentityProvider;
}

/**
 * @returns undefined for a guest, who sends no logins
 * @throws {CognitoError} `NotAuthorizedException` if a login is not valid
 */
export async function verifyLogins(
  logins: Record<string, string> | null | undefined,
  { providers }: IdentityPool,
  verifyLogin: LoginVerifier | undefined,
): Promise<VerifiedLogin | undefined> {
  const [entry, second] = Object.entries(logins ?? {});
  if (!entry) return undefined;
  const [name, token] = entry;
  const provider = providers.find((one) => one.name === name);
  const login = provider && !second ? await verifyLogin?.(token, provider) : undefined;
  if (!provider || !login) throw new CognitoError('NotAuthorizedException', 'Invalid login token.');
  return { ...login, provider };
}

/**
 * Chooses a role by "Using tokens to assign roles to users":
 * https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 *
 * @param customRoleArn the role that the caller asks for
 * @throws {CognitoError} if no role may be assumed
 */
export function roleOf(login: VerifiedLogin, pool: IdentityPool, customRoleArn?: string | null): string {
  const { roleMapping } = login.provider;
  if (customRoleArn != null) {
    if (!roleMapping || !login.roles.includes(customRoleArn)) throw invalidRole();
    return customRoleArn;
  }
  if (roleMapping) {
    if (login.preferredRole !== undefined) {
      if (!login.roles.includes(login.preferredRole)) throw invalidRole();
      return login.preferredRole;
    }
    const [onlyRole, anotherRole] = login.roles;
    if (onlyRole !== undefined && anotherRole === undefined) return onlyRole;
    if (roleMapping.ambiguousRoleResolution === 'Deny') throw invalidRole();
  }
  if (pool.authenticatedRoleArn === undefined) throw invalidRole();
  return pool.authenticatedRoleArn;
}

function invalidRole(): CognitoError {
  return new CognitoError(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  );
}
