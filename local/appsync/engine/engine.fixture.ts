/** A small deployed API for tests of the engine. */
import type { GraphqlApi, Resolver } from '../../cloudformation/deployment';
import type { DynamoDb, DynamoDbOperation } from '../../dynamodb/dynamodb';
import type { Principal } from '../../iam/principal';
import type { FunctionInvoker } from '../../lambda/function-invoker';
import type { Caller } from '../graphql-engine';
import { createGraphqlEngine } from './engine';

type Values = Record<string, unknown>;

/** A table with scripted responses that records its calls. */
export class ScriptedDynamoDb implements DynamoDb {
  readonly calls: { principal: Principal; operation: DynamoDbOperation; input: Values }[] = [];
  readonly #responses: Partial<Record<DynamoDbOperation, (input: Values) => Values>>;

  constructor(responses: Partial<Record<DynamoDbOperation, (input: Values) => Values>> = {}) {
    this.#responses = responses;
  }

  call(principal: Principal, operation: DynamoDbOperation, input: Values): Promise<Values> {
    this.calls.push({ principal, operation, input });
    return new Promise((resolve) => {
      resolve(this.#responses[operation]?.(input) ?? {});
    });
  }
}

/** Code of a function that returns its arguments. */
export const echo = `
  export const request = (ctx) => ({ payload: ctx.args });
  export const response = (ctx) => ctx.result;
`;

/** Code of a function on the NONE data source with this body of its response handler. */
export const respondWith = (body: string) => `
  import { util, runtime, extensions } from '@aws-appsync/utils';
  export const request = (ctx) => ({ payload: ctx.args });
  export function response(ctx) { ${body} }
`;

/** The handlers that Amplify generates around every pipeline. */
const amplifyHandlers = `
  export const request = (ctx) => { ctx.stash.apiId = 'api'; return {}; };
  export const response = (ctx) => ctx.prev.result;
`;

interface FieldCode {
  code: string;
  dataSourceName?: string;
}

export interface TestApiOptions {
  schema: string;
  /** The functions of each field's pipeline, by `Type.field`. */
  pipelines?: Record<string, (string | FieldCode)[]>;
  /** Resolvers without a pipeline, by `Type.field`. */
  unitResolvers?: Record<string, string | FieldCode>;
  /** Handlers around the pipelines instead of Amplify's, by `Type.field`. */
  pipelineHandlers?: Record<string, string>;
  /** Limits of one request. */
  limits?: Partial<Pick<GraphqlApi, 'introspectionConfig' | 'queryDepthLimit' | 'resolverCountLimit'>>;
}

export const apiArn = 'arn:aws:appsync:us-east-1:123456789012:apis/api';

const fieldCode = (field: string | FieldCode): Required<FieldCode> =>
  typeof field === 'string' ? { code: field, dataSourceName: 'NONE_DS' } : { dataSourceName: 'NONE_DS', ...field };

export function createTestApi({
  schema,
  pipelines = {},
  unitResolvers = {},
  pipelineHandlers = {},
  limits,
}: TestApiOptions): GraphqlApi {
  const split = (name: string) => {
    const [typeName = '', fieldName = ''] = name.split('.');
    return { typeName, fieldName };
  };
  const functions = Object.entries(pipelines).flatMap(([name, steps]) =>
    steps.map((step, index) => ({ id: `${name}#${index}`, name: `${name} ${index + 1}`, ...fieldCode(step) })),
  );
  const resolvers: Resolver[] = [
    ...Object.entries(pipelines).map(([name, steps]): Resolver => ({
      ...split(name),
      kind: 'PIPELINE',
      code: pipelineHandlers[name] ?? amplifyHandlers,
      functionIds: steps.map((_, index) => `${name}#${index}`),
    })),
    ...Object.entries(unitResolvers).map(([name, resolver]): Resolver => ({
      ...split(name),
      kind: 'UNIT',
      functionIds: [],
      ...fieldCode(resolver),
    })),
  ];
  return {
    id: 'api',
    arn: apiArn,
    schema,
    environmentVariables: { GREETING: 'Hello' },
    introspectionConfig: 'ENABLED',
    ...limits,
    dataSources: [
      { type: 'NONE', name: 'NONE_DS' },
      {
        type: 'AMAZON_DYNAMODB',
        name: 'MovieTable',
        tableName: 'Movie',
        roleArn: 'arn:aws:iam::123456789012:role/MovieRole',
      },
      {
        type: 'AWS_LAMBDA',
        name: 'Search',
        functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:search',
        roleArn: 'arn:aws:iam::123456789012:role/SearchRole',
      },
    ],
    functions,
    resolvers,
    modelIntrospection: {},
  };
}

export const guestCaller: Caller = {
  principal: {
    roleArn: 'arn:aws:iam::123456789012:role/guests',
    userArn: 'arn:aws:sts::123456789012:assumed-role/guests/CognitoIdentityCredentials',
    cognito: { identityId: 'us-east-1:guest', identityPoolId: 'us-east-1:pool' },
  },
  sourceIp: '127.0.0.1',
  headers: { cookie: 'secret', 'x-show': 'matinee' },
};

/** Log lines by level. */
export class TestLog {
  readonly lines: { level: string; values: Values; message: string | undefined }[] = [];
  readonly info = this.#writer('info');
  readonly warn = this.#writer('warn');
  readonly error = this.#writer('error');

  #writer(level: string) {
    return (values: unknown, message?: string) => void this.lines.push({ level, values: values as Values, message });
  }
}

export interface TestEngineOptions extends TestApiOptions {
  dynamoDb?: DynamoDb;
  lambda?: FunctionInvoker;
  /** Resources that policies deny, after the API's ARN. */
  deniedResources?: string[];
  now?: () => number;
}

export function createTestEngine({
  dynamoDb = new ScriptedDynamoDb(),
  lambda = { invoke: () => Promise.resolve(null) },
  deniedResources = [],
  now,
  ...options
}: TestEngineOptions) {
  const log = new TestLog();
  const authorizer = {
    isAllowed: (_principal: Principal, action: string, resource: string) =>
      action === 'appsync:GraphQL' && !deniedResources.includes(resource.slice(apiArn.length)),
  };
  const engine = createGraphqlEngine({
    api: createTestApi(options),
    dynamoDb,
    lambda,
    authorizer,
    log,
    ...(now ? { now } : {}),
  });
  const run = (query: string, variables?: Values, caller = guestCaller) => engine.execute({ query, variables }, caller);
  /** Subscribes, and collects the events. */
  const listen = async (query: string, variables?: Values, caller = guestCaller) => {
    const received: unknown[] = [];
    const subscription = await engine.subscribe({ query, variables }, caller, {
      deliver: (payload) => void received.push(JSON.parse(payload.toString())),
    });
    return { received, subscription };
  };
  return { engine, log, run, listen };
}
