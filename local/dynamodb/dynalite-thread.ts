/** Starts dynalite in its own thread, on a free port. */
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface DynaliteOptions {
  region: string;
  accountId: string;
  /** Tables are stored in memory if it is missing. */
  dataFolder?: string | undefined;
}

export class DynaliteThread {
  readonly #worker: Worker;
  readonly #exit: Promise<void>;
  #failure: Error | undefined;

  constructor({ region, accountId, dataFolder }: DynaliteOptions) {
    this.#worker = new Worker(new URL('./dynalite-worker.mjs', import.meta.url), {
      argv: dataFolder === undefined ? [] : [dataFolder],
      // dynalite uses these in the ARNs that it returns.
      env: { AWS_REGION: region, AWS_ACCOUNT_ID: accountId },
      execArgv: [],
    });
    this.#worker.on('error', (error: Error) => (this.#failure = error));
    this.#exit = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
  }

  /** Resolves when the thread has ended, with the exception that ended it, if any. */
  async waitForExit(): Promise<Error | undefined> {
    await this.#exit;
    return this.#failure;
  }

  /** Resolves with the port once dynalite listens. */
  async waitForPort(): Promise<number> {
    const address = new Promise<AddressInfo>((resolve) => this.#worker.once('message', resolve));
    const failed = this.waitForExit().then((failure): never => {
      throw failure ?? new Error('dynalite ended before it was ready');
    });
    return (await Promise.race([address, failed])).port;
  }

  /** Closes the tables and ends the thread. */
  async close(): Promise<void> {
    this.#worker.postMessage('close');
    await this.#exit;
  }

  /** Ends the thread at once. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}
