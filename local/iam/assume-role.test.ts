import { expect, test } from 'vitest';
import { assumeRole } from './assume-role';

test.each([
  ['arn:aws:iam::111122223333:role/guest', 'arn:aws:sts::111122223333:assumed-role/guest/CognitoIdentityCredentials'],
  [
    'arn:aws:iam::111122223333:role/a/path/guest',
    'arn:aws:sts::111122223333:assumed-role/guest/CognitoIdentityCredentials',
  ],
  [
    'arn:aws-cn:iam::111122223333:role/guest',
    'arn:aws-cn:sts::111122223333:assumed-role/guest/CognitoIdentityCredentials',
  ],
])('a session of %s is %s', (roleArn, userArn) => {
  expect(assumeRole(roleArn, 'CognitoIdentityCredentials')).toEqual({ roleArn, userArn });
});

test.each(['', 'guest', 'arn:aws:iam::111122223333:user/guest', 'arn:aws:iam::111122223333:role/'])(
  '"%s" is no role',
  (arn) => expect(() => assumeRole(arn, 'session')).toThrow(TypeError),
);
