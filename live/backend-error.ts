/** Errors of the backend. */
import type { ApiResponse } from './backend';

/** The error types of the resolvers. */
export type RefusalType =
  'RoundOver' | 'SlowDown' | 'InvalidVotes' | 'InvalidMessage' | 'NoSuchRoom' | 'ChatClosed' | 'Muted' | 'BlockedWord';

/**
 * Errors that a new guest identity fixes: the identity was deleted (or a local backend restarted without its data),
 * belongs to another pool or role, or is no identity at all, or its credentials are invalid. A wrong signature is not
 * among them: its cause is a wrong clock.
 */
const staleGuestErrors = [
  'ResourceNotFoundException',
  'NotAuthorizedException',
  'ValidationException',
  'InvalidParameterException',
  'RequestEntityTooLargeException',
  'UnrecognizedClientException',
  'UnauthorizedException',
  'ExpiredToken',
];
/** Errors of data sources, such as `DynamoDB:ValidationException`, say nothing about the guest. */
const staleGuest = new RegExp(`(?:^|[^:\\w])(?:${staleGuestErrors.join('|')})`);

/** AppSync's error for a field that the role of the caller may not call. Guests may call every field that pages use. */
const fieldDenied = 'Unauthorized';

/** A failed call to the backend. */
export class BackendError extends Error {
  override readonly name = 'BackendError';

  /**
   * @param type AppSync's `errorType`, or the name of another failure
   * @param info AppSync's `errorInfo`
   */
  constructor(
    readonly type: string,
    message: string,
    readonly info: unknown = null,
  ) {
    super(message);
  }
}

/** Whether the backend refused a call with one of these error types. */
export function isRefusal(error: unknown, ...types: RefusalType[]): error is BackendError {
  return error instanceof BackendError && types.some((type) => type === error.type);
}

/** Whether a new guest identity may fix an error. Accepts errors thrown by the client, its responses and Hub events. */
export function isStaleGuest(error: unknown): boolean {
  return (error instanceof BackendError && error.type === fieldDenied) || staleGuest.test(describe(error));
}

function describe(error: unknown): string {
  if (error instanceof BackendError) return `${error.type} ${error.message}`;
  if (error instanceof Error) return `${error.name} ${error.message} ${describe(error.cause ?? '')}`;
  if (typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)) {
    return error.errors.map(describe).join(' ');
  }
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}

/**
 * Returns the data of a response.
 *
 * @throws {BackendError} if the response contains errors or no data
 */
export async function valueOf<T>(response: Promise<ApiResponse<T>>): Promise<T> {
  const { data, errors } = await response;
  const error = errors?.[0];
  if (error) {
    const type = error.errorType ?? error.originalError?.name ?? 'Unknown';
    throw new BackendError(type, error.message, error.errorInfo);
  }
  if (data === null || data === undefined) throw new BackendError('NoData', 'The response contains no data.');
  return data;
}
