/** Fuzzes the HTTP endpoints over real connections: GraphQL, Cognito, DynamoDB and unknown paths. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { castVotes, queries, selections, sendMessage, oddDocuments, type Operation } from './documents';
import { setUpFuzzing, checkProperty } from './check-property';
import { operatorEmail } from '../attacked-backend';
import { deployment } from '../deployment';
import { dynamoDbOperations } from '../dynamodb-operations';
import type { Guest } from '../guest';
import { mutated, mutatedBytes, oddText, oddJson, toJson } from './mutations';
import { ConnectionClosedError, type RawRequest, type RawResponse } from '../raw-http';
import { FuzzTarget } from './fuzz-target';

setUpFuzzing('the HTTP endpoints');

let target: FuzzTarget;
let guest: Guest;
beforeAll(async () => {
  target = await FuzzTarget.open();
  guest = await target.newGuest();
});
afterAll(() => target.close());

/** Expects an answer without an internal error. */
function expectAnswered({ status, text }: RawResponse): void {
  target.expectNoInternalError();
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(/InternalFailure|InternalError|InternalServerError/);
}

/** Expects a refusal of the GraphQL endpoint, or data with errors. */
function expectGraphql(answer: RawResponse): void {
  expectAnswered(answer);
  const response = JSON.parse(answer.text) as { data?: unknown; errors?: { message: unknown }[] };
  if (answer.status === 200) expect(response).toHaveProperty('data');
  else expect(response.errors).toHaveLength(1);
  for (const { message } of response.errors ?? []) expect(message).toEqual(expect.any(String));
}

async function send(sent: RawRequest): Promise<RawResponse | undefined> {
  try {
    return await target.sendRequest(sent);
  } catch (error) {
    // The server may close on invalid HTTP. Node's client refuses to send some of it.
    if (error instanceof ConnectionClosedError) return undefined;
    if (
      error instanceof TypeError &&
      'code' in error &&
      /^ERR_(INVALID|UNESCAPED|HTTP_INVALID)/.test(String(error.code))
    )
      return undefined;
    throw error;
  }
}

const roundId = () => String(Math.floor(Date.now() / 10_000) * 10);
const operations: fc.Arbitrary<Operation> = fc.oneof(queries, castVotes(roundId), sendMessage);

describe('a signed GraphQL request', () => {
  it('of any shape is answered with data or a documented refusal', () =>
    checkProperty(operations, 1700, async (operation) => expectGraphql(await guest.post(toJson(operation)))));

  it('with a mutated document is answered', () =>
    checkProperty(
      operations.chain(({ query, variables }) => fc.tuple(mutated(query), fc.constant(variables))),
      1500,
      async ([query, variables]) => {
        expectGraphql(await guest.post(toJson({ query, variables })));
      },
    ));

  it('with an odd document is answered', () =>
    checkProperty(fc.oneof(oddDocuments, selections('Query')), 700, async (query) =>
      expectGraphql(await guest.post(toJson({ query }))),
    ));

  it('with odd JSON is answered', () =>
    checkProperty(
      fc.oneof(
        oddJson,
        fc.record(
          {
            query: fc.oneof(
              oddJson,
              queries.map(({ query }) => query),
            ),
            variables: oddJson,
            operationName: oddJson,
            extensions: oddJson,
          },
          { requiredKeys: [] },
        ),
      ),
      900,
      async (json) => expectGraphql(await guest.post(toJson(json))),
    ));

  it('with a mutated body is answered', () =>
    checkProperty(
      fc.oneof(
        operations.chain((operation) => fc.oneof(mutated(toJson(operation)), mutatedBytes(toJson(operation)))),
        fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      ),
      1200,
      async (body) => expectGraphql(await guest.post(body)),
    ));
});

describe('any other request', () => {
  const paths = fc.oneof(
    fc.constantFrom(
      '/graphql',
      '/graphql/',
      '/graphql/realtime',
      '/graphql/connect',
      '/cognito-identity/',
      '/cognito-idp/',
      '/dynamodb/',
      '/',
      '*',
      '//graphql',
      '/graphql?a=1',
      '/constructor',
      '/__proto__',
    ),
    fc.webPath(),
    oddText.map((text) => `/graphql?${text}`),
    oddText.map((text) => `/${text}`),
  );
  const headerNames = fc.constantFrom(
    'authorization',
    'x-amz-date',
    'x-amz-security-token',
    'x-amz-target',
    'x-amz-content-sha256',
    'content-type',
    'content-encoding',
    'access-control-request-headers',
    'origin',
    'expect',
    'x-forwarded-for',
    'cookie',
    'te',
    'range',
    '__proto__',
    'constructor',
    'host',
  );
  const headerValues = fc.oneof(
    oddText,
    fc.constantFrom(
      'AWS4-HMAC-SHA256 Credential=a/b/us-east-1/appsync/aws4_request, SignedHeaders=host;x-amz-date, Signature=' +
        '0'.repeat(64),
      '100-continue',
      'AWSCognitoIdentityService.GetId',
      'AWSCognitoIdentityProviderService.InitiateAuth',
      'DynamoDB_20120810.PutItem',
      '20260101T000000Z',
    ),
  );

  it('of any method, path and headers is answered', () =>
    checkProperty(
      fc.record({
        method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'),
        path: paths,
        headers: fc.dictionary(headerNames, headerValues, { maxKeys: 4 }),
        body: fc.oneof(oddText, oddJson.map(toJson)),
      }),
      1200,
      async (sent) => {
        const answer = await send(sent);
        if (answer) expectAnswered(answer);
      },
    ));

  it('that is not HTTP causes no internal error', () => {
    const valid = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}';
    const lines = fc.array(
      fc.oneof(
        oddText,
        fc.constantFrom(
          'POST / HTTP/1.1\r\n',
          'Host: x\r\n',
          'Content-Length: -1\r\n',
          'Content-Length: 5\r\n',
          'Transfer-Encoding: chunked\r\n',
          'Upgrade: websocket\r\nConnection: upgrade\r\n',
          'CONNECT x:1 HTTP/1.1\r\n',
          '\r\n\r\n',
          'ffffffff\r\n',
          '0\r\n\r\n',
        ),
      ),
      { maxLength: 8 },
    );
    return checkProperty(
      fc.oneof(
        mutatedBytes(valid),
        mutated(valid).map((text) => Buffer.from(text)),
        lines.map((parts) => Buffer.from(parts.join(''))),
      ),
      400,
      async (bytes) => {
        await target.sendBytes(bytes, 15);
        target.expectNoInternalError();
      },
    );
  });
});

describe('Cognito', () => {
  const inputs = fc.oneof(
    oddJson,
    fc.record(
      { IdentityPoolId: fc.oneof(oddJson, fc.constantFrom('us-east-1:pool')), IdentityId: oddJson, Logins: oddJson },
      { requiredKeys: [] },
    ),
    fc
      .constant(undefined)
      .chain(() => mutated(guest.identityId))
      .map((IdentityId) => ({ IdentityId })),
    fc
      .constant(undefined)
      .map(() => ({ IdentityPoolId: target.outputs.auth.identity_pool_id, IdentityId: guest.identityId })),
  );
  const operations = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('GetId', 'GetCredentialsForIdentity') },
    { weight: 1, arbitrary: fc.constantFrom('GetOpenIdToken', '__proto__', 'constructor', '') },
  );

  it('returns credentials only for its own identities', () =>
    checkProperty(fc.tuple(inputs, operations, fc.boolean()), 1200, async ([input, operation, isMalformed]) => {
      const json = toJson(input);
      const answer = await target.sendRequest({
        path: '/cognito-identity/',
        headers: { 'x-amz-target': `AWSCognitoIdentityService.${operation}` },
        body: isMalformed ? json.slice(0, -1) : json,
      });
      expectAnswered(answer);
      const { Credentials, IdentityId } = JSON.parse(answer.text) as { Credentials?: unknown; IdentityId?: string };
      if (Credentials) expect(IdentityId).toBe(guest.identityId);
    }));
});

describe('the user pool', () => {
  const { clientId } = deployment.userPool;
  const text = fc.oneof(oddJson, fc.constantFrom<unknown>(clientId, operatorEmail, 'USER_SRP_AUTH', 'a.b.c', '5'));
  const parameters = fc.oneof(
    oddJson,
    fc.record({ USERNAME: text, SRP_A: text, REFRESH_TOKEN: text }, { requiredKeys: [] }),
    fc.record(
      {
        USERNAME: text,
        PASSWORD_CLAIM_SECRET_BLOCK: text,
        PASSWORD_CLAIM_SIGNATURE: text,
        TIMESTAMP: text,
        NEW_PASSWORD: text,
        SOFTWARE_TOKEN_MFA_CODE: text,
      },
      { requiredKeys: [] },
    ),
  );
  const longName = fc.integer({ min: 100, max: 3000 }).map((length) => 'x'.repeat(length));
  const challenges = ['PASSWORD_VERIFIER', 'NEW_PASSWORD_REQUIRED', 'MFA_SETUP', 'SOFTWARE_TOKEN_MFA', '__proto__'];
  const inputs = fc.oneof(
    oddJson,
    fc.record({
      ClientId: fc.constant(clientId),
      AuthFlow: fc.constant('USER_SRP_AUTH'),
      AuthParameters: fc.record({ USERNAME: fc.oneof(text, longName), SRP_A: fc.constant('5') }),
    }),
    fc.record(
      {
        ClientId: fc.constant(clientId),
        AuthFlow: fc.constantFrom('USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH', 'USER_PASSWORD_AUTH', 'constructor'),
        AuthParameters: parameters,
        ChallengeName: fc.constantFrom(...challenges),
        ChallengeResponses: parameters,
        Session: text,
        AccessToken: text,
        RefreshToken: text,
        Token: text,
        UserCode: text,
      },
      { requiredKeys: ['ClientId'] },
    ),
  );
  const operations = fc.constantFrom(
    'InitiateAuth',
    'RespondToAuthChallenge',
    'AssociateSoftwareToken',
    'VerifySoftwareToken',
    'GetUser',
    'GetTokensFromRefreshToken',
    'RevokeToken',
    'GlobalSignOut',
    'SignUp',
    '__proto__',
  );

  it('gives tokens to nobody who proves nothing', () =>
    checkProperty(fc.tuple(inputs, operations), 800, async ([input, operation]) => {
      const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` };
      const answer = await target.sendRequest({ path: '/cognito-idp/', headers, body: toJson(input) });
      expectAnswered(answer);
      if (answer.status !== 200) return;
      // To revoke an unknown token changes nothing.
      if (operation === 'RevokeToken') expect(answer.json).toEqual({});
      else expect(answer.json).toMatchObject({ ChallengeName: 'PASSWORD_VERIFIER' });
    }));
});

describe('DynamoDB', () => {
  const table = fc.constantFrom<unknown>(
    'Ballot',
    'Round',
    'arn:aws:dynamodb:us-east-1:123456789012:table/Ballot',
    '',
    5,
    null,
    ['Ballot'],
    {},
    '__proto__',
  );
  const key = fc.oneof(oddJson, fc.constant({ id: { S: 'x' } }));
  const part = fc.record(
    { TableName: table, Key: key, Item: key, IndexName: table, ReturnValues: oddJson, UpdateExpression: oddText },
    { requiredKeys: [] },
  );
  const inputs = fc.oneof(
    oddJson,
    part,
    fc.record({
      TransactItems: fc.oneof(
        oddJson,
        fc.array(
          fc.dictionary(
            fc.constantFrom('Put', 'Get', 'Update', 'Delete', 'ConditionCheck', 'put', '__proto__', 'constructor'),
            fc.oneof(part, oddJson),
          ),
          { maxLength: 3 },
        ),
      ),
    }),
    fc.record({
      RequestItems: fc.oneof(
        oddJson,
        fc.dictionary(
          fc.constantFrom('Ballot', '__proto__', ''),
          fc.oneof(
            oddJson,
            fc.array(fc.record({ PutRequest: part, DeleteRequest: part }, { requiredKeys: [] }), { maxLength: 2 }),
          ),
        ),
      ),
    }),
  );
  const operations = fc.constantFrom(...dynamoDbOperations, 'CreateTable', 'DeleteTable', 'ListTables');

  it('refuses every operation of a guest', () =>
    checkProperty(fc.tuple(inputs, operations, fc.boolean()), 1200, async ([input, operation, isSigned]) => {
      const body = toJson(input);
      const path = '/dynamodb/';
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      };
      const answer = await target.sendRequest({
        path,
        headers: isSigned ? await guest.sign({ body, service: 'dynamodb', path, headers }) : headers,
        body,
      });
      expectAnswered(answer);
      expect(answer.status).toBe(400);
    }));
});

it('serves a well-behaved guest afterwards', () => target.expectHealthy());
