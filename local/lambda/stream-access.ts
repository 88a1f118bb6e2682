/** What a function's role must be allowed before a stream can invoke it: "Using AWS Lambda with Amazon DynamoDB". */
import type { Principal } from '../iam/principal';

const streamActions = ['GetRecords', 'GetShardIterator', 'DescribeStream'];

/** @throws {Error} in the words of `CreateEventSourceMapping`, which is where the deployment would fail. */
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
