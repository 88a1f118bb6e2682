/** The local backend: runs what `amplify/` synthesizes, behind one HTTP server with AppSync, Cognito and DynamoDB. */
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import type { RealtimeLimits } from './appsync/realtime/realtime-server';
import type { Deployment } from './cloudformation/deployment';
import { readDeployment } from './cloudformation/read-deployment';
import { synthesize, type SynthesizeOptions } from './cloudformation/synthesize';
import { readOrCreateKey } from './credentials-key';
import { createTables } from './dynamodb/create-tables';
import { startDynamoDbEngine } from './dynamodb/engine';
import { ItemState } from './dynamodb/item-state';
import { TableStreams } from './dynamodb/table-streams';
import { createEndpoints, paths } from './endpoints';
import { SessionCredentials } from './iam/session-credentials';
import { log } from './log';
import { createAmplifyOutputs, type AmplifyOutputs } from './outputs';
import { listen } from './port';
import { publicHost } from './public-host';
import { createServices } from './services';

const region = 'us-east-1';
/** The account id that AWS uses in examples. */
const accountId = '123456789012';

/** `namespace`, `context` and `environment` are those of {@link synthesize}. */
export interface BackendOptions extends Pick<
  SynthesizeOptions,
  'projectFolder' | 'namespace' | 'context' | 'environment'
> {
  /** Where tables, streams and keys are stored. */
  dataFolder: string;
  /** `localhost` for this machine only, an address that others can reach, or `0.0.0.0` or `::` for all addresses. */
  host: string;
  port: number;
  /** Whether to delete all data first. */
  fresh?: boolean | undefined;
  /** Whether every schedule also runs once at start and after each reload, instead of only at its next time. */
  runSchedulesAtStart?: boolean | undefined;
  /** The endpoint of another DynamoDB engine, such as DynamoDB Local, for the tables; dynalite by default. */
  dynamoDbEndpoint?: string | undefined;
  /** Environment variables that every function gets in addition to its own. */
  functionVariables?: Readonly<Record<string, string>> | undefined;
  /** Replaces limits of the real-time endpoint, such as the interval of `ka`. */
  realtimeLimits?: Partial<RealtimeLimits> | undefined;
  /** Values for the functions' secrets, by name. */
  secrets?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface Backend {
  /** The content of `amplify_outputs.json`: what clients need to call the backend. */
  readonly outputs: AmplifyOutputs;
  /**
   * Synthesizes `amplify/` again and runs the result. Closes the WebSocket connections; clients connect again.
   *
   * @throws if `amplify/` cannot be synthesized or run; the backend then continues with the previous version
   */
  reload(): Promise<void>;
  /** Ends after the work in progress. */
  close(): Promise<void>;
}

/** @throws if the port is taken, `amplify/` cannot be synthesized or run, or the data folder is in use or damaged */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { dataFolder, host, port } = options;
  const tablesFolder = path.join(dataFolder, 'tables');
  const streamsFolder = path.join(dataFolder, 'streams');
  const authority = `${publicHost(host)}:${port}`;
  const origin = `http://${authority}`;
  // In upper case, because aws-amplify derives `wss` for the WebSocket from a lower-case `http`.
  const graphqlUrl = `HTTP://${authority}${paths.graphql}`;

  const load = async (): Promise<Deployment> => {
    const folder = await synthesize(options);
    return readDeployment(folder, { region, accountId, graphqlUrl });
  };

  const firstDeployment = await load();
  const key = await readOrCreateKey(path.join(dataFolder, 'credentials.key'));
  const credentials = new SessionCredentials(key);
  const engine = await startDynamoDbEngine({
    tables: firstDeployment.tables,
    region,
    accountId,
    dataFolder: tablesFolder,
    endpoint: options.dynamoDbEndpoint,
    fresh: options.fresh,
    log,
  });
  // A stream without its table, or with an earlier one, would have changes that did not happen.
  if (options.fresh) await rm(streamsFolder, { recursive: true, force: true });
  const streams = new TableStreams(streamsFolder, region);
  const items = new ItemState();

  const create = (deployment: Deployment) => {
    const services = createServices({
      deployment,
      dynamoDbEngine: engine,
      streams,
      items,
      credentials,
      secrets: withoutEmpty(options.secrets ?? {}),
      dynamoDbEndpoint: origin + paths.dynamoDb,
      functionVariables: { ...options.functionVariables },
      runSchedulesAtStart: options.runSchedulesAtStart ?? false,
    });
    const { realtimeLimits } = options;
    const endpoints = createEndpoints({ deployment, services, credentials, key, realtimeLimits });
    return { deployment, services, endpoints };
  };
  const closeStorage = async () => {
    await engine.close();
    streams.close();
  };

  const server = createServer((request, response) => current.endpoints.handleRequest(request, response));
  server.on('upgrade', (request, socket, head) => current.endpoints.handleUpgrade(request, socket, head));
  let current: ReturnType<typeof create>;
  try {
    current = create(firstDeployment);
    await listen(server, host, port);
  } catch (error) {
    await closeStorage();
    throw error;
  }
  current.services.start();

  return {
    get outputs() {
      return createAmplifyOutputs(current.deployment, graphqlUrl, origin + paths.cognitoIdentity);
    },
    async reload() {
      const deployment = await load();
      await createTables(engine.client, deployment.tables, log);
      // A table whose key has changed was replaced: its images are gone.
      items.images.clear();
      const previous = current;
      current = create(deployment);
      await previous.services.close();
      current.services.start();
      // Subscriptions belong to the schema that they were made with.
      await previous.endpoints.close();
    },
    async close() {
      await current.services.close();
      await current.endpoints.close();
      server.close();
      server.closeAllConnections();
      await closeStorage();
    },
  };
}

function withoutEmpty(secrets: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
