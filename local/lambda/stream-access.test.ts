import { expect, it } from 'vitest';
import { Authorizer } from '../iam/authorizer';
import { assumeRole } from '../iam/assume-role';
import { requireStreamAccess } from './stream-access';

const role = assumeRole('arn:aws:iam::111122223333:role/tally', 'tally');
const streamArn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Ballot/stream/2026-01-01T00:00:00.000';

function authorizer(streamActions: string[]) {
  return new Authorizer([
    {
      arn: role.roleArn,
      name: 'tally',
      statements: [
        { Effect: 'Allow', Action: streamActions, Resource: [streamArn] },
        { Effect: 'Allow', Action: ['dynamodb:ListStreams'], Resource: ['*'] },
      ],
    },
  ]);
}

it('accepts a role with all permissions', () => {
  requireStreamAccess(
    authorizer(['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream']),
    role,
    streamArn,
  );
});

it('names missing permissions', () => {
  expect(() => requireStreamAccess(authorizer(['dynamodb:GetRecords']), role, streamArn)).toThrow(
    /^Cannot access stream arn:aws:dynamodb:.*role\/tally lacks GetShardIterator, DescribeStream\.$/,
  );
});
