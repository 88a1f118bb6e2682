/**
 * Runs the resolver of a field: request handler, functions, response handler ("JavaScript resolvers
 * overview: execution flow"). A unit resolver is a single function without handlers around it.
 */
import type { DataSource, GraphqlApi, PipelineFunction, Resolver } from '../../cloudformation/deployment';
import type { DynamoDb } from '../../dynamodb/dynamodb';
import type { FunctionInvoker } from '../../lambda/function-invoker';
import { compileHandlers } from '../js/compile';
import type {
  Evaluation,
  HandlerInput,
  Handlers,
  ResolverContext,
  ResolverError,
  SubscriptionFilter,
} from '../js/evaluation';
import type { HostOptions } from '../js/host';
import type { DataSourceInvoker } from './data-sources/data-source';
import { createDynamoDbDataSource } from './data-sources/dynamodb';
import { createLambdaDataSource } from './data-sources/lambda';
import { noneDataSource } from './data-sources/none';
import { FieldError, notAuthorized } from './errors';

/** The input of a resolver. The rest of the context is added during the run. */
export type FieldInput = Omit<HandlerInput, 'ctx'> & {
  ctx: Omit<ResolverContext, 'stash' | 'prev' | 'result' | 'error'>;
};

export interface FieldResult {
  value: unknown;
  /** Appended by `util.appendError`. */
  errors: ResolverError[];
  subscriptionFilter?: SubscriptionFilter | null;
}

export interface FieldResolver {
  /** @throws {FieldError} if the field fails. */
  resolve(input: FieldInput): Promise<FieldResult>;
  readsSelectionSet: boolean;
}

interface Step {
  handlers: Handlers;
  dataSource: DataSourceInvoker;
}

/** One run of a resolver, with its stash, appended errors and subscription filter. */
class Run {
  readonly errors: ResolverError[] = [];
  stash: Record<string, unknown> = {};
  subscriptionFilter: SubscriptionFilter | null | undefined;

  constructor(readonly input: FieldInput) {}

  request({ request }: Handlers, more: Partial<ResolverContext>): Evaluation {
    const evaluation = this.evaluate(request, more);
    if (evaluation.subscriptionFilter === undefined) return evaluation;
    // "You can use this extension function only in the response handler of a subscription resolver."
    const message = 'extensions.setSubscriptionFilter works only in a response handler.';
    throw new FieldError({ message, errorType: 'Code' });
  }

  evaluate(handler: (input: HandlerInput) => Evaluation, more: Partial<ResolverContext>): Evaluation {
    const { input, stash } = this;
    const evaluation = handler({ ...input, ctx: { ...input.ctx, stash, prev: { result: null }, ...more } });
    this.stash = evaluation.stash;
    if (evaluation.subscriptionFilter !== undefined) this.subscriptionFilter = evaluation.subscriptionFilter;
    if (evaluation.error) {
      const { fieldName, parentTypeName } = input.ctx.info;
      throw 'unauthorized' in evaluation.error
        ? notAuthorized(fieldName, parentTypeName)
        : new FieldError(evaluation.error);
    }
    this.errors.push(...evaluation.outErrors);
    return evaluation;
  }

  /** @returns what the next handler sees as `ctx.prev.result`, and whether the pipeline ends here. */
  async step({ handlers, dataSource }: Step, previous: unknown): Promise<{ result: unknown; isEnd: boolean }> {
    const prev = { result: previous ?? null };
    const request = this.request(handlers, { prev });
    if (request.earlyReturn) {
      return { result: request.evaluationResult, isEnd: request.earlyReturn.skipTo === 'END' };
    }
    const { result, error } = await dataSource.invoke(request.evaluationResult);
    const response = this.evaluate(handlers.response, { prev, result, error });
    return { result: response.evaluationResult, isEnd: response.earlyReturn?.skipTo === 'END' };
  }

  result(value: unknown): FieldResult {
    const { errors, subscriptionFilter } = this;
    return { value: value ?? null, errors, ...(subscriptionFilter === undefined ? {} : { subscriptionFilter }) };
  }
}

function unitResolver(step: Step): FieldResolver {
  return {
    readsSelectionSet: step.handlers.readsSelectionSet,
    async resolve(input) {
      const run = new Run(input);
      const { result } = await run.step(step, null);
      return run.result(result);
    },
  };
}

function pipelineResolver(around: Handlers, steps: Step[]): FieldResolver {
  return {
    readsSelectionSet: around.readsSelectionSet || steps.some(({ handlers }) => handlers.readsSelectionSet),
    async resolve(input) {
      const run = new Run(input);
      const before = run.request(around, {});
      let previous = before.evaluationResult;
      for (const step of before.earlyReturn ? [] : steps) {
        const { result, isEnd } = await run.step(step, previous);
        previous = result;
        if (isEnd) break;
      }
      const result = previous ?? null;
      const after = run.evaluate(around.response, { prev: { result }, result });
      return run.result(after.evaluationResult);
    },
  };
}

/** The services that data sources call. */
export interface Backends {
  dynamoDb: DynamoDb;
  lambda: FunctionInvoker;
}

function dataSourceOf(dataSource: DataSource, { dynamoDb, lambda }: Backends): DataSourceInvoker {
  switch (dataSource.type) {
    case 'NONE':
      return noneDataSource;
    case 'AMAZON_DYNAMODB':
      return createDynamoDbDataSource(dataSource.tableName, dataSource.roleArn, dynamoDb);
    case 'AWS_LAMBDA':
      return createLambdaDataSource(dataSource.functionArn, dataSource.roleArn, lambda);
  }
}

function named<T>(items: Map<string, T>, key: string | undefined, what: string): T {
  const item = key === undefined ? undefined : items.get(key);
  if (!item) throw new Error(`${what} is not deployed: ${key ?? 'it has no name'}.`);
  return item;
}

/**
 * Creates the resolvers of an API, by `Type.field`.
 *
 * @throws Error if code does not load or a function or data source is missing.
 */
export function createResolvers(api: GraphqlApi, backends: Backends, host: HostOptions): Map<string, FieldResolver> {
  const dataSources = new Map(
    api.dataSources.map((dataSource) => [dataSource.name, dataSourceOf(dataSource, backends)]),
  );
  const toStep = (code: string, name: string, dataSourceName: string | undefined): Step => ({
    handlers: compileHandlers(code, name, host),
    dataSource: named(dataSources, dataSourceName, `The data source of ${name}`),
  });
  const functions = new Map(
    api.functions.map(({ id, name, code, dataSourceName }: PipelineFunction) => [
      id,
      toStep(code, name, dataSourceName),
    ]),
  );
  const create = ({ typeName, fieldName, kind, code, dataSourceName, functionIds }: Resolver): FieldResolver => {
    const name = `${typeName}.${fieldName}`;
    if (kind === 'UNIT') return unitResolver(toStep(code, name, dataSourceName));
    return pipelineResolver(
      compileHandlers(code, name, host),
      functionIds.map((id) => named(functions, id, `A function of ${name}`)),
    );
  };
  return new Map(api.resolvers.map((resolver) => [`${resolver.typeName}.${resolver.fieldName}`, create(resolver)]));
}
