/** Errors of the engine, and how AppSync writes them into a response. */
import { GraphQLError, getLocation, type ASTNode } from 'graphql';
import type { ResolverError } from '../js/evaluation';
import type { GraphqlError } from '../graphql-engine';

/** Error types that AppSync itself gives. */
export const errorTypes = {
  /** The caller's policy, the field's directives or `util.unauthorized` forbid the field. */
  unauthorized: 'Unauthorized',
  /** The document can't be parsed. The HTTP API answers 400. */
  malformed: 'MalformedHttpRequestException',
  /** A handler returned something that is no request to its data source. */
  mappingTemplate: 'MappingTemplate',
  /** More resolvers ran in one request than AppSync allows. */
  resolverLimit: 'ResolverExecutionLimitReached',
  /** An operation nests its fields deeper than the API allows. */
  depthLimit: 'QueryDepthLimitReached',
  /** The fault is not the request's. */
  internal: 'InternalFailure',
  /** An operation of a kind that the channel does not carry. */
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

/** A failed or appended error of a field, with where it happened. */
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

/** `/items[3]/title`, as AppSync writes a path into a message. */
const written = (path: readonly (string | number)[]) =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : `/${step}`)).join('');

const nullInNonNull = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/;
const notAList = /^Expected Iterable/;

/**
 * Turns an error of graphql-js into AppSync's.
 * @param typeOf - the type of a field, as the schema writes it.
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
