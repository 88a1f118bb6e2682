/** A failed invocation: "Lambda function errors" in the Lambda Developer Guide. */
export class LambdaError extends Error {
  constructor(
    /** The name of the handler's error or of Lambda's, such as `Sandbox.Timedout` or `Runtime.ExitError`. */
    readonly errorType: string,
    message: string,
    /** The stack of the handler's error. */
    readonly trace?: string,
  ) {
    super(message);
    this.name = 'LambdaError';
  }
}

/** The invocation exceeded the function's timeout. */
export function timeoutError(requestId: string, timeoutSeconds: number): LambdaError {
  return new LambdaError(
    'Sandbox.Timedout',
    `${prefix(requestId)}Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  );
}

/** The code took too long to load. */
export function initTimeoutError(initSeconds: number): LambdaError {
  return new LambdaError('Sandbox.Timedout', `Init phase timed out after ${initSeconds.toFixed(2)} seconds`);
}

/**
 * The function ended its process, for example with `process.exit`.
 *
 * @param requestId undefined while the code loads
 */
export function exitError(requestId: string | undefined, exitCode: number): LambdaError {
  const reason =
    exitCode === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${exitCode}`;
  return new LambdaError('Runtime.ExitError', `${prefix(requestId)}${reason}`);
}

/** The memory limit was reached. */
export function outOfMemoryError(requestId: string | undefined): LambdaError {
  return new LambdaError('Runtime.OutOfMemory', `${prefix(requestId)}Runtime exited with error: signal: killed`);
}

function prefix(requestId: string | undefined): string {
  return requestId === undefined ? 'Error: ' : `RequestId: ${requestId} Error: `;
}
