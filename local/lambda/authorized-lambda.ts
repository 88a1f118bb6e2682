/** Lambda with authorization by the caller's policies. */
import type { Logger } from 'pino';
import type { Principal } from '../iam/principal';
import { log as defaultLog } from '../log';
import { InvocationRefused, type FunctionInvoker } from './function-invoker';
import type { LambdaRuntime } from './lambda-runtime';

const action = 'lambda:InvokeFunction';

export interface AuthorizedLambdaOptions {
  runtime: Pick<LambdaRuntime, 'invoke'>;
  authorizer: { isAllowed(principal: Principal, action: string, resource: string): boolean };
  log?: Pick<Logger, 'warn'>;
}

export class AuthorizedLambda implements FunctionInvoker {
  readonly #options: AuthorizedLambdaOptions;
  readonly #log: Pick<Logger, 'warn'>;

  constructor(options: AuthorizedLambdaOptions) {
    this.#options = options;
    this.#log = options.log ?? defaultLog;
  }

  async invoke(principal: Principal, functionArn: string, event: unknown): Promise<unknown> {
    const { runtime, authorizer } = this.#options;
    if (authorizer.isAllowed(principal, action, functionArn)) return runtime.invoke(functionArn, event);

    const message =
      `User: ${principal.userArn} is not authorized to perform: ${action} on resource: ${functionArn} ` +
      `because no identity-based policy allows the ${action} action`;
    this.#log.warn(message);
    throw new InvocationRefused('AccessDeniedException', message, 403);
  }
}
