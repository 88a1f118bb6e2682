/** The interface of Lambda in the local backend: invocations under a caller's policies. */
import type { Principal } from '../iam/principal';

/** Lambda refused an invocation; the function did not run. */
export class InvocationRefused extends Error {
  constructor(
    /** e.g. `AccessDeniedException`. */
    readonly type: string,
    message: string,
    readonly statusCode: number,
  ) {
    super(message);
    this.name = type;
  }
}

export interface FunctionInvoker {
  /**
   * Invokes a function as `principal`, and waits for its result.
   *
   * @returns the result, converted to JSON and back
   * @throws {InvocationRefused} `AccessDeniedException` if no policy allows the call
   * @throws {LambdaError} if the function fails
   */
  invoke(principal: Principal, functionArn: string, event: unknown): Promise<unknown>;
}
