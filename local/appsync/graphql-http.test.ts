import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGraphqlHandler } from './graphql-http';
import type { GraphqlEngine } from './graphql-engine';
import { guestPrincipal, signRequest, verify, type SigningOptions } from './guest.fixture';
import { matching, objectContaining } from '../matchers.fixture';

const execute = vi.fn<GraphqlEngine['execute']>();
const log = { error: vi.fn() };
const handler = createGraphqlHandler({ engine: { execute }, verify, log });
const server = createServer((request, response) => void handler(request, response));
let host: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  execute.mockReset().mockResolvedValue({ data: { snapshot: null } });
  log.error.mockReset();
});

async function post(
  body: string,
  { headers = {}, ...signing }: SigningOptions & { headers?: Record<string, string | undefined> } = {},
) {
  const signed = { ...(await signRequest(host, '/graphql', body, signing)), ...headers };
  const sent = Object.entries(signed).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'host',
  );
  const response = await fetch(`http://${host}/graphql?${new URLSearchParams(signing.query)}`, {
    method: signing.method ?? 'POST',
    headers: Object.fromEntries(sent),
    body: signing.method === 'GET' ? undefined : body,
  });
  const answer: unknown = await response.json();
  return { status: response.status, headers: response.headers, body: answer };
}

const query = JSON.stringify({ query: '{ snapshot }' });

describe('a signed request', () => {
  test('is executed with the principal that signed it', async () => {
    const answer = await post(
      JSON.stringify({
        query: 'query Q($a: Int) { snapshot }',
        operationName: 'Q',
        variables: { a: 1 },
        extensions: {},
      }),
      { headers: { 'x-custom': 'value' } },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(answer.headers.get('x-amzn-errortype')).toBeNull();
    expect(answer.body).toEqual({ data: { snapshot: null } });
    expect(execute).toHaveBeenCalledExactlyOnceWith(
      { query: 'query Q($a: Int) { snapshot }', operationName: 'Q', variables: { a: 1 } },
      {
        principal: guestPrincipal,
        sourceIp: '127.0.0.1',
        headers: objectContaining({ host, 'x-custom': 'value' }),
      },
    );
  });

  test('may omit variables and operation name, or send null', async () => {
    await post(query);
    await post(JSON.stringify({ query: '{ snapshot }', operationName: null, variables: null }));
    expect(execute.mock.calls.map(([request]) => request)).toEqual([
      { query: '{ snapshot }' },
      { query: '{ snapshot }' },
    ]);
  });

  test('may have a body of exactly 1 MB', async () => {
    expect((await post(query.padEnd(1024 * 1024))).status).toBe(200);
  });

  test('may have a query string', async () => {
    expect((await post(query, { query: { a: '1', b: 'x y' } })).status).toBe(200);
  });

  test('gets status 200 with GraphQL errors', async () => {
    const result = {
      data: { f: null },
      errors: [{ path: ['f'], errorType: 'Unauthorized', message: 'Not Authorized to access f on type Query' }],
    };
    execute.mockResolvedValue(result);
    const { status, headers, body } = await post(query);
    expect([status, headers.get('x-amzn-errortype'), body]).toEqual([200, null, result]);
  });
});

describe('a refusal', () => {
  const lines = 'x'.repeat(1024 * 1024);

  test.each<[string, string, Parameters<typeof post>[1], number, string, string | RegExp]>([
    [
      'no authorization',
      query,
      { headers: { authorization: undefined } },
      401,
      'UnauthorizedException',
      'Valid authorization header not provided.',
    ],
    [
      'an API key',
      query,
      { headers: { authorization: 'da2-key' } },
      401,
      'UnauthorizedException',
      'Valid authorization header not provided.',
    ],
    [
      'no token',
      query,
      { headers: { 'x-amz-security-token': undefined } },
      403,
      'UnrecognizedClientException',
      /security token/,
    ],
    [
      'a foreign token',
      query,
      { headers: { 'x-amz-security-token': 'token' } },
      403,
      'UnrecognizedClientException',
      /security token/,
    ],
    ['an expired token', query, { lifetimeSeconds: 0 }, 403, 'ExpiredTokenException', /expired/],
    ['an old signature', query, { signingDate: new Date(0) }, 403, 'InvalidSignatureException', /^Signature expired/],
    ['a changed header', query, { headers: { accept: '*/*' } }, 403, 'InvalidSignatureException', /does not match/],
    ['an empty body', '', {}, 400, 'MalformedHttpRequestException', 'Request body is empty.'],
    [
      'another method',
      '',
      { method: 'GET' },
      400,
      'MalformedHttpRequestException',
      'Only POST requests are supported.',
    ],
    ['a body past 1 MB', lines + query, {}, 413, 'RequestEntityTooLargeException', /larger than 1048576 bytes/],
  ])('for %s', async (_, body, options, status, errorType, message) => {
    const answer = await post(body, options);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-amzn-errortype')).toBe(errorType);
    expect(answer.body).toEqual({
      errors: [{ errorType, message: typeof message === 'string' ? message : matching(message) }],
    });
    expect(execute).not.toHaveBeenCalled();
  });

  test.each([
    '{',
    '{}',
    '[]',
    'null',
    '"query"',
    '{"query":1}',
    '{"query":"{a}","variables":[]}',
    `[${query}]`,
    '\uFEFF{}',
  ])('for a body that is not a GraphQL request: %s', async (body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      errors: [{ errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' }],
    });
  });

  test('for JSON that is nested too deeply', async () => {
    const nested = (levels: number) => `{"query":"{a}","variables":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
    expect((await post(nested(900))).status).toBe(200);
    execute.mockClear();
    for (const levels of [1000, 100_000]) expect((await post(nested(levels))).status).toBe(400);
    expect(execute).not.toHaveBeenCalled();
  });

  test('for a document that cannot be parsed', async () => {
    const error = { errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' };
    execute.mockResolvedValue({ data: null, errors: [error] });
    const answer = await post(JSON.stringify({ query: '{' }));
    expect([answer.status, answer.headers.get('x-amzn-errortype'), answer.body]).toEqual([
      400,
      error.errorType,
      { errors: [error] },
    ]);
  });

  test('for an internal error is logged, without details in the response', async () => {
    const fault = new Error('secret detail');
    execute.mockRejectedValue(fault);
    const answer = await post(query);
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({ errors: [{ errorType: 'InternalFailure', message: 'An internal error occurred.' }] });
    expect(log.error).toHaveBeenCalledExactlyOnceWith({ err: fault }, expect.any(String));
  });
});

describe('pages of other origins', () => {
  test('may send requests', async () => {
    const preflight = await fetch(`http://${host}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-headers': 'authorization,x-amz-date' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,x-amz-date');
  });

  test('may read errors', async () => {
    const { headers } = await post('');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toBe(
      'x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date,x-amz-schema-version',
    );
    expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(0);
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
