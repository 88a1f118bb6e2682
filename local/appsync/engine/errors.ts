/** Errors of the engine, in the format of AppSync's responses. */
import { GraphQLError, getLocation, type ASTNode } from 'graphql';
import type { ResolverError } from '../js/evaluation';
import type { GraphqlError } from '../graphql-engine';

/** Error types of AppSync. */
export const errorTypes = {
  /** The caller's policy, the field's directives or `util.unauthorized` forbid the field. */
  unauthorized: 'Unauthorized',
  /** The document can't be parsed. The HTTP API answers 400. */
  malformed: 'MalformedHttpRequestException',
  /** A handler returned an invalid request to its data source. */
  mappingTemplate: 'MappingTemplate',
  /** More resolvers ran in one request than AppSync allows. */
  resolverLimit: 'ResolverExecutionLimitReached',
  /** An operation nests its fields deeper than the API allows. */
  depthLimit: 'QueryDepthLimitReached',
  /** An internal error. */
  internal: 'InternalFailure',
  /** The operation type is not supported by the endpoint. */
  unsupported: 'UnsupportedOperation',
  /** Two fields in one subscription share its id. */
  duplicated: 'DuplicatedOperationError',
} as const;

/** A field's failure, thrown by resolvers. */
export class FieldError extends Error implements ResolverError {
  readonly errorType: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;

  constructor({ message, errorType, data, errorInfo }: Partial<ResolverError> & { message: string }) {
    super(message);
    this.name = 'FieldError';
    this.errorType = errorType ?? null;
    this.data = data ?? null;
    this.errorInfo = errorInfo ?? null;
  }
}

export function notAuthorized(fieldName: string, typeName: string): FieldError {
  return new FieldError({
    message: `Not Authorized to access ${fieldName} on type ${typeName}`,
    errorType: errorTypes.unauthorized,
  });
}

export function locationsOf(nodes: readonly ASTNode[] | undefined): GraphqlError['locations'] {
  const located = (nodes ?? []).flatMap(({ loc }) => (loc ? [getLocation(loc.source, loc.start)] : []));
  return located.length === 0 ? null : located.map(({ line, column }) => ({ line, column, sourceName: null }));
}

/** Converts an error of a field, with its path and locations. */
export function toGraphqlError(
  fault: ResolverError,
  path: (string | number)[],
  nodes: readonly ASTNode[],
): GraphqlError {
  return {
    path,
    data: fault.data,
    errorType: fault.errorType,
    errorInfo: fault.errorInfo,
    locations: locationsOf(nodes.slice(0, 1)),
    message: fault.message,
  };
}

/** Formats a path for a message, such as `/items[3]/title`. */
const written = (path: readonly (string | number)[]) =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : `/${step}`)).join('');

const nullInNonNull = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/;
const notAList = /^Expected Iterable/;

/**
 * Converts an error of graphql-js.
 *
 * @param typeOf - returns the type of a field in SDL.
 */
export function fromGraphqlJsError(
  error: GraphQLError,
  typeOf: (parent: string, field: string) => string,
): GraphqlError {
  const path = [...(error.path ?? [])];
  const { originalError } = error;
  if (originalError instanceof FieldError) return toGraphqlError(originalError, path, error.nodes ?? []);

  const [, parent, field] = nullInNonNull.exec(error.message) ?? [];
  if (parent && field) {
    const type = typeOf(parent, field).replace(/!$/, '');
    return {
      path,
      locations: null,
      message: `Cannot return null for non-nullable type: '${type}' within parent '${parent}' (${written(path)})`,
    };
  }
  if (notAList.test(error.message)) {
    return {
      path,
      locations: null,
      message: `Can't resolve value (${written(path)}) : type mismatch error, expected type LIST`,
    };
  }
  return { path, locations: null, message: `Can't serialize value (${written(path)}) : ${error.message}` };
}
