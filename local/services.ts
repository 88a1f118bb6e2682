/** Creates the services of one deployment and connects them: which calls which, and under which role. */
import { createGraphqlEngine } from './appsync/engine/engine';
import type { GraphqlEngine } from './appsync/graphql-engine';
import type { Deployment } from './cloudformation/deployment';
import { AuthorizedDynamoDb } from './dynamodb/authorized-dynamodb';
import { ChangeCapture } from './dynamodb/change-capture';
import type { DynamoDb } from './dynamodb/dynamodb';
import type { DynamoDbEngine } from './dynamodb/engine';
import type { ItemState } from './dynamodb/item-state';
import type { TableStreams } from './dynamodb/table-streams';
import { TimeToLive } from './dynamodb/ttl';
import { assumeRole } from './iam/assume-role';
import { Authorizer } from './iam/authorizer';
import type { Principal } from './iam/principal';
import type { SessionCredentials } from './iam/session-credentials';
import { AuthorizedLambda } from './lambda/authorized-lambda';
import { EventSourceMapping } from './lambda/event-source-mapping';
import { LambdaRuntime } from './lambda/lambda-runtime';
import { requireStreamAccess } from './lambda/stream-access';
import { log } from './log';
import { Scheduler } from './scheduler/scheduler';

export interface ServicesOptions {
  deployment: Deployment;
  dynamoDbEngine: DynamoDbEngine;
  streams: TableStreams;
  /** The state of the engine's items, which outlives a deployment. */
  items: ItemState;
  credentials: SessionCredentials;
  /** The endpoint of DynamoDB for the functions. */
  dynamoDbEndpoint: string;
  /** Environment variables that every function gets in addition to its own. */
  functionVariables: Record<string, string>;
  /** Values of the functions' secrets, by name. */
  secrets: Record<string, string>;
  /** Whether every schedule also runs once when the services start. */
  runSchedulesAtStart: boolean;
  /** What the functions of those runs receive. */
  eventAtStart: unknown;
}

export interface Services {
  graphql: GraphqlEngine;
  dynamoDb: DynamoDb;
  /** Starts schedules, stream readers and the deletion of expired items. */
  start(): void;
  close(): Promise<void>;
}

/** @throws if a part of the deployment cannot run locally; the message names it */
export function createServices(options: ServicesOptions): Services {
  const { deployment, credentials, dynamoDbEndpoint, functionVariables, secrets } = options;
  const engine = options.dynamoDbEngine.client;
  const authorizer = new Authorizer(deployment.roles);

  /** Logged once each, because a client may repeat a denied call: usually a permission is missing in `amplify/`. */
  const loggedDenials = new Set<string>();
  function isAllowedOrLogged(principal: Principal, action: string, resource: string): boolean {
    const isAllowed = authorizer.isAllowed(principal, action, resource);
    if (!isAllowed) {
      const message = `User: ${principal.userArn} is not authorized to perform: ${action} on resource: ${resource}`;
      if (!loggedDenials.has(message)) log.warn(message);
      loggedDenials.add(message);
    }
    return isAllowed;
  }

  // A stream without a reader would only make writes slower.
  const readStreamArns = new Set(deployment.eventSourceMappings.map(({ streamArn }) => streamArn));
  if (readStreamArns.size < deployment.eventSourceMappings.length) {
    throw new Error('Two functions read one stream, which the local backend does not support.');
  }
  const streams = deployment.tables
    .filter(({ streamArn }) => streamArn && readStreamArns.has(streamArn))
    .map((table) => options.streams.open(table));
  const capture = new ChangeCapture(engine, deployment.tables, streams, { items: options.items });
  const dynamoDb = new AuthorizedDynamoDb({ deployment, engine, capture, authorizer, log });
  const timeToLive = new TimeToLive({ tables: deployment.tables, engine, capture, log });

  const lambda = new LambdaRuntime({
    deployment,
    credentials,
    dynamoDbEndpoint,
    functionVariables,
    secrets,
    log,
  });

  const graphql = createGraphqlEngine({
    api: deployment.api,
    dynamoDb,
    lambda: new AuthorizedLambda({ runtime: lambda, authorizer, log }),
    authorizer: { isAllowed: isAllowedOrLogged },
    log,
  });

  const invoke = (functionArn: string, event: unknown) => lambda.invoke(functionArn, event);
  const mappings = deployment.eventSourceMappings.map((mapping) => {
    const stream = streams.find(({ arn }) => arn === mapping.streamArn);
    if (!stream) throw new Error(`No table has a stream ${mapping.streamArn}.`);
    const reader = deployment.functions.find(({ arn }) => arn === mapping.functionArn);
    if (!reader)
      throw new Error(
        `The function ${mapping.functionArn}, which reads the stream ${mapping.streamArn}, does not exist.`,
      );
    requireStreamAccess(authorizer, assumeRole(reader.roleArn, reader.name), mapping.streamArn);
    return new EventSourceMapping({ mapping, stream, invoke, log });
  });
  const scheduler = new Scheduler({
    schedules: deployment.schedules,
    runAtStart: options.runSchedulesAtStart,
    eventAtStart: options.eventAtStart,
    invoke,
    log,
  });

  return {
    graphql,
    dynamoDb,
    start() {
      void capture.recoverPendingWrites();
      for (const mapping of mappings) mapping.start();
      scheduler.start();
      timeToLive.start();
    },
    async close() {
      scheduler.close();
      await Promise.all([...mappings.map((mapping) => mapping.close()), timeToLive.close()]);
      await lambda.close();
      await capture.close();
    },
  };
}
