/** What the backend answers when it does not do what was asked. */

/** Types that the resolvers give to their errors. */
export type RefusalType = 'RoundOver' | 'SlowDown' | 'InvalidVotes' | 'InvalidMessage';

/**
 * Errors that end when a guest asks Cognito for a new identity: the pool does not know this one any more
 * (it was removed, or a local backend started afresh), or its credentials are no longer good. Not a wrong signature:
 * that is for a wrong clock, which another guest would have as well.
 */
const staleGuest =
  /ResourceNotFoundException|NotAuthorizedException|UnrecognizedClientException|UnauthorizedException|ExpiredToken/;

export class BackendError extends Error {
  override readonly name = 'BackendError';

  /** @param type AppSync's `errorType`, or the name of what went wrong on the way */
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

export function isRefusal(error: unknown, ...types: RefusalType[]): error is BackendError {
  return error instanceof BackendError && types.some((type) => type === error.type);
}

/** Whether a new guest identity may help. Takes what the client throws, what it answers and what Hub reports. */
export function isStaleGuest(error: unknown): boolean {
  return staleGuest.test(describe(error));
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

/** The fields of a GraphQL error that the typed client passes on; `originalError` where HTTP itself failed. */
interface GraphQLFailure {
  message: string;
  errorType?: string | null;
  originalError?: { name: string } | null;
}

/**
 * The value of a typed client's answer.
 * @throws {BackendError} where the answer holds errors or no value
 */
export async function valueOf<T>(answer: Promise<{ data?: T | null; errors?: GraphQLFailure[] }>): Promise<T> {
  const { data, errors } = await answer;
  const failure = errors?.[0];
  if (failure) {
    throw new BackendError(failure.errorType ?? failure.originalError?.name ?? 'Unknown', failure.message);
  }
  if (data === null || data === undefined) {
    throw new BackendError('NoData', 'The backend answered without data.');
  }
  return data;
}
