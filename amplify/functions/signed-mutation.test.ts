import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Principal } from 'amplify-local/iam';
import { SignatureVerifier, signedRequestOf } from 'amplify-local/sigv4';
import { MutationError, runSignedMutation } from './signed-mutation';

const rotator: Principal = {
  roleArn: 'arn:aws:iam::111122223333:role/movie-rotator',
  userArn: 'arn:aws:sts::111122223333:assumed-role/movie-rotator/movie-rotator',
};
const verifier = new SignatureVerifier({
  service: 'appsync',
  region: 'eu-west-1',
  findCredentials: (accessKeyId, sessionToken) =>
    accessKeyId === 'ASIAEXAMPLE' && sessionToken === 'token'
      ? { secretAccessKey: 'secret', principal: rotator }
      : undefined,
});

/** An AppSync endpoint that accepts requests signed by the rotator. */
let answer: (response: ServerResponse) => void;
const bodies: unknown[] = [];
const callers: Principal[] = [];
const appsync = createServer((request, response) => void respond(request, response));

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  try {
    callers.push(verifier.verify(signedRequestOf(request, body)));
  } catch (error) {
    json(403, { errors: [{ errorType: 'InvalidSignatureException', message: String(error) }] })(response);
    return;
  }
  bodies.push(JSON.parse(body.toString()));
  answer(response);
}

function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

beforeAll(() => new Promise<void>((resolve) => appsync.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  appsync.closeAllConnections();
  appsync.close();
});

beforeEach(() => {
  bodies.length = callers.length = 0;
  answer = json(200, { data: { startRound: { roundId: '10' } } });
  vi.stubEnv('GRAPHQL_ENDPOINT', `http://127.0.0.1:${(appsync.address() as AddressInfo).port}/graphql`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const query = 'mutation StartRound($startsAt: Int!) { startRound(startsAt: $startsAt) { roundId } }';
const call = (variables = { startsAt: 10 }) => runSignedMutation(query, variables);

describe('a signed mutation', () => {
  it("is a POST signed with the function's credentials", async () => {
    await call();
    expect(callers).toEqual([rotator]);
    expect(bodies).toEqual([{ query, variables: { startsAt: 10 } }]);
  });

  it('has a valid signature with non-ASCII text', async () => {
    const variables = { startsAt: 10, title: 'Häxan – „魔女” 🎬' };
    await call(variables);
    expect(bodies).toEqual([{ query, variables }]);
  });

  it.each([
    ['the secret is wrong', 'AWS_SECRET_ACCESS_KEY', 'InvalidSignatureException'],
    ['the region differs', 'AWS_REGION', 'InvalidSignatureException'],
  ])('is refused if %s', async (_, name, errorType) => {
    vi.stubEnv(name, 'another');
    await expect(call()).rejects.toMatchObject({ errorType });
  });

  it.each(['GRAPHQL_ENDPOINT', 'AWS_REGION', 'AWS_SESSION_TOKEN'])('requires %s', async (name) => {
    vi.stubEnv(name, undefined);
    await expect(call()).rejects.toThrow(name);
  });
});

describe('an error', () => {
  it.each<[string, ReturnType<typeof json>, Partial<MutationError>]>([
    [
      'of the resolver has the error type of the resolver',
      json(200, {
        data: null,
        errors: [{ path: ['startRound'], errorType: 'RoundStarted', message: 'Round 10 has already started.' }],
      }),
      { errorType: 'RoundStarted', message: 'Round 10 has already started.' },
    ],
    [
      'of the validation has the type Unknown',
      json(200, { data: null, errors: [{ path: null, message: 'Validation error of type FieldUndefined' }] }),
      { errorType: 'Unknown', message: 'Validation error of type FieldUndefined' },
    ],
    [
      'next to data is thrown',
      json(200, { data: { startRound: { roundId: null } }, errors: [{ errorType: 'MappingTemplate', message: null }] }),
      { errorType: 'MappingTemplate', message: 'AppSync answered 200 OK.' },
    ],
    [
      'of an unauthorized caller is thrown',
      json(401, { errors: [{ errorType: 'UnauthorizedException', message: 'Permission denied' }] }),
      { errorType: 'UnauthorizedException', message: 'Permission denied' },
    ],
    [
      'of a firewall, which is not GraphQL, is thrown',
      json(403, { message: 'Forbidden' }),
      { errorType: 'Unknown', message: 'AppSync answered 403 Forbidden.' },
    ],
    [
      'has the type of the header if the body has none',
      json(429, {}, { 'x-amzn-errortype': 'ThrottlingException:' }),
      { errorType: 'ThrottlingException', message: 'AppSync answered 429 Too Many Requests.' },
    ],
    [
      'of a gateway, in HTML, is thrown',
      (response) => response.writeHead(502).end('<html>Bad Gateway</html>'),
      { errorType: 'Unknown', message: 'AppSync answered 502 Bad Gateway.' },
    ],
    [
      'is thrown for a response 200 that is not GraphQL',
      (response) => response.end('ok'),
      { errorType: 'Unknown', message: 'AppSync answered 200 OK.' },
    ],
  ])('%s', async (_, error, expected) => {
    answer = error;
    const thrown = await call().catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(MutationError);
    expect(thrown).toMatchObject({ name: 'MutationError', ...expected });
  });

  it('of the connection is passed on, since the mutation may have run', async () => {
    answer = (response) => response.destroy();
    await expect(call()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
