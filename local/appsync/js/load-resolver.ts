/** Runs the handlers of a resolver for unit tests, as AppSync's `EvaluateCode` does. */
import { compileHandlers } from './compile';
import type { Evaluation, ResolverContext } from './evaluation';

export interface LoadOptions {
  /** The API's environment variables, `ctx.env`. */
  env?: Record<string, string>;
  /** Milliseconds since the Unix epoch, for `util.time`. */
  now?: () => number;
  /** Shown in error messages. */
  name?: string;
}

export interface LoadedResolver {
  request: (ctx?: Partial<ResolverContext>) => Evaluation;
  response: (ctx?: Partial<ResolverContext>) => Evaluation;
  /** The arguments of all calls of `console.log` and `console.error`. */
  logs: unknown[][];
}

/**
 * Loads resolver code.
 *
 * @param code - APPSYNC_JS source that exports `request` and `response`.
 * @throws Error if the code does not load.
 */
export function loadResolver(
  code: string,
  { env = {}, now = Date.now, name = 'code.js' }: LoadOptions = {},
): LoadedResolver {
  const logs: unknown[][] = [];
  const handlers = compileHandlers(code, name, { now, console: (_level, values) => void logs.push(values) });
  const input = (ctx: Partial<ResolverContext> = {}) => ({
    ctx: {
      arguments: {},
      identity: null,
      source: null,
      stash: {},
      prev: { result: null },
      env,
      request: { headers: {}, domainName: null },
      info: { fieldName: 'field', parentTypeName: 'Query', variables: {} },
      ...ctx,
    },
    authType: 'IAM Authorization',
    selectionSetList: [],
    selectionSetGraphQL: '',
  });
  return {
    request: (ctx) => handlers.request(input(ctx)),
    response: (ctx) => handlers.response(input(ctx)),
    logs,
  };
}
