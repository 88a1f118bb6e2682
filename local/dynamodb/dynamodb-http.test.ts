import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SignatureVerifier } from '../sigv4/verify';
import { ChangeCapture } from './change-capture';
import { AuthorizedDynamoDb } from './authorized-dynamodb';
import { createDynamoDbHandler } from './dynamodb-http';
import type { DynamoDbEngine } from './engine';
import { recordingLog } from '../recording-log.fixture';
import { accountId, ballotTable, tallyPrincipal, region, roundTable, startTestEngine } from './tables.fixture';
import { anyString, containing } from '../matchers.fixture';

const secretAccessKey = 'the secret access key';
const log = recordingLog();
let engine: DynamoDbEngine;
let server: Server;
let endpoint: string;
const clients: DynamoDBClient[] = [];

beforeAll(async () => {
  engine = await startTestEngine();
  const dynamoDb = new AuthorizedDynamoDb({
    deployment: { region, accountId, tables: [ballotTable, roundTable] },
    engine: engine.client,
    capture: new ChangeCapture(engine.client, [ballotTable, roundTable], []),
    authorizer: { isAllowed: (_, action) => action !== 'dynamodb:Query' },
    log,
  });
  const verifier = new SignatureVerifier({
    service: 'dynamodb',
    region,
    findCredentials: (accessKeyId) =>
      accessKeyId === 'ASIA1' ? { principal: tallyPrincipal, secretAccessKey } : undefined,
  });
  const handle = createDynamoDbHandler({ dynamoDb, verify: (request) => verifier.verify(request), log });
  server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dynamodb/`;
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  server.close();
  server.closeAllConnections();
  await engine.close();
});

function sdk(credentials = { accessKeyId: 'ASIA1', secretAccessKey, sessionToken: 'token' }) {
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 });
  clients.push(client);
  return client;
}

describe('the AWS SDK', () => {
  it('writes and reads', async () => {
    const Item = { id: { S: 'é' }, love: { N: '1' } };
    await sdk().send(new PutItemCommand({ TableName: 'Ballot', Item }));
    const answer = await sdk().send(new GetItemCommand({ TableName: 'Ballot', Key: { id: { S: 'é' } } }));
    expect(answer.Item).toEqual(Item);
  });

  it.each([
    ['a wrong secret', { accessKeyId: 'ASIA1', secretAccessKey: 'another' }, 'InvalidSignatureException'],
    ['an unknown key', { accessKeyId: 'ASIA2', secretAccessKey }, 'UnrecognizedClientException'],
  ])('is refused with %s', async (_, credentials, name) => {
    const client = sdk({ ...credentials, sessionToken: 'token' });
    await expect(
      client.send(new GetItemCommand({ TableName: 'Ballot', Key: { id: { S: 'a' } } })),
    ).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('receives the reason of a denied call', async () => {
    await expect(
      sdk().send(new QueryCommand({ TableName: 'Ballot', KeyConditionExpression: 'id = :id' })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: containing('is not authorized to perform: dynamodb:Query'),
    });
  });

  it('receives the item of a failed condition on request', async () => {
    const Item = { id: { S: 'once' }, love: { N: '1' } };
    const put = new PutItemCommand({
      TableName: 'Ballot',
      Item,
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await sdk().send(put);
    await expect(sdk().send(put)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item,
    });
  });

  it('receives an error if the engine has no transactions', async () => {
    const Put = { TableName: 'Ballot', Item: { id: { S: 'a' } } };
    await expect(sdk().send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});

describe('an unsigned request', () => {
  it("is refused in the format of DynamoDB's errors", async () => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.Scan' },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(await response.json()).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#MissingAuthenticationTokenException',
      message: anyString,
    });
  });

  it('is refused if it is too large', async () => {
    const response = await fetch(endpoint, { method: 'POST', body: 'x'.repeat(17 * 1024 * 1024) });
    expect(response.status).toBe(413);
  });
});

describe('a signed request', () => {
  const handler = createDynamoDbHandler({
    dynamoDb: { call: () => Promise.reject(new Error('broken')) },
    verify: () => tallyPrincipal,
    log,
  });
  let plain: Server;
  beforeAll(async () => {
    plain = createServer((request, response) => void handler(request, response)).listen(0, '127.0.0.1');
    await once(plain, 'listening');
  });
  afterAll(() => void plain.close());

  it.each([
    ['an operation that it does not have', 'DynamoDB_20120810.CreateTable', '{}', 400, 'UnknownOperationException'],
    ['another service', 'Kinesis_20131202.PutRecord', '{}', 400, 'UnknownOperationException'],
    ['no JSON', 'DynamoDB_20120810.Scan', '{', 400, 'SerializationException'],
    ['no JSON object', 'DynamoDB_20120810.Scan', 'null', 400, 'SerializationException'],
    ['what breaks the backend', 'DynamoDB_20120810.Scan', '{}', 500, 'InternalServerError'],
  ])('for %s', async (_, target, body, status, type) => {
    const { port } = plain.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'x-amz-target': target },
      body,
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ __type: `com.amazonaws.dynamodb.v20120810#${type}` });
  });
});
