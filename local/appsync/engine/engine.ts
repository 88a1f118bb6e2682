/** The GraphQL engine of the local AppSync: queries, mutations and subscriptions of a deployed API. */
import { Kind, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { getArgumentValues } from 'graphql/execution/values';
import type { Logger } from 'pino';
import type { GraphqlApi } from '../../cloudformation/deployment';
import type { DynamoDb } from '../../dynamodb/dynamodb';
import type { Caller, GraphqlEngine, GraphqlError, GraphqlRequest, GraphqlResponse, Subscriber } from '../request';
import { FieldAuthorization, type FieldAuthorizer } from './authorization';
import { Documents, type Operation } from './documents';
import { errorTypes, FieldError, notAuthorized } from './errors';
import { Executor, fieldInput, requestContext, type ExecutionParts } from './execution';
import { createResolvers, type FieldResult } from './pipeline';
import { buildSchema, subscribersOf } from './schema';
import { byFieldName, select } from './selection-set';
import { checkFilter } from './subscription-filter';
import { Subscriptions } from './subscriptions';
import { coerceVariables } from './variables';

export interface EngineOptions {
  api: GraphqlApi;
  dynamoDb: DynamoDb;
  authorizer: FieldAuthorizer;
  /** Milliseconds since the Unix epoch. */
  now?: () => number;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

const message = (text: string, errorType?: string): GraphqlError => (errorType ? { message: text, errorType } : { message: text });

/**
 * @throws Error where the schema or a resolver's code does not load, or a part of the API is missing.
 */
export function createEngine({ api, dynamoDb, authorizer, now = Date.now, log }: EngineOptions): GraphqlEngine {
  const schema = buildSchema(api.schema);
  const console = (level: 'log' | 'error', values: unknown[]) => log[level === 'log' ? 'info' : 'error']({ values }, 'console');
  const parts: ExecutionParts = {
    schema,
    resolvers: createResolvers(api, dynamoDb, { now, console }),
    authorization: new FieldAuthorization(schema, api.arn, authorizer),
    env: api.environmentVariables,
    log,
  };
  const documents = new Documents(schema);
  const executor = new Executor(parts);
  const subscriptions = new Subscriptions(schema, log);
  const publishedBy = subscribersOf(schema);

  function publish(operation: Operation, { data, errors }: GraphqlResponse): void {
    for (const field of rootFields(operation)) {
      const key = field.alias?.value ?? field.name.value;
      const value = data?.[key];
      const hasFailed = errors?.some(({ path }) => path?.[0] === key) ?? false;
      if (value === undefined || value === null || hasFailed) continue;
      const published = operation.hasAliases ? select(value, field.selectionSet, operation.fragments, byFieldName) : value;
      for (const subscription of publishedBy.get(field.name.value) ?? []) subscriptions.publish(subscription, published);
    }
  }

  async function execute(request: GraphqlRequest, caller: Caller): Promise<GraphqlResponse> {
    const operation = documents.operation(request);
    if ('errors' in operation) return { data: null, errors: operation.errors };
    const variables = request.variables ?? {};
    const coerced = coerceVariables(schema, operation.operation, variables);
    if ('errors' in coerced) return { data: null, errors: coerced.errors };
    if (operation.operation.operation === 'subscription') {
      return { data: null, errors: [message('subscription not supported through the HTTP channel', errorTypes.unsupported)] };
    }
    const response = await executor.run(operation, caller, variables);
    if (operation.operation.operation === 'mutation') publish(operation, response);
    return response;
  }

  async function subscribe(request: GraphqlRequest, caller: Caller, subscriber: Subscriber) {
    const operation = documents.operation(request);
    if ('errors' in operation) return { errors: operation.errors.map(shortened) };
    const variables = request.variables ?? {};
    const coerced = coerceVariables(schema, operation.operation, variables);
    if ('errors' in coerced) return { errors: coerced.errors.map(shortened) };
    const kind = operation.operation.operation;
    if (kind !== 'subscription') {
      return { errors: [message(`${kind} not supported through the realtime channel`, errorTypes.unsupported)] };
    }
    const [node, ...others] = rootFields(operation);
    const type = schema.getSubscriptionType();
    const field = node && type?.getFields()[node.name.value];
    if (!field || others.length > 0) {
      return { errors: [message('A subscription selects exactly one field.', errorTypes.duplicated)] };
    }
    try {
      if (!parts.authorization.isAllowed(caller.principal, type, field)) throw notAuthorized(field.name, type.name);
      const args = getArgumentValues(field, node, coerced.values);
      const resolver = parts.resolvers.get(`${type.name}.${field.name}`);
      let filter: FieldResult['subscriptionFilter'];
      if (resolver) {
        const place = {
          fieldName: field.name, fieldNodes: [node], fragments: operation.fragments, parentType: type, returnType: field.type,
        };
        const result = await resolver.resolve(fieldInput(resolver, requestContext(caller, variables), parts.env, place, null, args));
        if (result.errors.length > 0) return { errors: result.errors.map(shortened) };
        if (result.value !== null) {
          throw new FieldError({ message: `The resolver of ${field.name} must return null: it is run when a caller subscribes.` });
        }
        filter = result.subscriptionFilter;
        if (filter) checkFilter(filter);
      }
      return { unsubscribe: subscriptions.add({ fieldName: field.name, operation, variables, args, filter }, subscriber) };
    } catch (error) {
      if (error instanceof FieldError) return { errors: [shortened(error)] };
      throw error;
    }
  }

  return { execute, subscribe };
}

/** The real-time channel names the type and the message of an error only. */
const shortened = ({ message: text, errorType }: Pick<GraphqlError, 'message' | 'errorType'>) => message(text, errorType ?? undefined);

/** The fields at the top of an operation, those in fragments included. */
function rootFields({ operation, fragments }: Operation): FieldNode[] {
  const collect = ({ selections }: OperationDefinitionNode['selectionSet']): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      return fragment ? collect(fragment.selectionSet) : [];
    });
  return collect(operation.selectionSet);
}
