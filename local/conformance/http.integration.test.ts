/** The HTTP endpoint, as AWS documents it or its users report it. `target.ts` says which API is tested. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, post, send, type Answer } from './http';
import { documented, reported } from './pages';
import { sign } from './signature';
import { isLocal, openTarget, type Target } from './target';

let target: Target;
beforeAll(async () => {
  target = await openTarget();
}, 60_000);
afterAll(() => target.close());

const minute = 60_000;
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** A refusal: status, the error's type in header and body, and its message. */
function expectRefusal(answer: Answer, status: number, errorType: string, message: RegExp): void {
  expect(answer).toMatchObject({
    status,
    headers: { 'x-amzn-errortype': matching(new RegExp(`^${errorType}`)) },
    body: { errors: [{ errorType, message: matching(message) }] },
  });
}

describe(documented('AWS_IAM authorization', 'authorization'), () => {
  it('answers a signed query with its data', async () => {
    const { status, headers, body } = await call(target, target.documents.query);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json;charset=UTF-8');
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(body).toEqual({ data: expect.any(Object) as unknown });
  });

  it('answers 200 with an error for a field that the policy forbids', async (context) => {
    const { forbidden } = target.documents;
    if (forbidden === undefined) return context.skip();
    const { status, body } = await call(target, forbidden);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      errors: [
        {
          path: [expect.any(String)],
          data: null,
          errorType: 'Unauthorized',
          errorInfo: null,
          locations: [{ line: expect.any(Number) as unknown, column: expect.any(Number) as unknown, sourceName: null }],
          message: matching(/^Not Authorized to access \w+ on type \w+$/),
        },
      ],
    });
  });
});

describe(reported('A request without authorization', 'aws-amplify/amplify-js#4373'), () => {
  const message = /^Valid authorization header not provided\.$/;
  it.each([
    ['no header', {}],
    ['a header that is no signature', { authorization: 'none' }],
  ])('is refused with 401: %s', async (_, headers) => {
    const body = JSON.stringify({ query: target.documents.query });
    expectRefusal(await send(target.graphqlUrl, 'POST', headers, body), 401, 'UnauthorizedException', message);
  });
});

describe(documented('Signature Version 4 troubleshooting', 'signatures'), () => {
  const body = () => JSON.stringify({ query: target.documents.query });

  it.each([
    ['expired 6 minutes after signing', -6 * minute, /^Signature expired: /],
    ['not valid yet 6 minutes before', 6 * minute, /^Signature not yet current: /],
  ])('a signature is %s', async (_, offMs, message) => {
    const answer = await post(target, body(), { signedAt: new Date(Date.now() + offMs) });
    expectRefusal(answer, 403, 'InvalidSignatureException', message);
  });

  it('a signature is valid for 5 minutes', async () => {
    expect((await post(target, body(), { signedAt: new Date(Date.now() - 4 * minute) })).status).toBe(200);
  });

  it('a signature covers headers and body', async () => {
    const message = /^The request signature we calculated does not match the signature you provided\./;
    expectRefusal(
      await post(target, body(), { headers: { accept: '*/*' } }),
      403,
      'InvalidSignatureException',
      message,
    );
    const { graphqlUrl: url, region, credentials } = target;
    const headers = sign({ url, body: '{}', region, credentials });
    expectRefusal(await send(url, 'POST', headers, body()), 403, 'InvalidSignatureException', message);
  });

  it('a signature covers its region and service', async () => {
    const { graphqlUrl: url, credentials } = target;
    const headers = sign({ url, body: body(), region: 'mars-north-1', credentials });
    expectRefusal(
      await send(url, 'POST', headers, body()),
      403,
      'InvalidSignatureException',
      /^Credential should be scoped to a valid region/,
    );
  });

  it('refuses an unknown security token', async () => {
    const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'example', sessionToken: 'example' };
    const answer = await post({ ...target, credentials }, body());
    expectRefusal(
      answer,
      403,
      'UnrecognizedClientException',
      /^The security token included in the request is invalid\.$/,
    );
  });
});

describe(reported('A request that is not GraphQL', 'graphql/graphql-over-http#81'), () => {
  it.each([
    ['an empty body', '', /^Request body is empty\.$/],
    ['text', 'query', /^Unable to parse GraphQL query\.$/],
    ['JSON without a query', '{}', /^Unable to parse GraphQL query\.$/],
    ['a document with a syntax error', '{"query":"{"}', /^Unable to parse GraphQL query\.$/],
  ])('is refused with 400: %s', async (_, body, message) => {
    expectRefusal(await post(target, body), 400, 'MalformedHttpRequestException', message);
  });

  it('an unknown field is answered with 200 and a validation error', async () => {
    const { status, body } = await call(target, '{ nowhere }');
    expect(status).toBe(200);
    expect(body).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: "Validation error of type FieldUndefined: Field 'nowhere' in type 'Query' is undefined @ 'nowhere'",
        },
      ],
    });
  });

  it('a missing variable refuses the whole operation', async () => {
    const { status, body } = await call(target, target.documents.mutation);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: null,
      errors: [{ message: "Variable 'text' has coerced Null value for NonNull type 'String!'" }],
    });
  });

  // AWS's limits of a body and its answers to other methods are not documented.
  it.runIf(isLocal)('a body above 1 MB is refused with 413', async () => {
    expectRefusal(
      await post(target, 'x'.repeat(1024 * 1024 + 1)),
      413,
      'RequestEntityTooLargeException',
      /1048576 bytes/,
    );
  });

  it.runIf(isLocal)('a subscription is refused on HTTP', async () => {
    expect((await call(target, target.documents.subscription)).body).toMatchObject({
      data: null,
      errors: [{ errorType: 'UnsupportedOperation' }],
    });
  });
});

describe(documented('Token limit of a query', 'quotas'), () => {
  it('is refused above 15,000 tokens', async () => {
    const { body } = await call(target, `{ ${'__typename '.repeat(15_001)} }`);
    expect(body).toHaveProperty('errors');
    expect(body).not.toHaveProperty('data.__typename');
  });
});

// Captured from browsers: AWS does not document them, and Amplify relies on them.
describe('CORS headers', () => {
  const origin = 'https://example.com';

  it('allow the headers of a signed request in a preflight request', async () => {
    const { status, headers } = await send(target.graphqlUrl, 'OPTIONS', {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-amz-date,x-amz-security-token,x-amz-user-agent',
    });
    expect([200, 204]).toContain(status);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-allow-methods']).toContain('POST');
    for (const name of ['authorization', 'x-amz-date', 'x-amz-security-token', 'x-amz-user-agent'])
      expect(headers['access-control-allow-headers']?.toLowerCase()).toContain(name);
  });

  it.each([
    ['an answer', () => call(target, target.documents.query)],
    ['a refusal', () => post(target, '')],
    ['an unauthorized request', () => send(target.graphqlUrl, 'POST', { origin }, '{}')],
  ])(
    'let a page read %s, the type of an error, and the date by which Amplify corrects its clock',
    async (_, answer) => {
      const { headers } = await answer();
      expect(headers['access-control-allow-origin']).toBe('*');
      const exposed = headers['access-control-expose-headers']?.toLowerCase().split(/, */);
      expect(exposed).toEqual(expect.arrayContaining(['date', 'x-amzn-errortype', 'x-amzn-requestid']));
      expect(Math.abs(Date.parse(headers.date ?? '') - Date.now())).toBeLessThan(5 * minute);
    },
  );
});
