/** A local backend in its own process, which can be killed and restarted on the same port. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AmplifyOutputs, BackendOptions } from 'amplify-local';

const entry = fileURLToPath(new URL('./backend-entry.ts', import.meta.url));

export class BackendProcess {
  #child: ChildProcess | undefined;

  /** @param nodeOptions - e.g. `--expose-gc` */
  constructor(
    private readonly options: BackendOptions,
    private readonly nodeOptions: string[] = [],
  ) {}

  get pid(): number {
    return this.#child?.pid ?? NaN;
  }

  /** @throws if it was never started */
  get child(): ChildProcess {
    if (!this.#child) throw new Error('The backend was not started.');
    return this.#child;
  }

  /** @throws if the process ends before it serves */
  async start({ fresh = false } = {}): Promise<AmplifyOutputs> {
    const child = fork(entry, {
      execArgv: ['--import', 'tsx', ...this.nodeOptions],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.send({ runSchedulesAtStart: true, ...this.options, fresh });
    const ended = once(child, 'exit').then(([code]): never => {
      throw new Error(`The backend ended with ${String(code)} before it served.`);
    });
    ended.catch(() => undefined);
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ outputs: AmplifyOutputs }];
    return message.outputs;
  }

  /**
   * Splits every open shard of the streams of a model's tables in two.
   *
   * @returns the ids of the new shards
   */
  async splitShards(model: string): Promise<string[]> {
    const answered = once(this.child, 'message');
    this.child.send({ splitShardsOf: model });
    const [{ newShards }] = (await answered) as [{ newShards: string[] }];
    return newShards;
  }

  /** Ends the process gracefully (`SIGTERM`) or at once (`SIGKILL`). */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}
