/** The local backend: one HTTP server with AppSync, Cognito and DynamoDB on it, running what `amplify/` synthesizes. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { createGraphqlHandler } from './appsync/graphql-http';
import { RealtimeServer } from './appsync/realtime/realtime-server';
import type { Caller, GraphqlRequest } from './appsync/graphql-engine';
import type { Deployment } from './cloudformation/deployment';
import { readDeployment } from './cloudformation/read-deployment';
import { synthesize } from './cloudformation/synthesize';
import { createCognitoIdentityHandler } from './cognito/identity-http';
import { createTables } from './dynamodb/create-tables';
import { createDynamoDbHandler } from './dynamodb/dynamodb-http';
import { startDynamoDbEngine } from './dynamodb/engine';
import { TableStreams } from './dynamodb/table-streams';
import { SessionCredentials } from './iam/session-credentials';
import { log } from './log';
import { createAmplifyOutputs, type AmplifyOutputs } from './outputs';
import { listen } from './port';
import { createServices } from './services';
import { SignatureVerifier } from './sigv4/verify';

const region = 'us-east-1';
/** AWS's account id for examples. */
const accountId = '123456789012';

/** A call that takes longer than this is worth a line in the log. */
const slowCallMs = 1000;

export interface BackendOptions {
  /** Holds `amplify/`. */
  projectFolder: string;
  /** Where tables, keys and synthesized templates are kept; inside the project. */
  dataFolder: string;
  /** `localhost` for this machine only, or an address that others can reach. */
  host: string;
  port: number;
  /** Length of a round in seconds; the deployed one where it is missing. */
  roundSeconds?: number | undefined;
  /** Empties the tables first. */
  fresh?: boolean;
  /** Another DynamoDB engine to store the tables in. */
  dynamoDbEndpoint?: string | undefined;
  /** More variables for the functions, e.g. where a stand-in for a service outside listens. */
  functionVariables?: Record<string, string>;
  /** Where the functions' secrets are looked up by name. */
  secrets?: Record<string, string | undefined>;
}

export interface Backend {
  /** What clients need to find it. */
  readonly outputs: AmplifyOutputs;
  /**
   * Synthesizes `amplify/` anew and runs the result; connections are closed, and clients connect again.
   * @throws what the generators say; the backend then runs on as it was
   */
  reload(): Promise<void>;
  /** Ends after the work under way. */
  close(): Promise<void>;
}

/** @throws a sentence for people: port taken, generators' refusal, broken data folder */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { projectFolder, dataFolder, host, port, roundSeconds } = options;
  const tablesFolder = path.join(dataFolder, 'tables');
  const streamsFolder = path.join(dataFolder, 'streams');
  const origin = `http://${host}:${port}`;
  // In lower case, aws-amplify would turn http into wss for the WebSocket.
  const graphqlUrl = `HTTP://${host}:${port}/graphql`;
  const secrets = Object.fromEntries(
    Object.entries(options.secrets ?? {}).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );

  async function load(): Promise<Deployment> {
    const folder = await synthesize({ projectFolder, cacheFolder: path.join(dataFolder, 'cdk.out'), roundSeconds });
    return readDeployment(folder, { region, accountId, graphqlUrl });
  }

  let deployment = await load();
  if (options.fresh)
    for (const folder of [tablesFolder, streamsFolder]) await rm(folder, { recursive: true, force: true });
  const key = await credentialsKey(path.join(dataFolder, 'credentials.key'));
  const credentials = new SessionCredentials(key);
  const engine = await startDynamoDbEngine({
    tables: deployment.tables,
    region,
    accountId,
    dataFolder: tablesFolder,
    endpoint: options.dynamoDbEndpoint,
    log,
  });
  const streams = new TableStreams(streamsFolder, region);
  const run = () =>
    createServices({
      deployment,
      dynamoDbEngine: engine,
      streams,
      credentials,
      secrets,
      dynamoDbEndpoint: `${origin}/dynamodb/`,
      functionVariables: options.functionVariables ?? {},
    });
  let services = run();

  const verifier = (service: string) => {
    const verify = new SignatureVerifier({
      service,
      region,
      findCredentials: (id, token) => credentials.open(id, token),
    });
    return verify.verify.bind(verify);
  };
  const verifyAppSync = verifier('appsync');
  const graphql = {
    async execute(request: GraphqlRequest, caller: Caller) {
      const startedAt = performance.now();
      const response = await services.graphql.execute(request, caller);
      const durationMs = Math.round(performance.now() - startedAt);
      if (durationMs > slowCallMs) log.warn({ durationMs, query: request.query.slice(0, 80) }, 'Slow call');
      return response;
    },
    subscribe: (...request: Parameters<typeof services.graphql.subscribe>) => services.graphql.subscribe(...request),
  };
  const handlers: Record<string, ReturnType<typeof createGraphqlHandler>> = {
    '/graphql': createGraphqlHandler({ engine: graphql, verify: verifyAppSync, log }),
    '/cognito-identity/': createCognitoIdentityHandler({
      region,
      identityPool: deployment.identityPool,
      key,
      credentials,
      log,
    }),
    '/dynamodb/': createDynamoDbHandler({
      dynamoDb: { call: (...call) => services.dynamoDb.call(...call) },
      verify: verifier('dynamodb'),
      log,
    }),
  };
  const server = createServer((request, response) => {
    const handle = handlers[request.url?.split('?', 1)[0] ?? ''];
    if (handle) return void handle(request, response);
    response.writeHead(404, { 'content-type': 'text/plain' }).end('The local backend has nothing here.\n');
  });
  const openRealtime = () => new RealtimeServer({ engine: graphql, verify: verifyAppSync, log });
  let realtime = openRealtime();
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?', 1)[0] === '/graphql/realtime') realtime.handleUpgrade(request, socket, head);
    else socket.destroy();
  });

  try {
    await listen(server, host, port, '--backend-port');
  } catch (error) {
    await engine.close();
    streams.close();
    throw error;
  }
  services.start();

  const outputs = () => createAmplifyOutputs(deployment, graphqlUrl, `${origin}/cognito-identity/`);
  return {
    get outputs() {
      return outputs();
    },
    async reload() {
      const previous = { deployment, services };
      const next = await load();
      await createTables(engine.client, next.tables, log);
      try {
        deployment = next;
        services = run();
      } catch (error) {
        ({ deployment, services } = previous);
        throw error;
      }
      await previous.services.close();
      services.start();
      // Subscriptions belong to the schema that they were made with.
      const closing = realtime.close();
      realtime = openRealtime();
      await closing;
    },
    async close() {
      await services.close();
      await realtime.close();
      server.close();
      server.closeAllConnections();
      await engine.close();
      streams.close();
    },
  };
}

/** The key that guests' credentials hang on; kept, so that they survive a restart, as AWS's do. */
async function credentialsKey(file: string): Promise<Buffer> {
  try {
    return Buffer.from(await readFile(file, 'utf8'), 'base64');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const key = randomBytes(32);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, key.toString('base64'), { mode: 0o600 });
    return key;
  }
}
