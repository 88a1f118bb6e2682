/** The GraphQL engine of the local AppSync: queries, mutations and subscriptions of a deployed API. */
import type { Logger } from 'pino';
import type { GraphqlApi } from '../../cloudformation/deployment';
import type {
  Caller,
  GraphqlEngine,
  GraphqlError,
  GraphqlRequest,
  GraphqlResponse,
  Subscriber,
} from '../graphql-engine';
import { FieldAuthorization, type PolicyAuthorizer } from './authorization';
import { skipIncludeErrors } from './skip-include';
import { DocumentCache, type Operation } from './document-cache';
import { errorTypes, FieldError } from './errors';
import { Executor, type ExecutionContext } from './execution';
import { createResolvers, type Backends } from './pipeline';
import { buildSchema, subscriptionFieldsByMutation } from './schema';
import { byFieldName, mergeByResponseKey, selectFields } from './selection-set';
import { startSubscription } from './start-subscription';
import { Subscriptions } from './subscriptions';
import { coerceVariables } from './variables';

/** "Number of resolvers in a single request" in the AppSync quotas. */
const maxResolvers = 10_000;

export interface GraphqlEngineOptions extends Backends {
  api: GraphqlApi;
  authorizer: PolicyAuthorizer;
  /** Milliseconds since the Unix epoch. */
  now?: () => number;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/**
 * Creates the engine of a deployed API.
 *
 * @throws Error if the schema or the code of a resolver does not load, or a part of the API is missing.
 */
export function createGraphqlEngine({
  api,
  dynamoDb,
  lambda,
  authorizer,
  now = Date.now,
  log,
}: GraphqlEngineOptions): GraphqlEngine {
  const schema = buildSchema(api.schema);
  const console = (level: 'log' | 'error', values: unknown[]) =>
    log[level === 'log' ? 'info' : 'error']({ values }, 'console');
  const parts: ExecutionContext = {
    schema,
    resolvers: createResolvers(api, { dynamoDb, lambda }, { now, console }),
    authorization: new FieldAuthorization(schema, api.arn, authorizer),
    env: api.environmentVariables,
    maxResolvers: api.resolverCountLimit ?? maxResolvers,
    log,
  };
  const documents = new DocumentCache(schema, api);
  const executor = new Executor(parts);
  const subscriptions = new Subscriptions(schema, log);
  const publishedBy = subscriptionFieldsByMutation(schema);

  function read(request: GraphqlRequest) {
    const operation = documents.operation(request);
    if ('errors' in operation) return operation;
    const sent = request.variables ?? {};
    const coerced = coerceVariables(schema, operation.operation, sent);
    if ('errors' in coerced) return coerced;
    const errors = skipIncludeErrors(operation, coerced.values);
    if (errors.length > 0) return { errors };
    return { operation, kind: operation.operation.operation, variables: { sent, coerced: coerced.values } };
  }

  /** Publishes the results of a mutation's fields to their subscriptions. */
  function publish({ rootFields, hasAliases, fragments }: Operation, { data, errors }: GraphqlResponse): void {
    // Repeated fields are executed once.
    for (const [key, field] of mergeByResponseKey(rootFields)) {
      const value = data?.[key] ?? null;
      const hasFailed = errors?.some(({ path }) => path?.[0] === key) ?? false;
      if (value === null || hasFailed) continue;
      const published = hasAliases ? selectFields(value, field.selectionSet, fragments, byFieldName) : value;
      for (const subscription of publishedBy.get(field.name.value) ?? [])
        subscriptions.publish(subscription, published);
    }
  }

  async function execute(request: GraphqlRequest, caller: Caller): Promise<GraphqlResponse> {
    const known = read(request);
    if ('errors' in known) return { data: null, errors: known.errors };
    if (known.kind === 'subscription') return { data: null, errors: [unsupported(known.kind, 'HTTP')] };
    const response = await executor.run(known.operation, caller, known.variables.sent);
    if (known.kind === 'mutation') publish(known.operation, response);
    return response;
  }

  async function subscribe(request: GraphqlRequest, caller: Caller, subscriber: Subscriber) {
    const known = read(request);
    if ('errors' in known) return { errors: known.errors.map(shortened) };
    if (known.kind !== 'subscription') return { errors: [unsupported(known.kind, 'realtime')] };
    try {
      const subscription = await startSubscription(parts, known.operation, caller, known.variables);
      return { unsubscribe: subscriptions.add(subscription, subscriber) };
    } catch (error) {
      if (error instanceof FieldError) return { errors: [shortened(error)] };
      throw error;
    }
  }

  return { execute, subscribe };
}

const unsupported = (kind: string, channel: 'HTTP' | 'realtime'): GraphqlError => ({
  message: `${kind} not supported through the ${channel} channel`,
  errorType: errorTypes.unsupported,
});

/** Errors in real-time messages have a message and an optional type. */
function shortened({ message, errorType }: Pick<GraphqlError, 'message' | 'errorType'>): GraphqlError {
  return errorType ? { errorType, message } : { message };
}
