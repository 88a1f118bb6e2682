/** Invokes the deployed functions, each in its own execution environments, which are reused while they are warm. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Deployment, LambdaFunction } from '../cloudformation/deployment';
import { assumeRole } from '../iam/assume-role';
import type { Principal } from '../iam/principal';
import { log as defaultLog } from '../log';
import { ExecutionEnvironment } from './execution-environment';
import { functionNameOf } from './function-name';
import { createEnvironmentVariables, type FunctionCredentials } from './environment-variables';
import { toLogLine } from './handler-output';
import type { LogLevel } from './worker-messages';

/** Amplify's default. */
const defaultMemorySizeMb = 512;

/** Concurrent invocations of one function; more wait, as asynchronous ones do at Lambda's concurrency limit. */
const defaultMaxConcurrency = 10;

const credentialsSeconds = 3600;

/** An environment is not reused if its credentials could expire during the invocation. */
const credentialsReserveMs = 60_000;

export interface LambdaRuntimeOptions {
  deployment: Pick<Deployment, 'region' | 'functions'>;
  credentials: {
    issue(principal: Principal, durationSeconds: number): FunctionCredentials & { expiration: Date };
  };
  /** The endpoint of DynamoDB for the SDK, for example `http://127.0.0.1:4000/dynamodb/`. */
  dynamoDbEndpoint: string;
  /** Environment variables that every function gets in addition to its own. */
  functionVariables?: Readonly<Record<string, string>>;
  secrets?: Readonly<Record<string, string>>;
  maxConcurrency?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
  log?: Pick<Logger, LogLevel>;
}

interface WarmEnvironment {
  environment: ExecutionEnvironment;
  credentialsExpireAt: number;
}

interface Pool {
  fn: LambdaFunction;
  idle: WarmEnvironment[];
  busy: Set<WarmEnvironment>;
  /** Invocations that wait for an environment, in order. */
  queue: (() => void)[];
}

export class LambdaRuntime {
  readonly #options: LambdaRuntimeOptions;
  readonly #pools: ReadonlyMap<string, Pool>;
  readonly #now: () => number;
  readonly #log: Pick<Logger, LogLevel>;
  #isClosed = false;

  constructor(options: LambdaRuntimeOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#log = options.log ?? defaultLog;
    this.#pools = new Map(
      options.deployment.functions.map((fn) => [fn.name, { fn, idle: [], busy: new Set(), queue: [] }]),
    );
  }

  /**
   * Invokes a function.
   *
   * @param functionName its name or ARN
   * @returns the result, converted to JSON and back
   * @throws {LambdaError} if the handler fails, times out or ends its process
   */
  async invoke(functionName: string, event: unknown): Promise<unknown> {
    const pool = this.#pools.get(functionNameOf(functionName));
    if (!pool) throw new Error(`Function not found: ${functionName}`);

    const warm = await this.#acquire(pool);
    try {
      return await warm.environment.invoke(randomUUID(), event);
    } finally {
      this.#release(pool, warm);
    }
  }

  /** Ends all environments, even during invocations. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const pools = [...this.#pools.values()];
    await Promise.all(
      pools.flatMap(({ idle, busy }) => [...idle, ...busy]).map(({ environment }) => environment.close()),
    );
    for (const { queue } of pools) for (const resume of queue.splice(0)) resume();
  }

  async #acquire(pool: Pool): Promise<WarmEnvironment> {
    const { maxConcurrency = defaultMaxConcurrency } = this.#options;
    while (!this.#isClosed && pool.busy.size >= maxConcurrency) {
      await new Promise<void>((resolve) => pool.queue.push(resolve));
    }
    if (this.#isClosed) throw new Error('The Lambda runtime is closed');

    const warm = this.#takeIdle(pool) ?? this.#start(pool.fn);
    pool.busy.add(warm);
    return warm;
  }

  #takeIdle({ fn, idle }: Pool): WarmEnvironment | undefined {
    const neededUntil = this.#now() + fn.timeoutSeconds * 1000 + credentialsReserveMs;
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      if (!warm.environment.isAlive) continue;
      if (warm.credentialsExpireAt > neededUntil) return warm;
      void warm.environment.close();
    }
    return undefined;
  }

  #release(pool: Pool, warm: WarmEnvironment): void {
    pool.busy.delete(warm);
    if (warm.environment.isAlive) pool.idle.push(warm);
    pool.queue.shift()?.();
  }

  #start(fn: LambdaFunction): WarmEnvironment {
    const {
      credentials: issuer,
      deployment,
      functionVariables: variables = {},
      secrets = {},
      dynamoDbEndpoint,
    } = this.#options;
    const credentials = issuer.issue(assumeRole(fn.roleArn, fn.name), credentialsSeconds);

    const memorySizeMb = fn.memorySizeMb ?? defaultMemorySizeMb;
    const environment = new ExecutionEnvironment({
      fn,
      memorySizeMb,
      environment: createEnvironmentVariables(
        { ...fn, environment: { ...fn.environment, ...variables } },
        { region: deployment.region, credentials, memorySizeMb, secrets, dynamoDbEndpoint },
      ),
      onOutput: (printedLevel, text) => {
        const { level, message, fields } = toLogLine(printedLevel, text);
        this.#log[level]({ function: fn.name, ...fields }, ...(message === undefined ? [] : [message]));
      },
    });
    return { environment, credentialsExpireAt: credentials.expiration.getTime() };
  }
}
