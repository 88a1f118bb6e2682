import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../iam/principal';
import { SignatureError } from './errors';
import { SignatureVerifier, type SignedRequest } from './verify';

const now = Date.parse('2015-08-30T12:36:00Z');
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

const me: Principal = {
  roleArn: 'arn:aws:iam::111122223333:role/me',
  userArn: 'arn:aws:sts::111122223333:assumed-role/me/session',
};

function verifier({
  service = 'appsync',
  region = 'us-east-1',
  at = now,
  expiration,
}: {
  service?: string;
  region?: string;
  at?: number;
  expiration?: Date;
} = {}) {
  return new SignatureVerifier({
    service,
    region,
    now: () => at,
    findCredentials: (accessKeyId, sessionToken) =>
      accessKeyId === keys.accessKeyId && (sessionToken === undefined || sessionToken === 'a token')
        ? { secretAccessKey: keys.secretAccessKey, expiration, principal: me }
        : undefined,
  });
}

/** Signs as the AWS SDKs do. */
async function sign(
  {
    method = 'POST',
    path = '/graphql',
    query = {},
    headers = {},
    body = '{"query":"{ snapshot }"}',
  }: Partial<SignedRequest> = {},
  {
    region = 'us-east-1',
    service = 'appsync',
    sessionToken,
  }: { region?: string; service?: string; sessionToken?: string } = {},
): Promise<SignedRequest> {
  const signer = new SignatureV4({ credentials: { ...keys, sessionToken }, region, service, sha256: Sha256 });
  const signed = await signer.sign(
    {
      method,
      path,
      query,
      body,
      protocol: 'http:',
      hostname: 'localhost',
      headers: { host: 'localhost:4000', ...(headers as Record<string, string>) },
    },
    { signingDate: new Date(now) },
  );
  return { method, path, query, body, headers: signed.headers };
}

function refusal(request: SignedRequest, options: Parameters<typeof verifier>[0] = {}): string {
  try {
    verifier(options).verify(request);
  } catch (error) {
    if (error instanceof SignatureError) return `${error.type}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe("AWS's published examples", () => {
  function published(signedHeaders: string, signature: string, service: string, request: SignedRequest): SignedRequest {
    const authorization =
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/${service}/aws4_request, ` +
      `SignedHeaders=${signedHeaders}, Signature=${signature}`;
    return { ...request, headers: { ...request.headers, authorization, 'x-amz-date': '20150830T123600Z' } };
  }

  const host = { host: 'example.amazonaws.com' };
  test.each<[string, string, string, string, SignedRequest]>([
    [
      'get-vanilla',
      'host;x-amz-date',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
      'service',
      { method: 'GET', path: '/', headers: host, body: '' },
    ],
    [
      'get-vanilla-query-order-key-case',
      'host;x-amz-date',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
      'service',
      { method: 'GET', path: '/', query: { Param2: 'value2', Param1: 'value1' }, headers: host, body: '' },
    ],
    [
      'post-vanilla',
      'host;x-amz-date',
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
      'service',
      { method: 'POST', path: '/', headers: host, body: '' },
    ],
    [
      'post-x-www-form-urlencoded',
      'content-type;host;x-amz-date',
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
      'service',
      {
        method: 'POST',
        path: '/',
        headers: { ...host, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Param1=value1',
      },
    ],
    [
      'get-header-value-trim',
      'host;my-header1;my-header2;x-amz-date',
      'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
      'service',
      {
        method: 'GET',
        path: '/',
        headers: { ...host, 'my-header1': ' value1', 'my-header2': ' "a   b   c"' },
        body: '',
      },
    ],
    [
      'IAM ListUsers',
      'content-type;host;x-amz-date',
      '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
      'iam',
      {
        method: 'GET',
        path: '/',
        query: { Action: 'ListUsers', Version: '2010-05-08' },
        body: '',
        headers: { host: 'iam.amazonaws.com', 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      },
    ],
  ])('%s', (_, signedHeaders, signature, service, request) => {
    expect(verifier({ service }).verify(published(signedHeaders, signature, service, request))).toBe(me);
  });
});

describe('a request that an SDK signs', () => {
  test('is accepted, with a session token and without', async () => {
    expect(refusal(await sign())).toBe('accepted');
    expect(refusal(await sign({}, { sessionToken: 'a token' }))).toBe('accepted');
  });

  test('is accepted if the token was added after signing', async () => {
    const request = await sign();
    expect(refusal({ ...request, headers: { ...request.headers, 'x-amz-security-token': 'a token' } })).toBe(
      'accepted',
    );
  });

  test('is accepted with headers that are not signed', async () => {
    const request = await sign();
    expect(refusal({ ...request, headers: { ...request.headers, 'x-amz-user-agent': 'aws-amplify/6' } })).toBe(
      'accepted',
    );
  });

  test('is accepted for any method, path, query and body', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT'),
      path: fc.array(fc.webSegment()).map((segments) => `/${segments.join('/')}`),
      query: fc.dictionary(
        text.filter((name) => name !== '__proto__'),
        fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
        { maxKeys: 4 },
      ),
      body: fc.oneof(text, fc.uint8Array({ maxLength: 50 })),
    });
    await fc.assert(
      fc.asyncProperty(request, async (parts) => {
        expect(refusal(await sign(parts))).toBe('accepted');
      }),
    );
  });
});

describe('a request that was changed', () => {
  let signed: SignedRequest;
  beforeAll(async () => {
    signed = await sign(
      { query: { a: '1' }, headers: { 'content-type': 'application/json', 'x-custom': 'value' } },
      { sessionToken: 'a token' },
    );
  });

  test.each<[string, (request: SignedRequest) => SignedRequest]>([
    ['method', (request) => ({ ...request, method: 'GET' })],
    ['path', (request) => ({ ...request, path: '/graphql/connect' })],
    ['query', (request) => ({ ...request, query: { a: '2' } })],
    ['added query', (request) => ({ ...request, query: { a: '1', b: '1' } })],
    ['body', (request) => ({ ...request, body: '{}' })],
    ['host', (request) => ({ ...request, headers: { ...request.headers, host: 'localhost:4001' } })],
    ['signed header', (request) => ({ ...request, headers: { ...request.headers, 'x-custom': 'other' } })],
    ['removed header', (request) => ({ ...request, headers: { ...request.headers, 'x-custom': undefined } })],
    [
      'time within the skew',
      (request) => ({ ...request, headers: { ...request.headers, 'x-amz-date': '20150830T123601Z' } }),
    ],
    [
      'stated body hash',
      (request) => ({ ...request, headers: { ...request.headers, 'x-amz-content-sha256': '0'.repeat(64) } }),
    ],
    [
      'unsigned payload',
      (request) => ({ ...request, headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
    ],
  ])('is refused: %s', (_, change) => {
    expect(refusal(signed)).toBe('accepted');
    expect(refusal(change(signed))).toMatch(
      /^InvalidSignatureException: The request signature we calculated does not match/,
    );
  });

  test.each([
    ['a missing header', 'SignedHeaders=a;'],
    ['a duplicate header', 'SignedHeaders=accept;accept;'],
  ])('is refused if it claims to sign %s', async (_, signedHeaders) => {
    const request = await sign({ headers: { accept: '*/*' } });
    const authorization = String(request.headers.authorization).replace('SignedHeaders=accept;', signedHeaders);
    expect(authorization).not.toBe(request.headers.authorization);
    expect(refusal({ ...request, headers: { ...request.headers, authorization } })).toMatch(
      /^InvalidSignatureException/,
    );
  });

  test('is rejected with a parameter that the signing code drops', async () => {
    const request = await sign({ query: { a: '1', ['__proto__']: '2' } });
    expect(refusal(request)).toMatch(/^InvalidSignatureException/);
  });

  test('is rejected with another session token', () => {
    const headers = { ...signed.headers, 'x-amz-security-token': 'another' };
    expect(refusal({ ...signed, headers })).toBe(
      'UnrecognizedClientException: The security token included in the request is invalid.',
    );
  });

  test('is rejected if any character of the authorization is changed', () => {
    const authorization = String(signed.headers['authorization']);
    const position = fc.nat({ max: authorization.length - 1 });
    fc.assert(
      fc.property(position, fc.constantFrom(...'0aZ/=;, '.split('')), (at, character) => {
        fc.pre(authorization[at] !== character);
        const changed = `${authorization.slice(0, at)}${character}${authorization.slice(at + 1)}`;
        // Spaces around a comma have no meaning.
        fc.pre(changed.replaceAll(' ', '') !== authorization.replaceAll(' ', ''));
        expect(refusal({ ...signed, headers: { ...signed.headers, authorization: changed } })).not.toBe('accepted');
      }),
      { numRuns: 500 },
    );
  });
});

describe('errors by name', () => {
  const edit = (request: SignedRequest, from: string | RegExp, to: string): SignedRequest => ({
    ...request,
    headers: { ...request.headers, authorization: String(request.headers['authorization']).replace(from, to) },
  });

  test('no Authorization header', async () => {
    const request = await sign();
    expect(refusal({ ...request, headers: { ...request.headers, authorization: undefined } })).toBe(
      'MissingAuthenticationTokenException: Missing Authentication Token',
    );
  });

  test.each<[string, string | RegExp, string, string]>([
    ['another scheme', /^.*$/, 'Bearer token', 'IncompleteSignatureException'],
    ['an API key', /^.*$/, 'da2-key', 'IncompleteSignatureException'],
    ['no parameters', /^.*$/, 'AWS4-HMAC-SHA256 ', 'IncompleteSignatureException'],
    ['no Credential', /Credential=[^,]*, /, '', 'IncompleteSignatureException'],
    ['no SignedHeaders', /SignedHeaders=[^,]*, /, '', 'IncompleteSignatureException'],
    ['no Signature', /, Signature=.*/, '', 'IncompleteSignatureException'],
    ['Signature given twice', /Signature=(.*)/, 'Signature=$1, Signature=$1', 'IncompleteSignatureException'],
    ['short signature', /Signature=../, 'Signature=', 'IncompleteSignatureException'],
    ['short credential', '/aws4_request', '', 'IncompleteSignatureException'],
    ['long credential', '/aws4_request', '/aws4_request/x', 'IncompleteSignatureException'],
    ['other terminator', '/aws4_request', '/aws5_request', 'InvalidSignatureException'],
    ['other date in the scope', '/20150830/', '/20150831/', 'InvalidSignatureException'],
    ['unknown access key', 'AKIDEXAMPLE', 'AKIDOTHER', 'UnrecognizedClientException'],
    ['host not signed', 'host;', '', 'InvalidSignatureException'],
    ['date not signed', ';x-amz-date', '', 'InvalidSignatureException'],
  ])('%s', async (_, from, to, type) => {
    expect(refusal(edit(await sign(), from, to)).split(':')[0]).toBe(type);
  });

  test.each([
    [
      'service',
      { service: 'dynamodb' },
      "InvalidSignatureException: Credential should be scoped to correct service: 'appsync'.",
    ],
    ['region', { region: 'eu-west-1' }, 'InvalidSignatureException: Credential should be scoped to a valid region.'],
  ])('signed for another %s', async (_, scope, expected) => {
    expect(refusal(await sign({}, scope))).toBe(expected);
  });

  test('an invalid date', async () => {
    const request = await sign();
    for (const date of [undefined, '', 'yesterday', '20151340T000000Z', '2015-08-30T12:36:00Z']) {
      expect(refusal({ ...request, headers: { ...request.headers, 'x-amz-date': date } })).toMatch(
        /^IncompleteSignatureException: Date must be/,
      );
    }
  });

  test.each([
    [5 * 60, 'accepted'],
    [-5 * 60, 'accepted'],
    [
      5 * 60 + 1,
      'InvalidSignatureException: Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)',
    ],
    [
      -5 * 60 - 1,
      'InvalidSignatureException: Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)',
    ],
  ])('a clock that is %i s off', async (seconds, expected) => {
    expect(refusal(await sign(), { at: now + seconds * 1000 })).toBe(expected);
  });

  test('expired credentials', async () => {
    const request = await sign({}, { sessionToken: 'a token' });
    expect(refusal(request, { expiration: new Date(now + 1) })).toBe('accepted');
    expect(refusal(request, { expiration: new Date(now) })).toBe(
      'ExpiredTokenException: The security token included in the request is expired',
    );
  });
});
