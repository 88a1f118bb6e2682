/** What the doors (HTTP and WebSocket) hand to the GraphQL engine, and what it answers. */
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

/** An error as AppSync writes it into `errors`. */
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
 * A running subscription, as the engine sees it. `deliver` gets a payload that is already
 * serialized (`{"data":{...}}`, UTF-8), once per distinct selection: the same bytes for all, not to be changed.
 */
export interface Subscriber {
  deliver(payload: Buffer): void;
}

export interface GraphqlEngine {
  /** Runs a query or mutation; never rejects for a fault of the request. */
  execute(request: GraphqlRequest, caller: Caller): Promise<GraphqlResponse>;
  /**
   * Registers a subscription after authorization, validation and its resolver.
   * Returns the function that ends it, or the errors that AppSync would send.
   */
  subscribe(
    request: GraphqlRequest,
    caller: Caller,
    subscriber: Subscriber,
  ): Promise<{ unsubscribe(): void } | { errors: GraphqlError[] }>;
}
