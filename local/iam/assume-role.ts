/** Names the session of a role as STS does: IAM User Guide, "IAM identifiers". */
import type { Principal } from './principal';

/**
 * @param roleArn `arn:aws:iam::ACCOUNT:role/[PATH/]NAME`
 * @param sessionName the name of a function, or `CognitoIdentityCredentials` for guests
 * @throws {TypeError} if the ARN is not that of a role
 */
export function assumeRole(roleArn: string, sessionName: string): Principal {
  const [, partition, account, name] = /^arn:([\w-]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  if (!name) throw new TypeError(`Not the ARN of a role: ${roleArn}`);
  return { roleArn, userArn: `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}` };
}
