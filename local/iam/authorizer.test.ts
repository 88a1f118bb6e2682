import { expect, test } from 'vitest';
import { Authorizer } from './authorizer';
import type { Principal } from './principal';

const guestRole = 'arn:aws:iam::111122223333:role/guest';
const guest: Principal = {
  roleArn: guestRole,
  userArn: 'arn:aws:sts::111122223333:assumed-role/guest/CognitoIdentityCredentials',
};

function authorizer() {
  return new Authorizer([
    {
      arn: guestRole,
      name: 'guest',
      statements: [{ Effect: 'Allow', Action: ['appsync:GraphQL'], Resource: ['api/*'] }],
    },
    {
      arn: 'arn:aws:iam::111122223333:role/admin',
      name: 'admin',
      statements: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
    },
  ]);
}

test("decides by the statements of the caller's own role", () => {
  const policies = authorizer();
  expect(policies.isAllowed(guest, 'appsync:GraphQL', 'api/x')).toBe(true);
  expect(policies.isAllowed(guest, 'dynamodb:GetItem', 'table')).toBe(false);
});

test('denies a role that is not deployed', () => {
  const stranger = { ...guest, roleArn: 'arn:aws:iam::111122223333:role/stranger' };
  expect(authorizer().isAllowed(stranger, 'appsync:GraphQL', 'api/x')).toBe(false);
});

test('returns the same decision again', () => {
  const policies = authorizer();
  const decide = (resource: string) => policies.isAllowed(guest, 'appsync:GraphQL', resource);
  expect([decide('api/x'), decide('no'), decide('api/x'), decide('no')]).toEqual([true, false, true, false]);
});
