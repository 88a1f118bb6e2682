/** The result of running a handler, with the names of AppSync's `EvaluateCode` API. */

/** An error of `util.error` or `util.appendError`, or an exception of the code. */
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
  /** The value that the handler returned, directly or with `runtime.earlyReturn`. */
  evaluationResult: unknown;
  /** Set if the handler returned early. Without `skipTo`, the next step depends on the handler. */
  earlyReturn?: { skipTo?: 'END' | 'NEXT' };
  /** Set if the handler failed. */
  error?: ResolverError | { unauthorized: true };
  /** Appended errors, after which the handler continued. */
  outErrors: ResolverError[];
  stash: Record<string, unknown>;
  /** Set by `extensions.setSubscriptionFilter`. Null removes the filter. */
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
  /** The value of `util.authType()`. */
  authType: string;
  selectionSetList: string[];
  selectionSetGraphQL: string;
}

export interface Handlers {
  request: (input: HandlerInput) => Evaluation;
  response: (input: HandlerInput) => Evaluation;
  /** Whether the code may read the selection set. Otherwise it is not computed. */
  readsSelectionSet: boolean;
}

/** The JSON that the realm returns. */
interface RealmResult {
  value?: unknown;
  stash: Record<string, unknown>;
  outErrors: ResolverError[];
  /** `place` is set if the code threw an exception: line and column in the compiled script. */
  error?: (Partial<ResolverError> & { message: string; place?: string }) | { unauthorized: true };
  early?: { value?: unknown; skipTo?: 'END' | 'NEXT' };
  subscriptionFilter?: SubscriptionFilter | null;
}

/**
 * Converts the result of the realm.
 *
 * @param originalPlace - converts a place to a place in the source.
 */
export function toEvaluation(json: string, originalPlace: (place: string) => string): Evaluation {
  const result = JSON.parse(json) as RealmResult;
  const evaluation: Evaluation = {
    evaluationResult: result.early ? result.early.value : result.value,
    outErrors: result.outErrors,
    stash: result.stash,
  };
  if (result.early) evaluation.earlyReturn = result.early.skipTo ? { skipTo: result.early.skipTo } : {};
  if (result.error)
    evaluation.error = 'unauthorized' in result.error ? result.error : toFault(result.error, originalPlace);
  if (result.subscriptionFilter !== undefined) evaluation.subscriptionFilter = result.subscriptionFilter;
  return evaluation;
}

type RealmFault = Exclude<RealmResult['error'], { unauthorized: true } | undefined>;

function toFault({ message, place, ...rest }: RealmFault, originalPlace: (place: string) => string): ResolverError {
  return {
    errorType: null,
    data: null,
    errorInfo: null,
    ...rest,
    // AppSync names the place first.
    message: place ? `${originalPlace(place)}: ${message}` : message,
  };
}
