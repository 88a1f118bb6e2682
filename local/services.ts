/** The services of one deployment, wired together: what calls what, as whom. */
import { createGraphqlEngine } from './appsync/engine/engine';
import type { GraphqlEngine } from './appsync/graphql-engine';
import type { Deployment } from './cloudformation/deployment';
import { ChangeCapture } from './dynamodb/change-capture';
import { AuthorizedDynamoDb } from './dynamodb/authorized-dynamodb';
import type { DynamoDb } from './dynamodb/dynamodb';
import type { DynamoDbEngine } from './dynamodb/engine';
import type { TableStreams } from './dynamodb/table-streams';
import { TimeToLive } from './dynamodb/ttl';
import { assumeRole } from './iam/assume-role';
import { Authorizer } from './iam/authorizer';
import type { Principal } from './iam/principal';
import type { SessionCredentials } from './iam/session-credentials';
import { EventSourceMapping } from './lambda/event-source-mapping';
import { LambdaRuntime } from './lambda/lambda-runtime';
import { requireStreamAccess } from './lambda/stream-access';
import { log } from './log';
import { Scheduler } from './scheduler/scheduler';

export interface ServicesOptions {
  deployment: Deployment;
  dynamoDbEngine: DynamoDbEngine;
  streams: TableStreams;
  credentials: SessionCredentials;
  /** Where the functions find DynamoDB. */
  dynamoDbEndpoint: string;
  /** For every function, beside its own. */
  functionVariables: Record<string, string>;
  /** Values of the secrets that functions name. */
  secrets: Record<string, string>;
}

export interface Services {
  graphql: GraphqlEngine;
  dynamoDb: DynamoDb;
  /** Starts what acts by itself: schedules, streams, expiry. */
  start(): void;
  close(): Promise<void>;
}

/** @throws where a part of the deployment cannot run here, saying which */
export function createServices(options: ServicesOptions): Services {
  const { deployment, dynamoDbEngine: tables, credentials, dynamoDbEndpoint, functionVariables, secrets } = options;
  const authorizer = new Authorizer(deployment.roles);

  /** Once each, since guests may try for ever: more often than not it is a permission missing in `amplify/`. */
  const refusals = new Set<string>();
  function isAllowedOrLogged(principal: Principal, action: string, resource: string): boolean {
    const isAllowed = authorizer.isAllowed(principal, action, resource);
    if (!isAllowed) {
      const message = `User: ${principal.userArn} is not authorized to perform: ${action} on resource: ${resource}`;
      if (!refusals.has(message)) log.warn(message);
      refusals.add(message);
    }
    return isAllowed;
  }

  // A stream that nothing reads would only cost every write a little.
  const streamed = new Set(deployment.eventSourceMappings.map(({ streamArn }) => streamArn));
  if (streamed.size < deployment.eventSourceMappings.length) {
    throw new Error('The local backend brings a stream to one function; AWS would to two.');
  }
  const streams = deployment.tables
    .filter(({ streamArn }) => streamArn && streamed.has(streamArn))
    .map((table) => options.streams.open(table));
  const capture = new ChangeCapture(tables.client, deployment.tables, streams);
  const dynamoDb = new AuthorizedDynamoDb({ deployment, engine: tables.client, capture, authorizer, log });
  const timeToLive = new TimeToLive({ tables: deployment.tables, engine: tables.client, capture, log });

  const graphql = createGraphqlEngine({
    api: deployment.api,
    dynamoDb,
    authorizer: { isAllowed: isAllowedOrLogged },
    log,
  });

  const lambda = new LambdaRuntime({
    deployment,
    credentials,
    dynamoDbEndpoint,
    functionVariables: functionVariables,
    secrets,
    log,
  });
  const invoke = (functionArn: string, event: unknown) => lambda.invoke(functionArn, event);
  const mappings = deployment.eventSourceMappings.map((mapping) => {
    const stream = streams.find(({ arn }) => arn === mapping.streamArn);
    if (!stream) throw new Error(`No table has the stream ${mapping.streamArn}.`);
    const reader = deployment.functions.find(({ arn }) => arn === mapping.functionArn);
    if (!reader) throw new Error(`No function ${mapping.functionArn} reads the stream ${mapping.streamArn}.`);
    requireStreamAccess(authorizer, assumeRole(reader.roleArn, reader.name), mapping.streamArn);
    return new EventSourceMapping({ mapping, stream, invoke, log });
  });
  const scheduler = new Scheduler({ schedules: deployment.schedules, invoke, log });

  return {
    graphql,
    dynamoDb,
    start() {
      capture
        .recoverPendingWrites()
        .catch((error: Error) => log.error(error, 'What was written before a crash could not be read'));
      for (const mapping of mappings) mapping.start();
      scheduler.start();
      timeToLive.start();
    },
    async close() {
      scheduler.close();
      await Promise.all([...mappings.map((mapping) => mapping.close()), timeToLive.close()]);
      await lambda.close();
    },
  };
}
