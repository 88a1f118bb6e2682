/** The interface between the HTTP and WebSocket endpoints and the GraphQL engine. */
import type { Principal } from '../iam/principal';

export interface GraphqlRequest {
  query: string;
  operationName?: string | undefined;
  variables?: Record<string, unknown> | undefined;
}

export interface Caller {
  principal: Principal;
  sourceIp: string;
  /** Lower-case names. */
  headers: Record<string, string>;
}

/** A member of `errors` in a response of AppSync. */
export interface GraphqlError {
  message: string;
  errorType?: string | null;
  errorInfo?: unknown;
  data?: unknown;
  path?: (string | number)[] | null;
  locations?: { line: number; column: number; sourceName: null }[] | null;
}

export interface GraphqlResponse {
  data: Record<string, unknown> | null;
  errors?: GraphqlError[];
}

/**
 * Receives the events of a subscription. The payload of `deliver` is serialized (`{"data":{...}}`, UTF-8), and the same
 * buffer is passed to all subscribers with the same selection, so it must not be modified.
 */
export interface Subscriber {
  deliver(payload: Buffer): void;
}

export interface GraphqlEngine {
  /** Runs a query or mutation. Never rejects because of the request. */
  execute(request: GraphqlRequest, caller: Caller): Promise<GraphqlResponse>;
  /**
   * Registers a subscription after authorization, validation and its resolver.
   * Returns the function that ends it, or AppSync's errors.
   */
  subscribe(
    request: GraphqlRequest,
    caller: Caller,
    subscriber: Subscriber,
  ): Promise<{ unsubscribe(): void } | { errors: GraphqlError[] }>;
}
