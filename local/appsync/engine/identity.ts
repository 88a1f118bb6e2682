/** `ctx.identity` of IAM callers. */
import { createHash } from 'node:crypto';
import type { Caller } from '../graphql-engine';

/** The value of `util.authType()` for IAM callers. */
export const iamAuthType = 'IAM Authorization';

/** The unique id of a role, in IAM's format: AROA and 17 characters. */
function roleId(roleArn: string): string {
  return `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
}

/** "AWS_IAM authorization" in the AppSync JavaScript resolver context object reference. */
export function identityOf({ principal, sourceIp, headers }: Caller) {
  const { roleArn, userArn, cognito } = principal;
  const forwardedFor = headers['x-forwarded-for'];
  const proxies = forwardedFor ? forwardedFor.split(',').map((address) => address.trim()) : [];
  const session = userArn.slice(userArn.lastIndexOf('/') + 1);
  return {
    accountId: userArn.split(':')[4] ?? '',
    cognitoIdentityPoolId: cognito?.identityPoolId ?? null,
    cognitoIdentityId: cognito?.identityId ?? null,
    sourceIp: [...proxies, sourceIp],
    username: `${roleId(roleArn)}:${session}`,
    userArn,
    cognitoIdentityAuthType: cognito ? (cognito.login ? 'authenticated' : 'unauthenticated') : null,
    cognitoIdentityAuthProvider: cognito?.login ? authProviderOf(cognito.login) : null,
  };
}

/** Provider and user, as in `"cognito-idp.REGION.amazonaws.com/POOL","cognito-idp.REGION.amazonaws.com/POOL:CognitoSignIn:SUB"`. */
function authProviderOf({ provider, sub }: { provider: string; sub: string }): string {
  return `"${provider}","${provider}:CognitoSignIn:${sub}"`;
}
