/** A subscription of a connection. Sends the payloads of the engine with the id of the subscription. */
import type { Subscriber } from '../graphql-engine';
import { createDataMessageWriter } from './protocol';

export class ClientSubscription implements Subscriber {
  readonly #write: (payload: Buffer) => Buffer;
  readonly #send: (message: Buffer) => void;
  /** Payloads that were delivered before `start_ack`, which must be sent first. */
  #held: Buffer[] | undefined = [];
  #unsubscribe: (() => void) | undefined;
  #ended = false;

  constructor(id: string, send: (message: Buffer) => void) {
    this.#write = createDataMessageWriter(id);
    this.#send = send;
  }

  deliver(payload: Buffer): void {
    if (this.#ended) return;
    const message = this.#write(payload);
    if (this.#held) this.#held.push(message);
    else this.#send(message);
  }

  /** Sends the waiting payloads, once `start_ack` was sent. */
  acknowledge(unsubscribe: () => void): void {
    this.#unsubscribe = unsubscribe;
    const held = this.#held ?? [];
    this.#held = undefined;
    held.forEach(this.#send);
  }

  /** Nothing is sent after `complete`. */
  end(): void {
    this.#ended = true;
    this.#unsubscribe?.();
  }
}
