/** Invokes the deployed functions, each in warm execution environments of its own, as Lambda does. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Deployment, LambdaFunction } from '../cloudformation/deployment';
import { assumeRole } from '../iam/assume-role';
import type { Principal } from '../iam/principal';
import { log as defaultLog } from '../log';
import { ExecutionEnvironment } from './execution-environment';
import { createEnvironmentVariables, type FunctionCredentials } from './environment-variables';
import { toLogLine } from './handler-output';
import type { LogLevel } from './worker-messages';

/** What Amplify gives a function that names no other size. */
const defaultMemorySizeMb = 512;

/** Invocations of one function at a time; more wait, as asynchronous ones wait at Lambda's concurrency limit. */
const defaultMaxConcurrency = 10;

const credentialsSeconds = 3600;

/** An environment is not used again when its credentials could end during the invocation. */
const credentialsReserveMs = 60_000;

export interface LambdaRuntimeOptions {
  deployment: Pick<Deployment, 'region' | 'functions'>;
  credentials: {
    issue(principal: Principal, durationSeconds: number): FunctionCredentials & { expiration: Date };
  };
  /** Where the SDK in a function finds DynamoDB, e.g. `http://127.0.0.1:4000/dynamodb/`. */
  dynamoDbEndpoint: string;
  /** For every function, beside its own. */
  functionVariables?: Readonly<Record<string, string>>;
  secrets?: Readonly<Record<string, string>>;
  maxConcurrency?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
  log?: Pick<Logger, LogLevel>;
}

interface Warm {
  environment: ExecutionEnvironment;
  credentialsExpireAt: number;
}

interface Pool {
  fn: LambdaFunction;
  idle: Warm[];
  busy: Set<Warm>;
  /** Invocations that wait for an environment, first come first served. */
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
   * Invokes a function and waits for what it returns, as JSON would carry it.
   * @param functionName - its name or its ARN.
   * @throws {LambdaError} when the handler fails, takes too long or ends its process.
   */
  async invoke(functionName: string, event: unknown): Promise<unknown> {
    const pool = this.#pools.get(functionName.slice(functionName.lastIndexOf(':') + 1));
    if (!pool) throw new Error(`Function not found: ${functionName}`);

    const warm = await this.#acquire(pool);
    try {
      return await warm.environment.invoke(randomUUID(), event);
    } finally {
      this.#release(pool, warm);
    }
  }

  /** Ends every environment, with the invocations at work. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const pools = [...this.#pools.values()];
    await Promise.all(
      pools.flatMap(({ idle, busy }) => [...idle, ...busy]).map(({ environment }) => environment.close()),
    );
    for (const { queue } of pools) for (const wake of queue.splice(0)) wake();
  }

  async #acquire(pool: Pool): Promise<Warm> {
    const { maxConcurrency = defaultMaxConcurrency } = this.#options;
    while (!this.#isClosed && pool.busy.size >= maxConcurrency) {
      await new Promise<void>((resolve) => pool.queue.push(resolve));
    }
    if (this.#isClosed) throw new Error('The Lambda runtime is closed');

    const warm = this.#takeIdle(pool) ?? this.#start(pool.fn);
    pool.busy.add(warm);
    return warm;
  }

  #takeIdle({ fn, idle }: Pool): Warm | undefined {
    const neededUntil = this.#now() + fn.timeoutSeconds * 1000 + credentialsReserveMs;
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      if (!warm.environment.isAlive) continue;
      if (warm.credentialsExpireAt > neededUntil) return warm;
      void warm.environment.close();
    }
    return undefined;
  }

  #release(pool: Pool, warm: Warm): void {
    pool.busy.delete(warm);
    if (warm.environment.isAlive) pool.idle.push(warm);
    pool.queue.shift()?.();
  }

  #start(fn: LambdaFunction): Warm {
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
        this.#log[level]({ function: fn.name, ...fields }, message);
      },
    });
    return { environment, credentialsExpireAt: credentials.expiration.getTime() };
  }
}
