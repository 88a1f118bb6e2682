/** A guest with credentials who can sign arbitrary requests. */
import type { GraphqlResponse } from 'amplify-local/appsync';
import { openSocket, type TestClient } from 'amplify-local/testing';
import { createSigner, type Credentials } from '../guest/signer';
import { sendRequest, type RawResponse, type RawRequest, type Send } from './raw-http';

export interface SigningOptions {
  /** What to sign, if it differs from what is sent. */
  method?: string;
  path?: string;
  query?: Record<string, string>;
  host?: string;
  body?: string | Buffer;
  service?: string;
  region?: string;
  date?: Date;
  credentials?: Credentials;
  headers?: Record<string, string>;
}

export interface GraphqlRequest {
  query: string;
  operationName?: string;
  variables?: Record<string, unknown>;
}

export class Guest {
  constructor(
    readonly port: number,
    readonly credentials: Credentials,
    readonly identityId = '',
    private readonly send: Send = (request) => sendRequest(port, request),
  ) {}

  /** Gets an identity and its credentials from Cognito. */
  static async create(port: number, identityPoolId: string, send?: Send): Promise<Guest> {
    const { IdentityId } = (await callCognito(port, 'GetId', { IdentityPoolId: identityPoolId })).json as {
      IdentityId: string;
    };
    return Guest.withIdentity(port, { IdentityId }, send);
  }

  /** Gets credentials. @param input that of GetCredentialsForIdentity: a user also sends logins */
  static async withIdentity(
    port: number,
    input: { IdentityId: string; Logins?: Record<string, string> },
    send?: Send,
  ): Promise<Guest> {
    const { json } = await callCognito(port, 'GetCredentialsForIdentity', input);
    const { Credentials, IdentityId } = json as {
      IdentityId: string;
      Credentials: Record<'AccessKeyId' | 'SecretKey' | 'SessionToken', string>;
    };
    const { AccessKeyId, SecretKey, SessionToken } = Credentials;
    return new Guest(
      port,
      { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken },
      IdentityId,
      send,
    );
  }

  get host(): string {
    return `localhost:${this.port}`;
  }

  /** Returns the headers of a signed request, including `authorization`. */
  async sign({
    method = 'POST',
    path = '/graphql',
    query = {},
    host = this.host,
    body = '',
    service = 'appsync',
    region = 'us-east-1',
    date = new Date(),
    credentials = this.credentials,
    headers = {},
  }: SigningOptions = {}): Promise<Record<string, string>> {
    const signer = createSigner(credentials, { region, service });
    const signed = await signer.sign(
      {
        method,
        path,
        query,
        body,
        protocol: 'http:',
        hostname: host,
        headers: { host, 'content-type': 'application/json', ...headers },
      },
      { signingDate: date },
    );
    return signed.headers;
  }

  /** Sends a body to the API. @param signing - overrides what is signed @param wire - overrides what is sent */
  async post(
    body: string | Buffer,
    signing: SigningOptions = {},
    wire: Partial<RawRequest> = {},
  ): Promise<RawResponse> {
    const headers = await this.sign({ body, ...signing });
    return this.send({ path: '/graphql', body, ...wire, headers: { ...headers, ...wire.headers } });
  }

  /** @throws if the status is not 200 */
  async call(query: string, variables?: Record<string, unknown>, operationName?: string): Promise<GraphqlResponse> {
    const { status, json, text } = await this.post(JSON.stringify({ query, variables, operationName }));
    if (status !== 200) throw new Error(`${status}: ${text}`);
    return json as GraphqlResponse;
  }

  /** Calls a DynamoDB operation. */
  async callDynamoDb(operation: string, input: unknown, service = 'DynamoDB_20120810'): Promise<RawResponse> {
    const body = JSON.stringify(input);
    const headers = { 'x-amz-target': `${service}.${operation}`, 'content-type': 'application/x-amz-json-1.0' };
    return this.post(body, { path: '/dynamodb/', service: 'dynamodb', headers }, { path: '/dynamodb/' });
  }

  /** Returns the signed headers of a real-time connection. */
  connectHeaders(signing: SigningOptions = {}): Promise<Record<string, string>> {
    return this.sign({ path: '/graphql/connect', body: '{}', ...signing });
  }

  /** Returns the subprotocols of a real-time connection. */
  async protocols(signing: SigningOptions = {}): Promise<string[]> {
    const headers = await this.connectHeaders(signing);
    return ['graphql-ws', `header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`];
  }

  /** Opens a socket without waiting for `connection_ack`. */
  async openSocket(protocols?: string[], query = ''): Promise<TestClient> {
    return openSocket(`ws://${this.host}/graphql/realtime${query}`, protocols ?? (await this.protocols()));
  }

  /** Opens a socket and waits for `connection_ack`. */
  async connect(): Promise<TestClient> {
    const client = await this.openSocket();
    client.send({ type: 'connection_init' });
    await client.next();
    return client;
  }

  /** Returns a signed start message. */
  async startMessage(id: string, request: GraphqlRequest | string, signing: SigningOptions = {}) {
    const data = typeof request === 'string' ? request : JSON.stringify(request);
    return {
      id,
      type: 'start',
      payload: { data, extensions: { authorization: await this.sign({ body: data, ...signing }) } },
    };
  }
}

/** Calls the user pool. */
export function callUserPool(port: number, operation: string, input: unknown): Promise<RawResponse> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  };
  return sendRequest(port, { path: '/cognito-idp/', headers, body: JSON.stringify(input) });
}

/** Calls the identity pool. */
export function callCognito(
  port: number,
  operation: string,
  input: unknown,
  service = 'AWSCognitoIdentityService',
): Promise<RawResponse> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${service}.${operation}` };
  return sendRequest(port, { path: '/cognito-identity/', headers, body: JSON.stringify(input) });
}
