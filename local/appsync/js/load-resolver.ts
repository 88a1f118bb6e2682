/** Runs one piece of resolver code by itself, as AppSync's `EvaluateCode` does: for unit tests of resolvers. */
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
  /** What the code has written with `console.log` and `console.error` so far. */
  logs: unknown[][];
}

/**
 * @param code - APPSYNC_JS source that exports `request` and `response`.
 * @throws Error where the code does not load.
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
