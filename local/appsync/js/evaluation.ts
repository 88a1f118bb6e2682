/** What one run of a handler gives, in the words of AppSync's `EvaluateCode` API. */

/** An error of `util.error`, `util.appendError`, `util.unauthorized`, or a fault of the code. */
export interface ResolverError {
  message: string;
  errorType: string | null;
  data: unknown;
  errorInfo: unknown;
}

export interface SubscriptionFilter {
  filterGroup: { filters: { fieldName: string; operator: string; value: unknown }[] }[];
}

export interface Evaluation {
  /** What the handler returned, or gave to `runtime.earlyReturn`. */
  evaluationResult: unknown;
  /** Set where the handler stopped early; without `skipTo` the place decides. */
  earlyReturn?: { skipTo?: 'END' | 'NEXT' };
  /** Set where the handler failed. */
  error?: ResolverError | { unauthorized: true };
  /** Errors that were appended: the handler went on. */
  outErrors: ResolverError[];
  stash: Record<string, unknown>;
  /** Set by `extensions.setSubscriptionFilter`; null takes the filter away. */
  subscriptionFilter?: SubscriptionFilter | null;
}

/** The context of a handler: the AppSync JavaScript resolver context object reference. */
export interface ResolverContext {
  arguments: Record<string, unknown>;
  identity: unknown;
  source: unknown;
  stash: Record<string, unknown>;
  prev: { result: unknown };
  result?: unknown;
  error?: { message: string; type: string } | undefined;
  env: Record<string, string>;
  request: { headers: Record<string, string>; domainName: string | null };
  info: { fieldName: string; parentTypeName: string; variables: Record<string, unknown> };
}

export interface HandlerInput {
  ctx: ResolverContext;
  /** What `util.authType()` answers. */
  authType: string;
  selectionSetList: string[];
  selectionSetGraphQL: string;
}

export interface Handlers {
  request: (input: HandlerInput) => Evaluation;
  response: (input: HandlerInput) => Evaluation;
  /** Whether the code may read the selection set, which is not worth computing otherwise. */
  readsSelectionSet: boolean;
}

interface Said {
  value?: unknown;
  stash: Record<string, unknown>;
  outErrors: ResolverError[];
  /** `place` is there where the code itself failed: line and column in the script that was run. */
  error?: (Partial<ResolverError> & { message: string; place?: string }) | { unauthorized: true };
  early?: { value?: unknown; skipTo?: 'END' | 'NEXT' };
  subscriptionFilter?: SubscriptionFilter | null;
}

/**
 * Reads what the realm wrote about a run.
 * @param originalPlace - finds the place in the code.
 */
export function toEvaluation(json: string, originalPlace: (place: string) => string): Evaluation {
  const said = JSON.parse(json) as Said;
  const evaluation: Evaluation = {
    evaluationResult: said.early ? said.early.value : said.value,
    outErrors: said.outErrors,
    stash: said.stash,
  };
  if (said.early) evaluation.earlyReturn = said.early.skipTo ? { skipTo: said.early.skipTo } : {};
  if (said.error) evaluation.error = 'unauthorized' in said.error ? said.error : toFault(said.error, originalPlace);
  if (said.subscriptionFilter !== undefined) evaluation.subscriptionFilter = said.subscriptionFilter;
  return evaluation;
}

type SaidFault = Exclude<Said['error'], { unauthorized: true } | undefined>;

function toFault({ message, place, ...rest }: SaidFault, originalPlace: (place: string) => string): ResolverError {
  return {
    errorType: null,
    data: null,
    errorInfo: null,
    ...rest,
    message: place ? `${message} (${originalPlace(place)})` : message,
  };
}
