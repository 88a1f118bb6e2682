/** Executes an operation. A field without a resolver is read from its parent. */
import {
  execute,
  getNamedType,
  responsePathAsArray,
  type ExecutionResult,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { Logger } from 'pino';
import type { Caller, GraphqlError, GraphqlResponse } from '../graphql-engine';
import type { FieldAuthorization } from './authorization';
import type { Operation } from './document-cache';
import { errorTypes, fromGraphqlJsError, toGraphqlError, FieldError, notAuthorized } from './errors';
import { iamAuthType, identityOf } from './identity';
import type { FieldInput, FieldResolver } from './pipeline';
import { bySelection, selectFields, selectionSetOf } from './selection-set';

/** The state that all fields of a request share. */
export interface RequestContext {
  caller: Caller;
  identity: ReturnType<typeof identityOf>;
  headers: Record<string, string>;
  /** Variables as sent. */
  variables: Record<string, unknown>;
  /** Errors that resolvers appended. */
  errors: GraphqlError[];
  resolverCount: number;
}

export interface ExecutionContext {
  schema: GraphQLSchema;
  resolvers: Map<string, FieldResolver>;
  authorization: FieldAuthorization;
  env: Record<string, string>;
  /** Maximum number of resolvers per request. */
  maxResolvers: number;
  log: Pick<Logger, 'error'>;
}

export function createRequestContext(caller: Caller, variables: Record<string, unknown>): RequestContext {
  // AppSync does not pass cookies to resolvers.
  const headers = Object.fromEntries(Object.entries(caller.headers).filter(([name]) => name !== 'cookie'));
  return { caller, identity: identityOf(caller), headers, variables, errors: [], resolverCount: 0 };
}

const noSelectionSet = { selectionSetList: [], selectionSetGraphQL: '' };

/** The input of a field's resolver. */
export function createFieldInput(
  resolver: FieldResolver,
  request: RequestContext,
  env: Record<string, string>,
  field: Pick<GraphQLResolveInfo, 'fieldName' | 'fieldNodes' | 'fragments' | 'parentType' | 'returnType'>,
  source: unknown,
  args: Record<string, unknown>,
): FieldInput {
  const [node] = field.fieldNodes;
  const selection =
    resolver.readsSelectionSet && node
      ? selectionSetOf(node, getNamedType(field.returnType), field.fragments)
      : noSelectionSet;
  return {
    authType: iamAuthType,
    ...selection,
    ctx: {
      arguments: args,
      identity: request.identity,
      source: source ?? null,
      env,
      request: { headers: request.headers, domainName: null },
      info: { fieldName: field.fieldName, parentTypeName: field.parentType.name, variables: request.variables },
    },
  };
}

function readProperty(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null && Object.hasOwn(source, name)
    ? (source as Record<string, unknown>)[name]
    : undefined;
}

/** Limits the `data` of an error to the fields that the caller selected. */
function limited(error: FieldError, info: GraphQLResolveInfo): FieldError {
  const { message, errorType, errorInfo, data } = error;
  return new FieldError({
    message,
    errorType,
    errorInfo,
    data: selectFields(data, info.fieldNodes[0]?.selectionSet, info.fragments, bySelection),
  });
}

export class Executor {
  readonly #parts: ExecutionContext;

  constructor(parts: ExecutionContext) {
    this.#parts = parts;
  }

  /**
   * @param variables - variables as sent, which must be valid.
   * @returns the response with its errors. Never rejects because of the request.
   */
  async run(
    { document, operation }: Operation,
    caller: Caller,
    variables: Record<string, unknown>,
  ): Promise<GraphqlResponse> {
    const context = createRequestContext(caller, variables);
    const result = await execute({
      schema: this.#parts.schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName: operation.name?.value,
      fieldResolver: this.#resolveField,
    });
    return toResponse(this.#parts.schema, result, context.errors);
  }

  readonly #resolveField = (
    source: unknown,
    args: Record<string, unknown>,
    request: RequestContext,
    info: GraphQLResolveInfo,
  ): unknown => {
    const { parentType, fieldName } = info;
    const field = parentType.getFields()[fieldName];
    if (!field || !this.#parts.authorization.isAllowed(request.caller.principal, parentType, field)) {
      throw notAuthorized(fieldName, parentType.name);
    }
    const resolver = this.#parts.resolvers.get(`${parentType.name}.${fieldName}`);
    return resolver ? this.#runResolver(resolver, source, args, request, info) : readProperty(source, fieldName);
  };

  async #runResolver(
    resolver: FieldResolver,
    source: unknown,
    args: Record<string, unknown>,
    request: RequestContext,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    request.resolverCount += 1;
    if (request.resolverCount > this.#parts.maxResolvers) {
      throw new FieldError({ message: `Resolver invocation limit reached.`, errorType: errorTypes.resolverLimit });
    }
    try {
      const { value, errors } = await resolver.resolve(
        createFieldInput(resolver, request, this.#parts.env, info, source, args),
      );
      for (const fault of errors) {
        request.errors.push(
          toGraphqlError(limited(new FieldError(fault), info), [...responsePathAsArray(info.path)], info.fieldNodes),
        );
      }
      return value;
    } catch (error) {
      if (error instanceof FieldError) throw limited(error, info);
      this.#parts.log.error({ err: error, field: `${info.parentType.name}.${info.fieldName}` }, 'A resolver failed');
      throw new FieldError({
        message: 'An internal failure occurred while resolving this field.',
        errorType: errorTypes.internal,
      });
    }
  }
}

/** Converts a result of graphql-js to AppSync's format. */
export function toResponse(
  schema: GraphQLSchema,
  result: ExecutionResult,
  appended: GraphqlError[] = [],
): GraphqlResponse {
  const typeOf = (parent: string, field: string) => {
    const type = schema.getType(parent);
    return type && 'getFields' in type ? String(type.getFields()[field]?.type) : field;
  };
  const errors = [...appended, ...(result.errors ?? []).map((error) => fromGraphqlJsError(error, typeOf))];
  const data = result.data ?? null;
  return errors.length > 0 ? { data, errors } : { data };
}
