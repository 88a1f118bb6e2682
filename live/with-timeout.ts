/** What most calls may take, in milliseconds; within that, Amplify makes a call three times if it has to. */
export const callTimeoutMs = 10_000;

/**
 * A phone that changes its network can leave a call without any answer.
 *
 * @param schedule calls back after a time in milliseconds; returns how to cancel
 * @returns the answer; one that comes later reaches nobody
 * @throws {Error} where none comes in time
 */
export function withTimeout<T>(
  answer: Promise<T>,
  schedule: (delayMs: number, callback: () => void) => () => void,
  withinMs = callTimeoutMs,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = schedule(withinMs, () => reject(new Error(`No answer within ${withinMs / 1000} seconds.`)));
    answer.then(resolve, reject).finally(cancel);
  });
}
