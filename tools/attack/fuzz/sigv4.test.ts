/**
 * Fuzzes the verification of signatures. Requests that the AWS SDKs sign verify, changed ones do not, and every refusal
 * is a documented error.
 */
import { SignatureError, SignatureVerifier, type SignedRequest } from 'amplify-local/sigv4';
import { assumeRole, SessionCredentials } from 'amplify-local/iam';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../../guest/signer';
import { setUpFuzzing, checkProperty } from './check-property';
import { mutated, oddText } from './mutations';

setUpFuzzing('the SigV4 verifier');

const now = Date.parse('2026-02-28T23:59:30Z');
const region = 'us-east-1';
const service = 'appsync';
const sessions = new SessionCredentials(Buffer.alloc(32, 3), () => now);
const principals = ['one', 'two'].map((name) => assumeRole(`arn:aws:iam::123456789012:role/${name}`, 'session'));
const issued = principals.map((principal) => ({ principal, ...sessions.issue(principal, 3600) }));
const [mine, other] = issued;
if (!mine || !other) throw new Error('Credentials for two principals are missing.');
const verifier = new SignatureVerifier({
  service,
  region,
  now: () => now,
  findCredentials: (id, token) => sessions.open(id, token),
});

const documented = new Set([
  'MissingAuthenticationTokenException',
  'IncompleteSignatureException',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'ExpiredTokenException',
]);

/** Returns who signed the request, or the type of the refusal. */
function verdict(request: SignedRequest): string {
  try {
    return verifier.verify(request).userArn;
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    expect(documented).toContain(error.type);
    return error.type;
  }
}

type Plain = SignedRequest & { query: Record<string, string[]>; headers: Record<string, string> };

async function sign(request: Plain, skewSeconds: number): Promise<Plain> {
  const { accessKeyId, secretAccessKey, sessionToken } = mine as (typeof issued)[number];
  const signer = createSigner({ accessKeyId, secretAccessKey, sessionToken }, { region, service });
  const signed = await signer.sign(
    { ...request, protocol: 'http:', hostname: 'localhost' },
    { signingDate: new Date(now + skewSeconds * 1000) },
  );
  return { ...request, headers: signed.headers };
}

/** Header values without the white space at the ends that parsers trim. */
const headerValue = fc
  .string({ unit: fc.constantFrom(...Array.from('aZ09 ,;=/+-_"\u00e9')), maxLength: 12 })
  .map((value) => value.trim());
const headerName = fc.stringMatching(/^x-[a-z][a-z0-9-]{0,8}$/).filter((name) => !name.startsWith('x-amz'));
/** Paths in a request line, which are ASCII. */
const path = fc
  .array(fc.constantFrom('graphql', 'a', 'B', '%20', '%2F', '~', '.a', '(', '*'), { maxLength: 4 })
  .map((parts) => `/${parts.join('/')}`);
const queryKey = fc.oneof(
  fc.constantFrom('a', 'b', 'A', 'constructor', 'a b', 'é'),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
/** Two names that no signature covers: the standard excludes one, the verifier refuses the other. */
const unsigned = new Set(['x-amz-signature', '__proto__']);
const query = fc.dictionary(
  queryKey.filter((key) => !unsigned.has(key.toLowerCase())),
  fc.array(fc.string({ unit: 'grapheme', maxLength: 5 }), { minLength: 1, maxLength: 2 }),
  { maxKeys: 3 },
);
const body = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.uint8Array({ maxLength: 40 }));

const requests: fc.Arbitrary<Plain> = fc.record({
  method: fc.constantFrom('POST', 'GET', 'PUT'),
  path,
  query,
  body,
  headers: fc
    .dictionary(headerName, headerValue, { maxKeys: 3 })
    .map((headers) => ({ host: 'localhost:4000', 'content-type': 'application/json', ...headers })),
});
const skew = fc.integer({ min: -290, max: 290 });

/** Each changes one thing that the signature covers. */
const tampering: Record<string, (request: Plain, text: string) => Plain> = {
  method: (request) => ({ ...request, method: request.method === 'POST' ? 'PUT' : 'POST' }),
  path: (request, text) => ({
    ...request,
    path: `${request.path}${request.path.endsWith('/') ? '' : '/'}${encodeURIComponent(`x${text}`)}`,
  }),
  query: (request, text) => ({ ...request, query: { ...request.query, [`x${text}`]: ['1'] } }),
  'prototype in the query': (request, text) => ({
    ...request,
    query: Object.fromEntries([
      ...Object.entries(request.query).filter(([key]) => key !== '__proto__'),
      ['__proto__', [`x${text}`]],
    ]),
  }),
  host: (request) => withHeader(request, 'host', 'localhost:4001'),
  'a signed header': (request, text) => withHeader(request, 'content-type', `x${text.replace(/\s/g, '')}`),
  'a signed header that is gone': (request) => ({
    ...request,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== 'content-type')),
  }),
  'a signed header that never was': (request) => inAuthorization(request, /SignedHeaders=/, 'SignedHeaders=a-none;'),
  'the same header signed twice': (request) => inAuthorization(request, /SignedHeaders=/, 'SignedHeaders=host;'),
  'a header that is signed no more': (request) => inAuthorization(request, /content-type;/, ''),
  body: (request, text) => ({ ...request, body: Buffer.concat([Buffer.from(request.body), Buffer.from(text || ' ')]) }),
  date: (request) =>
    withHeader(
      request,
      'x-amz-date',
      (request.headers['x-amz-date'] ?? '').replace(/.Z$/, (end) => (end === '0Z' ? '1Z' : '0Z')),
    ),
  'date of the scope': (request) => inAuthorization(request, /\/2026022\d|\/20260301/, '/20260227'),
  region: (request) => inAuthorization(request, /us-east-1/, 'us-east-2'),
  service: (request) => inAuthorization(request, /appsync/, 'dynamodb'),
  terminator: (request) => inAuthorization(request, /aws4_request/, 'aws4-request'),
  algorithm: (request) => inAuthorization(request, /AWS4-HMAC-SHA256/, 'AWS4-HMAC-SHA512'),
  'the key of another': (request) => inAuthorization(request, /Credential=\w+/, `Credential=${other.accessKeyId}`),
  'the token of another': (request) => withHeader(request, 'x-amz-security-token', other.sessionToken),
  'key and token of another': (request) =>
    withHeader(
      inAuthorization(request, /Credential=\w+/, `Credential=${other.accessKeyId}`),
      'x-amz-security-token',
      other.sessionToken,
    ),
  token: (request, text) =>
    withHeader(request, 'x-amz-security-token', `${request.headers['x-amz-security-token']}${text.trim() || 'A'}`),
  signature: (request) => inAuthorization(request, /.$/, (digit) => (digit === '0' ? '1' : '0')),
  'a shorter signature': (request) => inAuthorization(request, /.$/, ''),
};

/** Requests are bytes, so there are no unpaired surrogates. */
function asReceived(text: string): string {
  return Buffer.from(text).toString();
}

function withHeader(request: Plain, name: string, value: string): Plain {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

function inAuthorization(request: Plain, pattern: RegExp, replacement: string | ((found: string) => string)): Plain {
  const { authorization = '' } = request.headers;
  const changed = authorization.replace(pattern, replacement as string);
  return withHeader(request, 'authorization', changed);
}

describe('a signature', () => {
  it('of the AWS SDKs verifies', () =>
    checkProperty(fc.tuple(requests, skew), 2500, async ([request, skewSeconds]) => {
      expect(verdict(await sign(request, skewSeconds))).toBe(mine.principal.userArn);
    }));

  it('does not verify for a changed request', () =>
    checkProperty(
      fc.tuple(requests, skew, fc.constantFrom(...Object.keys(tampering)), oddText.map(asReceived)),
      4000,
      async ([request, skewSeconds, kind, text]) => {
        const signed = await sign(request, skewSeconds);
        const tampered = tampering[kind]?.(signed, text) ?? signed;
        expect(verdict(tampered), kind).not.toMatch(/^arn:/);
      },
    ));

  it('is refused before and after its validity', () =>
    checkProperty(
      fc.tuple(requests, fc.integer({ min: 301, max: 10 ** 8 }), fc.boolean()),
      300,
      async ([request, seconds, isEarly]) => {
        expect(verdict(await sign(request, isEarly ? seconds : -seconds))).toBe('InvalidSignatureException');
      },
    ));

  it('that is malformed is refused with a documented error', () =>
    checkProperty(
      requests.chain((request) =>
        fc.tuple(
          fc.constant(request),
          mutated('AUTHORIZATION'),
          fc.constantFrom('authorization', 'x-amz-date', 'x-amz-security-token', 'host'),
          oddText,
        ),
      ),
      1500,
      async ([request, mutate, name, text]) => {
        const signed = await sign(request, 0);
        const before = signed.headers[name] ?? '';
        const after = mutate.includes('AUTHORIZATION')
          ? mutate.replace('AUTHORIZATION', () => before.slice(0, -3))
          : mutate + text;
        verdict(withHeader(signed, name, after));
      },
    ));

  it('that is missing, repeated or odd is refused with a documented error', () =>
    checkProperty(
      fc.record({
        method: oddText,
        path: fc.oneof(oddText, path),
        query: fc.dictionary(oddText, fc.oneof(oddText, fc.array(oddText))),
        headers: fc.dictionary(
          fc.oneof(
            oddText,
            fc.constantFrom('authorization', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'),
          ),
          fc.oneof(oddText, fc.array(oddText, { maxLength: 2 }), fc.constant(undefined)),
        ),
        body: oddText,
      }),
      1000,
      (request) => expect(verdict(request)).not.toMatch(/^arn:/),
    ));
});
