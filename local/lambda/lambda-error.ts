/** A failed invocation, as Lambda reports it: "Lambda function errors". */
export class LambdaError extends Error {
  constructor(
    /** The handler's own error name, or Lambda's: `Sandbox.Timedout`, `Runtime.ExitError`, `Runtime.HandlerNotFound`. */
    readonly errorType: string,
    message: string,
    /** Stack of the handler's error. */
    readonly trace?: string,
  ) {
    super(message);
    this.name = 'LambdaError';
  }
}

/** The invocation took longer than the function's time-out. */
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
 * The process ended by itself, e.g. by `process.exit`.
 * @param requestId - undefined while the code loads.
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
