/** A guest with credentials of their own, who signs as the AWS SDKs do. */
import { SignatureV4 } from '@smithy/signature-v4';
import { NodeSha256 } from '../../guest/node-sha256';
import type { GraphqlResponse } from '../../../local/appsync/graphql-engine';
import type { Target } from './target';

interface Credentials {
  AccessKeyId: string;
  SecretKey: string;
  SessionToken: string;
}

export interface SigningOptions {
  service?: string;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
}

const region = 'us-east-1';

export class Guest {
  private constructor(
    readonly identityId: string,
    readonly credentials: Credentials,
    private readonly target: Target,
  ) {}

  static async create(target: Target): Promise<Guest> {
    const ask = async <T>(operation: string, input: unknown): Promise<T> => {
      const { status, body } = await target.sendRequest({
        path: '/cognito-identity/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AWSCognitoIdentityService.${operation}`,
        },
        body: JSON.stringify(input),
      });
      if (status !== 200) throw new Error(`Cognito refused a guest: ${body}`);
      return JSON.parse(body) as T;
    };
    const IdentityPoolId = target.backend.outputs.auth.identity_pool_id;
    const { IdentityId } = await ask<{ IdentityId: string }>('GetId', { IdentityPoolId });
    const { Credentials } = await ask<{ Credentials: Credentials }>('GetCredentialsForIdentity', { IdentityId });
    return new Guest(IdentityId, Credentials, target);
  }

  /** @returns the headers of a signed request. */
  async sign(
    body: string | Buffer,
    { service = 'appsync', method = 'POST', path = '/graphql', headers }: SigningOptions = {},
  ) {
    const { AccessKeyId: accessKeyId, SecretKey: secretAccessKey, SessionToken: sessionToken } = this.credentials;
    const signer = new SignatureV4({
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      region,
      service,
      sha256: NodeSha256,
      applyChecksum: false,
    });
    const [pathname = '', search = ''] = path.split('?');
    const signed = await signer.sign({
      method,
      protocol: 'http:',
      hostname: 'localhost',
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(search)),
      headers: { host: this.target.host, ...headers },
      body,
    });
    return signed.headers;
  }

  /** The subprotocols of a connection to the WebSocket door. */
  async protocols(): Promise<string[]> {
    const headers = await this.sign('{}', { path: '/graphql/connect' });
    return ['graphql-ws', `header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`];
  }

  /** The message that starts a subscription. */
  async startMessage(id: string, data: string) {
    return { id, type: 'start', payload: { data, extensions: { authorization: await this.sign(data) } } };
  }

  /** A signed request to the GraphQL endpoint, whatever its body. */
  async post(body: string | Buffer) {
    return this.target.sendRequest({ path: '/graphql', headers: await this.sign(body), body });
  }

  async call(query: string, variables?: Record<string, unknown>): Promise<GraphqlResponse> {
    const { body } = await this.post(JSON.stringify({ query, variables }));
    return JSON.parse(body) as GraphqlResponse;
  }
}
