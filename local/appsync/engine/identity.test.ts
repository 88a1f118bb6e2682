import { describe, expect, it } from 'vitest';
import type { Principal } from '../../iam/principal';
import { identityOf } from './identity';

const roleArn = 'arn:aws:iam::123456789012:role/operators';
const userArn = 'arn:aws:sts::123456789012:assumed-role/operators/CognitoIdentityCredentials';
const identity = { identityId: 'us-east-1:a', identityPoolId: 'us-east-1:b' };
const provider = 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01';

describe('the identity of', () => {
  it.each<[string, Principal['cognito'], string | null, string | null]>([
    ['a function', undefined, null, null],
    ['a guest', identity, 'unauthenticated', null],
    [
      'a user',
      { ...identity, login: { provider, sub: 'user' } },
      'authenticated',
      `"${provider}","${provider}:CognitoSignIn:user"`,
    ],
  ])('%s says how the caller was authenticated', (_, cognito, type, authProvider) => {
    const principal = { roleArn, userArn, ...(cognito ? { cognito } : {}) };
    expect(identityOf({ principal, sourceIp: '127.0.0.1', headers: {} })).toMatchObject({
      cognitoIdentityId: cognito?.identityId ?? null,
      cognitoIdentityAuthType: type,
      cognitoIdentityAuthProvider: authProvider,
    });
  });
});
