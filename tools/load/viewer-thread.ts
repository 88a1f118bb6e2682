/** The main thread's handle on a worker thread with viewers. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FromThread, Progress, ThreadData, ToThread } from './thread-messages';

export class ViewerThread {
  progress: Progress = { entered: 0, live: 0, votesCast: 0, calls: 0, received: 0, errors: 0 };
  readonly ready: Promise<void>;
  /** Never resolves. */
  readonly failure: Promise<never>;
  readonly #worker: Worker;

  constructor({ endpoints, documents, arrivals, votesPerSecond, messagesPerMinute }: ThreadData) {
    const workerData: ThreadData = { endpoints, documents, arrivals, votesPerSecond, messagesPerMinute };
    this.#worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData });
    this.ready = this.nextMessage('ready').then(() => undefined);
    this.failure = once(this.#worker, 'error').then(([error]) => {
      throw error;
    });
    this.on('progress', (progress) => (this.progress = progress));
  }

  send(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  /** Returns a function that stops listening. */
  on<Type extends FromThread['type']>(
    type: Type,
    listener: (message: Extract<FromThread, { type: Type }>) => void,
  ): () => void {
    const listen = (message: FromThread) =>
      message.type === type && listener(message as Extract<FromThread, { type: Type }>);
    this.#worker.on('message', listen);
    return () => this.#worker.off('message', listen);
  }

  /** Resolves with the next message of a type. */
  nextMessage<Type extends FromThread['type']>(type: Type): Promise<Extract<FromThread, { type: Type }>> {
    return new Promise((resolve) => {
      const stop = this.on(type, (message) => {
        stop();
        resolve(message);
      });
    });
  }

  finish() {
    const finished = this.nextMessage('finished');
    this.send({ type: 'finish' });
    return finished;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}
