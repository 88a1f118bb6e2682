/** The HTTP and WebSocket endpoints of one deployment: AppSync, Cognito and DynamoDB. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Caller, GraphqlEngine, GraphqlRequest } from './appsync/graphql-engine';
import { createGraphqlHandler } from './appsync/graphql-http';
import { RealtimeServer, type RealtimeLimits } from './appsync/realtime/realtime-server';
import type { Deployment } from './cloudformation/deployment';
import { createCognitoIdentityHandler } from './cognito/identity-http';
import type { UserPoolContext } from './cognito/user-pool/context';
import { createJwksHandler, createUserPoolHandler } from './cognito/user-pool/user-pool-http';
import { createDynamoDbHandler } from './dynamodb/dynamodb-http';
import type { SessionCredentials } from './iam/session-credentials';
import { log } from './log';
import type { Services } from './services';
import { SignatureVerifier } from './sigv4/verify';

/** Calls that take longer are logged. */
const slowCallMs = 1000;

/** Long queries are cut to this length in the log. */
const maxLoggedQueryLength = 80;

export const paths = {
  graphql: '/graphql',
  cognitoIdentity: '/cognito-identity/',
  cognitoUserPools: '/cognito-idp/',
  dynamoDb: '/dynamodb/',
} as const;

/** The paths of the real-time endpoint: that of a custom domain, and that of an API's default domain. */
const realtimePaths: readonly string[] = ['/graphql/realtime', '/graphql'];

export interface EndpointsOptions {
  deployment: Deployment;
  services: Pick<Services, 'graphql' | 'dynamoDb'>;
  userPool: UserPoolContext;
  credentials: SessionCredentials;
  /** The secret behind identity ids. */
  key: Buffer;
  /** AppSync's limits by default. */
  realtimeLimits?: Partial<RealtimeLimits> | undefined;
}

export interface Endpoints {
  handleRequest(request: IncomingMessage, response: ServerResponse): void;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes the WebSocket connections. */
  close(): Promise<void>;
}

export function createEndpoints({
  deployment,
  services,
  userPool,
  credentials,
  key,
  realtimeLimits,
}: EndpointsOptions): Endpoints {
  const { region, identityPool } = deployment;
  const createVerify = (service: string) => {
    const verifier = new SignatureVerifier({
      service,
      region,
      findCredentials: (id, token) => credentials.open(id, token),
    });
    return verifier.verify.bind(verifier);
  };
  const verifyAppSync = createVerify('appsync');
  const engine = withSlowCallLog(services.graphql);
  const handlers = new Map([
    [paths.graphql, createGraphqlHandler({ engine, verify: verifyAppSync, log })],
    [
      paths.cognitoIdentity,
      createCognitoIdentityHandler({
        region,
        identityPool,
        key,
        credentials,
        verifyLogin: (token, provider) => userPool.tokens.verifyIdToken(token, provider),
        log,
      }),
    ],
    [paths.cognitoUserPools, createUserPoolHandler(userPool, log)],
    [`${paths.cognitoUserPools}${deployment.userPool.id}/.well-known/jwks.json`, createJwksHandler(userPool)],
    [paths.dynamoDb, createDynamoDbHandler({ dynamoDb: services.dynamoDb, verify: createVerify('dynamodb'), log })],
  ] as [string, ReturnType<typeof createGraphqlHandler>][]);
  const realtime = new RealtimeServer({ engine, verify: verifyAppSync, log, ...realtimeLimits });

  return {
    handleRequest(request, response) {
      const handle = handlers.get(pathOf(request));
      if (handle) void handle(request, response);
      else response.writeHead(404, { 'content-type': 'text/plain' }).end('The local backend has nothing here.\n');
    },
    handleUpgrade(request, socket, head) {
      if (realtimePaths.includes(pathOf(request))) realtime.handleUpgrade(request, socket, head);
      else refuseUpgrade(socket);
    },
    close: () => realtime.close(),
  };
}

function refuseUpgrade(socket: Duplex): void {
  // Node.js leaves the errors of an upgraded socket to the listener of the upgrade.
  socket.on('error', (error) => log.debug({ err: error }, 'A refused upgrade failed'));
  socket.once('finish', () => socket.destroy());
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

function withSlowCallLog(engine: GraphqlEngine): GraphqlEngine {
  return {
    async execute(request: GraphqlRequest, caller: Caller) {
      const startedAt = performance.now();
      const response = await engine.execute(request, caller);
      const durationMs = Math.round(performance.now() - startedAt);
      if (durationMs > slowCallMs) {
        log.warn({ durationMs, query: request.query.slice(0, maxLoggedQueryLength) }, 'Slow call');
      }
      return response;
    },
    subscribe: (...args) => engine.subscribe(...args),
  };
}
