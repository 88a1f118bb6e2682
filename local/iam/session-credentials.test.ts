import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Principal } from './principal';
import { SessionCredentials } from './session-credentials';

const key = randomBytes(32);
const now = Date.parse('2026-01-01T00:00:00Z');
const guest: Principal = {
  roleArn: 'arn:aws:iam::111122223333:role/guest',
  userArn: 'arn:aws:sts::111122223333:assumed-role/guest/CognitoIdentityCredentials',
  cognito: { identityId: 'us-east-1:a', identityPoolId: 'us-east-1:b' },
};
const lambda: Principal = {
  roleArn: 'arn:aws:iam::111122223333:role/tally',
  userArn: 'arn:aws:sts::111122223333:assumed-role/tally/tally',
};

const credentials = new SessionCredentials(key, () => now);

describe('issued credentials', () => {
  test("look like AWS's", () => {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials.issue(guest, 3600);
    expect(accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(sessionToken).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(expiration).toEqual(new Date(now + 3600_000));
  });

  test('are new each time', () => {
    const [first, second] = [credentials.issue(guest, 60), credentials.issue(guest, 60)];
    expect(first.accessKeyId).not.toBe(second.accessKeyId);
    expect(first.secretAccessKey).not.toBe(second.secretAccessKey);
    expect(first.sessionToken).not.toBe(second.sessionToken);
  });

  test('do not reveal the principal', () => {
    const { sessionToken } = credentials.issue(guest, 60);
    expect(Buffer.from(sessionToken, 'base64').toString('latin1')).not.toContain('us-east-1:a');
  });

  test.each([
    ['a guest', guest],
    ['a function', lambda],
  ])('open to %s, even after a restart', (_, principal) => {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials.issue(principal, 60);
    const opened = { principal, secretAccessKey, expiration };
    expect(credentials.open(accessKeyId, sessionToken)).toEqual(opened);
    expect(credentials.open(accessKeyId, sessionToken)).toEqual(opened);
    expect(new SessionCredentials(key, () => now).open(accessKeyId, sessionToken)).toEqual(opened);
  });
});

describe('a token', () => {
  test('does not open under another access key id', () => {
    const { sessionToken } = credentials.issue(guest, 60);
    const { accessKeyId } = credentials.issue(guest, 60);
    expect(credentials.open(accessKeyId, sessionToken)).toBeUndefined();
  });

  test('does not open under another key', () => {
    const { accessKeyId, sessionToken } = credentials.issue(guest, 60);
    expect(new SessionCredentials(randomBytes(32)).open(accessKeyId, sessionToken)).toBeUndefined();
  });

  test('does not open if a character is changed, missing or added', () => {
    const { accessKeyId, sessionToken } = credentials.issue(guest, 60);
    fc.assert(
      fc.property(
        fc.nat({ max: sessionToken.length - 1 }),
        fc.constantFrom('', 'A', 'b', '/', '=', 'AA'),
        (at, text) => {
          const changed = sessionToken.slice(0, at) + text + sessionToken.slice(at + 1);
          fc.pre(changed !== sessionToken);
          expect(credentials.open(accessKeyId, changed)).toBeUndefined();
        },
      ),
    );
  });

  test('is invalid if it is missing or arbitrary', () => {
    expect(credentials.open(credentials.issue(guest, 60).accessKeyId, undefined)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), fc.string(), (accessKeyId, token) => {
        expect(credentials.open(accessKeyId, token)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(credentials.open('ASIAAAAAAAAAAAAAAAAA', Buffer.from(bytes).toString('base64'))).toBeUndefined();
      }),
    );
  });
});

test('a short key is rejected', () => {
  expect(() => new SessionCredentials(Buffer.alloc(31))).toThrow(RangeError);
});
