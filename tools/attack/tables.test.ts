/** Reads and writes tables by generated operations and through other endpoints. */
import { assumeRole } from 'amplify-local/iam';
import { createGraphqlEngine } from 'amplify-local/appsync';
import { log } from 'amplify-local';
import { getNamedType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { deployment, models } from './deployment';
import { dynamoDbOperations } from './dynamodb-operations';
import { callCognito, Guest } from './guest';
import { rootFields } from './schema';
import { setUpTarget } from './target';
import { sendRequest } from './raw-http';

const target = setUpTarget();

const key = (model: string) => (model === 'Ballot' || model === 'ChatThrottle' ? 'id: "a"' : 'show: "matinee"');

describe('operations that Amplify generates by default', () => {
  const generated = models.flatMap((model): [string, string][] => [
    [`get${model}`, `{ get${model}(${key(model)}) { __typename } }`],
    [`list${model}s`, `{ list${model}s(limit: 1000) { items { __typename } nextToken } }`],
    [`sync${model}s`, `{ sync${model}s(lastSync: 0) { items { __typename } } }`],
    [`search${model}s`, `{ search${model}s { items { __typename } } }`],
    [model, `{ ${model} { __typename } }`],
    ...['create', 'update', 'delete'].map((verb): [string, string] => [
      `${verb}${model}`,
      `mutation { ${verb}${model}(input: {${key(model)}}, condition: {}) { __typename } }`,
    ]),
    ...['onCreate', 'onUpdate', 'onDelete'].map((verb): [string, string] => [
      `${verb}${model}`,
      `subscription { ${verb}${model} { __typename } }`,
    ]),
  ]);

  it('there are tables to attack', () => {
    expect(models).toEqual(expect.arrayContaining(['Ballot', 'ChatThrottle', 'CategoryRecord', 'Round']));
  });

  it.each(generated)('a guest calls %s by HTTP', async (name, query) => {
    const { data, errors } = await target.guest.call(query);
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toMatch(`Validation error of type FieldUndefined: Field '${name}'`);
  });

  it.each(generated)('a guest starts %s by WebSocket', async (name, query) => {
    const client = await target.guest.connect();
    client.send(await target.guest.startMessage('model', { query }));
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: { errors: [{ message: expect.stringContaining(name) as string }] },
    });
    client.socket.terminate();
  });

  it.each(models)('no operation returns the type %s', (model) => {
    expect(rootFields.map(({ field }) => getNamedType(field.type).name)).not.toContain(model);
  });

  it.each(models)('a guest asks introspection for the rows of %s', async (model) => {
    const { data } = await target.guest.call(`{ __type(name: "${model}") { name fields { name } } }`);
    const isAllowed = deployment.api.introspectionConfig === 'ENABLED';
    expect(data?.__type ?? null).toEqual(isAllowed ? expect.objectContaining({ name: model }) : null);
  });
});

describe('introspection in deployments that disable it, as production branches do', () => {
  const engine = createGraphqlEngine({
    api: { ...deployment.api, introspectionConfig: 'DISABLED' },
    dynamoDb: { call: () => Promise.reject(new Error('Introspection does not read tables.')) },
    lambda: { invoke: () => Promise.reject(new Error('Introspection invokes no function.')) },
    authorizer: { isAllowed: () => true },
    log,
  });
  const caller = {
    principal: assumeRole(deployment.identityPool.unauthenticatedRoleArn, 'CognitoIdentityCredentials'),
    sourceIp: '127.0.0.1',
    headers: {},
  };

  it.each([
    ['asks for the schema', '{ __schema { types { name } } }'],
    ['asks for a type', '{ __type(name: "Ballot") { fields { name } } }'],
    ['asks under an alias', '{ snapshot: __schema { types { name } } }'],
    ['asks in a fragment', '{ ...F } fragment F on Query { __schema { queryType { name } } }'],
    ['asks next to an allowed field', '{ snapshot { serverTime } __schema { mutationType { fields { name } } } }'],
    [
      'asks in a document that exhausts the validation',
      `{ snapshot { ${'serverTime '.repeat(7000)} } __schema { types { name } } }`,
    ],
    ['asks in a mutation', 'mutation { __schema { types { name } } }'],
  ])('a guest %s', async (_, query) => {
    const { data, errors } = await engine.execute({ query }, caller);
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toMatch(/FieldUndefined: Field '__(schema|type)'|Validation aborted/);
  });
});

describe('the DynamoDB endpoint', () => {
  const calls = deployment.tables.flatMap(({ name, keySchema, attributeDefinitions }) => {
    const Key = Object.fromEntries(
      keySchema.map(({ AttributeName }) => {
        const type = attributeDefinitions.find((one) => one.AttributeName === AttributeName)?.AttributeType ?? 'S';
        return [AttributeName, { [type]: '1' }];
      }),
    );
    const put = { TableName: name, Item: Key };
    const inputs: Record<string, object> = {
      PutItem: put,
      BatchGetItem: { RequestItems: { [name]: { Keys: [Key] } } },
      BatchWriteItem: { RequestItems: { [name]: [{ PutRequest: { Item: Key } }] } },
      TransactGetItems: { TransactItems: [{ Get: { TableName: name, Key } }] },
      TransactWriteItems: { TransactItems: [{ Put: put }] },
    };
    return dynamoDbOperations.map(
      (operation) => [operation, name.split('-', 1)[0] ?? '', inputs[operation] ?? { TableName: name, Key }] as const,
    );
  });

  it.each(calls)('a guest calls %s on %s', async (operation, _, input) => {
    const { status, json } = await target.guest.callDynamoDb(operation, input);
    expect([status, json]).toMatchObject([
      400,
      { __type: expect.stringContaining('#AccessDeniedException') as string },
    ]);
  });

  it.each(calls)('a stranger without credentials calls %s on %s', async (operation, _, input) => {
    const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
    const { status, json } = await sendRequest(target.port, {
      path: '/dynamodb/',
      headers,
      body: JSON.stringify(input),
    });
    expect([status, json]).toMatchObject([
      400,
      { __type: expect.stringContaining('#MissingAuthenticationTokenException') as string },
    ]);
  });

  it.each([
    'CreateTable',
    'DeleteTable',
    'UpdateTable',
    'UpdateTimeToLive',
    'ListTables',
    'ExecuteStatement',
    'RestoreTableToPointInTime',
  ])('a guest calls %s, which no role allows', async (operation) => {
    const { status, json } = await target.guest.callDynamoDb(operation, { TableName: deployment.tables[0]?.name });
    expect([status, json]).toMatchObject([
      400,
      { __type: expect.stringContaining('#UnknownOperationException') as string },
    ]);
  });

  it.each([
    ['names no table', {}],
    ['names a table with a number', { TableName: 1 }],
    ['names a table with a list', { TableName: [deployment.tables[0]?.name] }],
    [
      'names a table of another account by its ARN',
      { TableName: 'arn:aws:dynamodb:us-east-1:999999999999:table/Ballot' },
    ],
    ['names all tables with a wildcard', { TableName: '*' }],
    ['names a missing table', { TableName: 'Secrets' }],
    ['names an index', { TableName: deployment.tables[0]?.name, IndexName: 'all' }],
  ])('a guest who scans %s', async (_, input) => {
    const { status, json } = await target.guest.callDynamoDb('Scan', input);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      __type: expect.stringMatching(/#(AccessDenied|Validation|ResourceNotFound|Serialization)Exception$/) as string,
    });
  });

  it('a guest sends a table name of 1 MB, which the response does not repeat', async () => {
    const { status, json, text } = await target.guest.callDynamoDb('Scan', { TableName: 'T'.repeat(1024 * 1024) });
    expect([status, json]).toMatchObject([400, { __type: expect.stringContaining('#ValidationException') as string }]);
    expect(text.length).toBeLessThan(1000);
  });

  it('a guest calls DynamoDB with a signature for AppSync', async () => {
    const body = JSON.stringify({ TableName: deployment.tables[0]?.name });
    const headers = { 'x-amz-target': 'DynamoDB_20120810.Scan' };
    const { status, json } = await target.guest.post(
      body,
      { path: '/dynamodb/', service: 'appsync', headers },
      { path: '/dynamodb/' },
    );
    expect([status, json]).toMatchObject([
      400,
      { __type: expect.stringContaining('#InvalidSignatureException') as string },
    ]);
  });
});

describe('paths without an endpoint', () => {
  const fn = deployment.functions[0]?.name ?? '';
  const paths: [string, string, string, string][] = [
    ['invokes a function', 'lambda', `/2015-03-31/functions/${fn}/invocations`, ''],
    ['asks for the code of a function', 'lambda', `/2015-03-31/functions/${fn}`, ''],
    ['writes a schedule', 'scheduler', '/schedules/forged', ''],
    ['reads secrets', 'ssm', '/ssm/', 'AmazonSSM.GetParameters'],
    ['manages the API', 'appsync', '/v1/apis', ''],
    ['reaches for the tables with dot segments', 'dynamodb', '/graphql/../dynamodb/', 'DynamoDB_20120810.Scan'],
    ['reaches for the tables with an escaped path', 'dynamodb', '/%64ynamodb/', 'DynamoDB_20120810.Scan'],
    ['reaches for the tables with a double slash', 'dynamodb', '//dynamodb/', 'DynamoDB_20120810.Scan'],
    ['asks for a property of every object', 'dynamodb', '/__proto__', ''],
    ['asks for the key file', 'appsync', '/.amplify/local/credentials.key', ''],
    ['asks for the users', 'appsync', `/cognito-idp/${deployment.userPool.id}.json`, ''],
    [
      'asks for the users with dot segments',
      'appsync',
      `/cognito-idp/../user-pools/${deployment.userPool.id}.json`,
      '',
    ],
  ];

  it.each(paths)('a guest %s', async (_, service, path, amzTarget) => {
    const headers: Record<string, string> = amzTarget ? { 'x-amz-target': amzTarget } : {};
    const { status, text } = await target.guest.post('{}', { path, service, headers }, { path });
    expect([status, text]).toEqual([404, 'The local backend has nothing here.\n']);
  });

  it.each(paths)('a stranger %s', async (_, _service, path) => {
    expect((await sendRequest(target.port, { path, body: '{}' })).status).toBe(404);
  });

  it.each(['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListStreams'])(
    'a guest reads the stream of ballots: %s',
    async (operation) => {
      const { status, json } = await target.guest.callDynamoDb(
        operation,
        { StreamArn: deployment.eventSourceMappings[0]?.streamArn },
        'DynamoDBStreams_20120810',
      );
      expect([status, json]).toMatchObject([
        400,
        { __type: expect.stringContaining('#UnknownOperationException') as string },
      ]);
    },
  );
});

describe('the identity pool', () => {
  const identity = 'us-east-1:00000000-0000-4000-8000-000000000000';

  it.each<[string, string, unknown, string]>([
    [
      'requests credentials for an identity that was never issued',
      'GetCredentialsForIdentity',
      { IdentityId: identity },
      'ResourceNotFoundException',
    ],
    [
      'requests an identity of another pool',
      'GetId',
      { IdentityPoolId: 'us-east-1:99999999-9999-4999-8999-999999999999' },
      'ResourceNotFoundException',
    ],
    ['names no pool', 'GetId', {}, 'ValidationException'],
    ['names a pool with an object', 'GetId', { IdentityPoolId: { $ne: null } }, 'ValidationException'],
    ['names no identity', 'GetCredentialsForIdentity', {}, 'ValidationException'],
    [
      'lists the identities',
      'ListIdentities',
      { IdentityPoolId: deployment.identityPool.id },
      'UnknownOperationException',
    ],
    [
      'describes the pool',
      'DescribeIdentityPool',
      { IdentityPoolId: deployment.identityPool.id },
      'UnknownOperationException',
    ],
    [
      'gives the pool another role',
      'SetIdentityPoolRoles',
      { IdentityPoolId: deployment.identityPool.id },
      'UnknownOperationException',
    ],
    ['deletes identities', 'DeleteIdentities', { IdentityIdsToDelete: [identity] }, 'UnknownOperationException'],
    [
      'sends a forged login',
      'GetId',
      { IdentityPoolId: deployment.identityPool.id, Logins: { 'evil.example': 'token' } },
      'NotAuthorizedException',
    ],
  ])('a stranger %s', async (_, operation, input, refusal) => {
    const { status, json } = await callCognito(target.port, operation, input);
    expect([status, json]).toMatchObject([400, { __type: refusal }]);
  });

  it('a guest asks for the role of a function', async () => {
    const CustomRoleArn = target.functionRole('tally').roleArn;
    const { json } = await callCognito(target.port, 'GetCredentialsForIdentity', {
      IdentityId: target.guest.identityId,
      CustomRoleArn,
    });
    const { Credentials } = json as { Credentials?: Record<string, string> };
    const { AccessKeyId = '', SecretKey = '', SessionToken = '' } = Credentials ?? {};
    const forger = new Guest(target.port, {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretKey,
      sessionToken: SessionToken,
    });
    const { errors } = await forger.call(
      'mutation { publishScores(scores: {roundId: "1", love: 1, like: 1, meh: 1, unknown: 1, hate: 1, voters: 1}) { scores { love } } }',
    );
    expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  });

  it('a guest changes one digit of its identity', async () => {
    const { identityId } = target.guest;
    const digit = identityId.endsWith('0') ? '1' : '0';
    const { status, json } = await callCognito(target.port, 'GetCredentialsForIdentity', {
      IdentityId: identityId.slice(0, -1) + digit,
    });
    expect([status, json]).toMatchObject([400, { __type: 'ResourceNotFoundException' }]);
  });
});
