/**
 * One execution environment: a worker thread that has loaded a function and runs one invocation at a time
 * ("Understanding the Lambda execution environment lifecycle").
 */
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { LambdaFunction } from '../cloudformation/deployment';
import { exitError, initTimeoutError, LambdaError, outOfMemoryError, timeoutError } from './lambda-error';
import type { InvokeMessage, LogLevel, WorkerData, WorkerMessage } from './worker-messages';

/** Lambda's limit for loading the code, the init phase. */
const initSeconds = 10;

/** The share of a function's memory for short-lived objects. */
const youngGenerationShare = 1 / 8;

export interface ExecutionEnvironmentOptions {
  fn: LambdaFunction;
  environment: Record<string, string>;
  memorySizeMb: number;
  /** Receives the lines and console calls of the handler. */
  onOutput: (level: LogLevel, text: string) => void;
}

interface Pending {
  requestId: string;
  settle: (outcome: { error: Error } | { result: unknown }) => void;
}

export class ExecutionEnvironment {
  readonly #fn: LambdaFunction;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  readonly #exit: Promise<void>;
  #pending: Pending | undefined;
  #crash: Error | undefined;
  #isAlive = true;

  constructor({ fn, environment, memorySizeMb, onOutput }: ExecutionEnvironmentOptions) {
    this.#fn = fn;
    this.#worker = new Worker(new URL('./lambda-worker.mjs', import.meta.url), {
      workerData: { codePath: fn.codePath, handler: fn.handler } satisfies WorkerData,
      env: environment,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: memorySizeMb,
        maxYoungGenerationSizeMb: memorySizeMb * youngGenerationShare,
      },
    });
    this.#ready = new Promise((resolve, reject) => this.#listen(onOutput, resolve, reject));
    this.#ready.catch(() => undefined);
    this.#exit = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    createInterface(this.#worker.stdout).on('line', (line) => onOutput('info', line));
    createInterface(this.#worker.stderr).on('line', (line) => onOutput('warn', line));
  }

  /** False once the worker has ended. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /**
   * Runs the handler.
   *
   * @param requestId the id in the handler's context
   * @throws {LambdaError} if the handler fails, times out (which ends the worker), or the worker ends
   */
  async invoke(requestId: string, event: unknown): Promise<unknown> {
    await this.#init();
    const timeoutMs = this.#fn.timeoutSeconds * 1000;
    const message: InvokeMessage = {
      requestId,
      eventJson: JSON.stringify(event ?? null),
      deadlineMs: Date.now() + timeoutMs,
      functionArn: this.#fn.arn,
    };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#settle({ error: timeoutError(requestId, this.#fn.timeoutSeconds) });
        void this.close();
      }, timeoutMs);
      this.#pending = {
        requestId,
        settle: (outcome) => {
          clearTimeout(timer);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.result);
        },
      };
      if (this.#isAlive) this.#worker.postMessage(message);
      else this.#settle({ error: this.#crash ?? exitError(requestId, 0) });
    });
  }

  /** Ends the worker, even during an invocation. */
  async close(): Promise<void> {
    this.#isAlive = false;
    await this.#worker.terminate();
    await this.#exit;
  }

  async #init(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(initTimeoutError(initSeconds));
        void this.close();
      }, initSeconds * 1000);
    });
    try {
      await Promise.race([this.#ready, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  #listen(
    onOutput: ExecutionEnvironmentOptions['onOutput'],
    ready: () => void,
    failInit: (error: Error) => void,
  ): void {
    this.#worker.on('message', (message: WorkerMessage) => {
      switch (message.type) {
        case 'log':
          onOutput(message.level, message.text);
          return;
        case 'ready':
          ready();
          return;
        case 'initError':
          failInit(new LambdaError(message.errorType, message.errorMessage, message.trace));
          void this.close();
          return;
        case 'result':
          if (message.requestId === this.#pending?.requestId) this.#settle({ result: JSON.parse(message.resultJson) });
          return;
        case 'error':
          if (message.requestId === this.#pending?.requestId) {
            this.#settle({ error: new LambdaError(message.errorType, message.errorMessage, message.trace) });
          }
          return;
      }
    });
    // An uncaught exception, or out of memory; `exit` follows.
    this.#worker.on('error', (error: unknown) => (this.#crash = describeCrash(error, this.#pending?.requestId)));
    this.#worker.on('exit', (exitCode) => {
      this.#isAlive = false;
      const error = this.#crash ?? exitError(this.#pending?.requestId, exitCode);
      if (this.#crash && !this.#pending) onOutput('error', `Runtime exited: ${error.message}`);
      failInit(error);
      this.#settle({ error });
    });
  }

  #settle(outcome: { error: Error } | { result: unknown }): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.settle(outcome);
  }
}

/** @param thrown anything, not only an `Error` */
function describeCrash(thrown: unknown, requestId: string | undefined): LambdaError {
  if (!(thrown instanceof Error)) return new LambdaError(typeof thrown, String(thrown));
  if ('code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY') return outOfMemoryError(requestId);
  return new LambdaError(thrown.name, thrown.message, thrown.stack);
}
