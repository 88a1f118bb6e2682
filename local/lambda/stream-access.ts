/** Checks that a function's role may read its stream: "Using AWS Lambda with Amazon DynamoDB". */
import type { Principal } from '../iam/principal';

const streamActions = ['GetRecords', 'GetShardIterator', 'DescribeStream'];

/** @throws with the message of `CreateEventSourceMapping`, which would fail during deployment */
export function requireStreamAccess(
  authorizer: { isAllowed(principal: Principal, action: string, resource: string): boolean },
  role: Principal,
  streamArn: string,
): void {
  const missing = streamActions.filter((action) => !authorizer.isAllowed(role, `dynamodb:${action}`, streamArn));
  if (!authorizer.isAllowed(role, 'dynamodb:ListStreams', '*')) missing.push('ListStreams');
  if (missing.length === 0) return;
  throw new Error(
    `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, ` +
      `DescribeStream, and ListStreams Actions on your stream in IAM: ${role.roleArn} lacks ${missing.join(', ')}.`,
  );
}
