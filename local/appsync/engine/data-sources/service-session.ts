/** The session that AppSync opens for the service role of a data source. */
import type { Principal } from '../../../iam/principal';

const sessionName = 'APPSYNC_ASSUME_ROLE';

/** @param roleArn `arn:aws:iam::ACCOUNT:role/NAME` */
export function serviceSession(roleArn: string): Principal {
  const accountId = roleArn.split(':')[4] ?? '';
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { roleArn, userArn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}` };
}
