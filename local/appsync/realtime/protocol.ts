/**
 * The messages of AppSync's real-time WebSocket protocol: AppSync Developer Guide, "Building a real-time WebSocket
 * client". Error messages that the guide does not document are those that users of AppSync have reported.
 */
import { z } from 'zod';
import type { GraphqlError } from '../graphql-engine';

/** The subprotocol that a client must offer. */
export const subprotocol = 'graphql-ws';

/** How long a client waits for `ka` before it closes the connection. */
export const connectionTimeoutMs = 300_000;

/** Why the server closes a socket: RFC 6455, section 7.4. */
export const CloseCode = {
  /** The server stops, or the connection has reached its lifetime of 24 hours. */
  GoingAway: 1001,
  /** The connection was refused. `connection_error` has the reason. */
  PolicyViolation: 1008,
  /** An internal error. The log has the reason. */
  InternalError: 1011,
  /** The client reads too slowly. It should reconnect and fetch the current state. */
  TryAgainLater: 1013,
} as const;

/** Error types and texts that AppSync sends. */
export const protocolErrors = {
  duplicatedOperation: (id: string) => ({
    errorType: 'DuplicatedOperationError',
    message: `Duplicated operation with id ${id}`,
  }),
  unknownOperation: (id: string) => ({ errorType: 'UnknownOperationError', message: `Unknown operation id ${id}` }),
  maxSubscriptionsReached: (max: number) => ({
    errorType: 'MaxSubscriptionsReachedError',
    message: `Max number of ${max} subscriptions reached`,
  }),
  /** A message type that the protocol does not have. */
  unsupportedOperation: {
    errorType: 'UnsupportedOperation',
    message: 'unknown not supported through the realtime channel',
  },
  /** A start without authorization. */
  authorizationMissing: { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' },
  /** A start whose authorization was refused. */
  permissionDenied: { errorType: 'UnauthorizedException', message: 'Permission denied' },
  /** AppSync's text is not known. */
  badRequest: (message: string) => ({ errorType: 'BadRequestException', message }),
  internalFailure: { errorType: 'InternalFailure', message: 'An internal error occurred.' },
} as const;

/** The payload of `connection_error`. `errorCode` is an HTTP status. */
export interface ConnectionErrorPayload {
  errorType?: string;
  message: string;
  errorCode: number;
}

/** Serialized messages from the server. */
export const serverMessages = {
  connectionAck: JSON.stringify({ type: 'connection_ack', payload: { connectionTimeoutMs } }),
  keepAlive: JSON.stringify({ type: 'ka' }),
  connectionError: (error: ConnectionErrorPayload) =>
    JSON.stringify({ type: 'connection_error', payload: { errors: [error] } }),
  startAck: (id: string) => JSON.stringify({ type: 'start_ack', id }),
  complete: (id: string) => JSON.stringify({ type: 'complete', id }),
  /** `errors` is an object instead of an array in `MaxSubscriptionsReachedError`. */
  error: (errors: GraphqlError[] | GraphqlError, id?: string) =>
    JSON.stringify({ type: 'error', id, payload: { errors } }),
};

/**
 * Creates a writer of a subscription's data messages. Subscribers have different ids but the same payload, so the engine
 * serializes the payload once, and the writer only copies it into the message.
 */
export function createDataMessageWriter(id: string): (payload: Buffer) => Buffer {
  const start = Buffer.from(`{"id":${JSON.stringify(id)},"type":"data","payload":`);
  return (payload) => Buffer.concat([start, payload, end]);
}

const end = Buffer.from('}');

const maxIdLength = 128;
/** Maximum number of errors that are reported for a malformed message. */
const maxFaults = 3;
const id = z.string().min(1).max(maxIdLength);

const connectionInit = z.object({ type: z.literal('connection_init') });
const start = z.object({
  type: z.literal('start'),
  id,
  payload: z.object({
    /** The serialized GraphQL request, which is signed. */
    data: z.string(),
    /** Authorization and custom headers. */
    extensions: z
      .object({ authorization: z.record(z.string(), z.string()) })
      .partial()
      .optional(),
  }),
});
const stop = z.object({ type: z.literal('stop'), id });

export type StartMessage = z.infer<typeof start>;

export type ClientMessage =
  | z.infer<typeof connectionInit>
  | StartMessage
  | z.infer<typeof stop>
  /** JSON with a type that the protocol does not have. */
  | { type: 'unsupported' }
  /** Not JSON, or without the members of its type. */
  | { type: 'malformed'; reason: string };

const schemas = new Map<unknown, z.ZodType<ClientMessage>>([
  ['connection_init', connectionInit],
  ['start', start],
  ['stop', stop],
]);

export function parseClientMessage(text: string): ClientMessage {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { type: 'malformed', reason: 'The message is not JSON.' };
  }
  if (typeof json !== 'object' || json === null) return { type: 'malformed', reason: 'The message is not an object.' };

  const schema = schemas.get('type' in json ? json.type : undefined);
  if (!schema) return { type: 'unsupported' };
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  // The response to a message with thousands of errors would be ten times as large.
  return { type: 'malformed', reason: z.prettifyError({ issues: parsed.error.issues.slice(0, maxFaults) }) };
}
