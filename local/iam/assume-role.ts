/** Names a role's session as STS does: IAM User Guide, "IAM identifiers". */
import type { Principal } from './principal';

/**
 * @param roleArn - `arn:aws:iam::ACCOUNT:role/[PATH/]NAME`.
 * @param sessionName - for a function its name, for a guest `CognitoIdentityCredentials`.
 * @throws {TypeError} where the ARN is not a role's.
 */
export function assumeRole(roleArn: string, sessionName: string): Principal {
  const [, partition, account, name] = /^arn:([\w-]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  if (!name) throw new TypeError(`Not the ARN of a role: ${roleArn}`);
  return { roleArn, userArn: `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}` };
}
