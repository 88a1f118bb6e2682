/** The local backend: runs what `amplify/` synthesizes, behind one HTTP server with AppSync, Cognito and DynamoDB. */
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import type { RealtimeLimits } from './appsync/realtime/realtime-server';
import type { Deployment } from './cloudformation/deployment';
import { readDeployment } from './cloudformation/read-deployment';
import { synthesize, type SynthesizeOptions } from './cloudformation/synthesize';
import { readOrCreateKey } from './credentials-key';
import type { UserPoolContext } from './cognito/user-pool/context';
import { invitedUsers, type InvitedUser, type LocalUser } from './cognito/user-pool/local-users';
import { UserPools } from './cognito/user-pool/user-pools';
import { createTables } from './dynamodb/create-tables';
import { startDynamoDbEngine } from './dynamodb/engine';
import { ItemState } from './dynamodb/item-state';
import { TableStreams, type ShardDescription } from './dynamodb/table-streams';
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

const maxStreamShards = 64;

/** `namespace`, `context` and `environment` are those of {@link synthesize}. */
export interface BackendOptions extends Pick<
  SynthesizeOptions,
  'projectFolder' | 'namespace' | 'context' | 'environment'
> {
  /** Where tables, streams, users and keys are stored. */
  dataFolder: string;
  /** `localhost` for this machine only, an address that others can reach, or `0.0.0.0` or `::` for all addresses. */
  host: string;
  port: number;
  /** Whether to delete all data first. */
  fresh?: boolean | undefined;
  /** Whether every schedule also runs once at start and after each reload, instead of only at its next time. */
  runSchedulesAtStart?: boolean | undefined;
  /** What the functions of those runs receive; `{}` by default. */
  eventAtStart?: unknown;
  /** The endpoint of another DynamoDB engine, such as DynamoDB Local, for the tables; dynalite by default. */
  dynamoDbEndpoint?: string | undefined;
  /**
   * Number of shards of each table's stream, from 1 to 64; 4 by default, as a new table with on-demand capacity has on
   * AWS. If it differs from the last start, the records of the previous shards are delivered first.
   */
  streamShards?: number | undefined;
  /** Environment variables that every function gets in addition to its own. */
  functionVariables?: Readonly<Record<string, string>> | undefined;
  /**
   * Users of the user pool, who are created if they do not exist, with a temporary password: see {@link Backend.users}.
   * Others are deleted. There are no users by default.
   */
  users?: readonly LocalUser[] | undefined;
  /** Replaces limits of the real-time endpoint, such as the interval of `ka`. */
  realtimeLimits?: Partial<RealtimeLimits> | undefined;
  /** Values for the functions' secrets, by name. */
  secrets?: Readonly<Record<string, string | undefined>> | undefined;
  /** Ends a start or a reload that is not complete, which then fails. */
  signal?: AbortSignal | undefined;
}

export interface Backend {
  /** The content of `amplify_outputs.json`: what clients need to call the backend. */
  readonly outputs: AmplifyOutputs;
  /** The users of the user pool. */
  readonly users: InvitedUser[];
  /**
   * Synthesizes `amplify/` again and runs the result. Closes the WebSocket connections; clients connect again.
   *
   * @throws if `amplify/` cannot be synthesized or run; the backend then continues with the previous version
   */
  reload(): Promise<void>;
  /** Returns the shards of the streams that functions read. */
  describeShards(): ShardDescription[];
  /**
   * Splits a shard: it gets no more records, and two others replace it. AWS does so on its own as a table grows. The
   * functions read the new shards after the records of the old one.
   *
   * @param shardId an open shard of {@link describeShards}
   * @returns the ids of the new shards
   * @throws {Error} if the shard does not exist, is closed, or cannot be divided further
   */
  splitShard(shardId: string): string[];
  /** Ends after the work in progress, such as a reload. */
  close(): Promise<void>;
}

/**
 * @throws if an option is invalid, the port is taken, `amplify/` cannot be synthesized or run, or the data folder is in
 *   use or damaged
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { dataFolder, host, port, streamShards } = options;
  if (
    streamShards !== undefined &&
    !(Number.isInteger(streamShards) && streamShards >= 1 && streamShards <= maxStreamShards)
  ) {
    throw new Error(`The option streamShards is a whole number from 1 to ${maxStreamShards}, not ${streamShards}.`);
  }
  const userPoolsFolder = path.join(dataFolder, 'user-pools');
  const tablesFolder = path.join(dataFolder, 'tables');
  const streamsFolder = path.join(dataFolder, 'streams');
  const authority = `${publicHost(host)}:${port}`;
  const origin = `http://${authority}`;
  // In upper case, because aws-amplify derives `wss` for the WebSocket from a lower-case `http`.
  const graphqlUrl = `HTTP://${authority}${paths.graphql}`;

  const load = async (): Promise<Deployment> => {
    const folder = await synthesize(options);
    options.signal?.throwIfAborted();
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
  if (options.fresh) {
    // A stream without its table, or with an earlier one, would have changes that did not happen.
    await rm(streamsFolder, { recursive: true, force: true });
    await rm(userPoolsFolder, { recursive: true, force: true });
  }
  const streams = new TableStreams(streamsFolder, region, streamShards);
  const items = new ItemState();
  const userPools = new UserPools({ folder: userPoolsFolder, region, key, users: options.users ?? [] });

  const create = (deployment: Deployment, userPool: UserPoolContext) => {
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
      eventAtStart: options.eventAtStart,
    });
    const { realtimeLimits } = options;
    const endpoints = createEndpoints({ deployment, services, userPool, credentials, key, realtimeLimits });
    return { deployment, services, userPool, endpoints };
  };
  const closeStorage = async () => {
    await engine.close();
    streams.close();
  };

  const server = createServer((request, response) => current.endpoints.handleRequest(request, response));
  server.on('upgrade', (request, socket, head) => current.endpoints.handleUpgrade(request, socket, head));
  let current: ReturnType<typeof create>;
  try {
    current = create(firstDeployment, await userPools.open(firstDeployment.userPool));
    await listen(server, host, port);
  } catch (error) {
    await closeStorage();
    throw error;
  }
  current.services.start();

  let reloading = Promise.resolve();
  async function reload(): Promise<void> {
    const deployment = await load();
    const userPool = await userPools.open(deployment.userPool);
    await createTables(engine.client, deployment.tables, log);
    // A table whose key has changed was replaced: its images are gone.
    items.images.clear();
    const previous = current;
    current = create(deployment, userPool);
    await previous.services.close();
    current.services.start();
    // Subscriptions belong to the schema that they were made with.
    await previous.endpoints.close();
  }

  return {
    get outputs() {
      return createAmplifyOutputs(current.deployment, graphqlUrl, {
        identityPoolEndpoint: origin + paths.cognitoIdentity,
        userPoolEndpoint: origin + paths.cognitoUserPools,
      });
    },
    get users() {
      return invitedUsers(current.userPool.store, key);
    },
    reload() {
      return (reloading = reload());
    },
    describeShards: () => streams.describeShards(),
    splitShard: (shardId) => streams.splitShard(shardId),
    async close() {
      // Whoever called it gets its error.
      await Promise.allSettled([reloading]);
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
