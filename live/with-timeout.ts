/** The time limit of most calls, in milliseconds. Amplify retries a call up to twice within this time. */
export const callTimeoutMs = 10_000;

/**
 * Rejects if a call takes too long: when a phone changes its network, a call may never get a response.
 *
 * @param schedule calls back after a delay in milliseconds; returns a function that cancels it
 * @throws {Error} if the response does not arrive in time; a later response is ignored
 */
export function withTimeout<T>(
  response: Promise<T>,
  schedule: (delayMs: number, callback: () => void) => () => void,
  timeoutMs = callTimeoutMs,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = schedule(timeoutMs, () => reject(new Error(`No response within ${timeoutMs / 1000} seconds.`)));
    response.then(resolve, reject).finally(cancel);
  });
}
