/**
 * A device that can sleep, as phones and hidden tabs do: its timers wait and its sockets are not read. When it wakes, all
 * due timers run at once.
 */
import { WebSocket } from 'ws';
import type { PageGlobals } from './viewer-pages';

export class Device {
  #isAsleep = false;
  /** An interval that was due several times runs once. */
  readonly #due = new Set<() => void>();
  readonly #sockets = new Set<WebSocket>();

  /** Globals of the pages on this device. */
  readonly globals: PageGlobals = {
    setTimeout: (callback, delayMs, ...values) =>
      setTimeout(
        this.#whenAwake(() => callback(...values)),
        delayMs,
      ),
    setInterval: (callback, delayMs, ...values) =>
      setInterval(
        this.#whenAwake(() => callback(...values)),
        delayMs,
      ),
    WebSocket: this.#sleepingSocket(),
  };

  get isAsleep(): boolean {
    return this.#isAsleep;
  }

  sleep(): void {
    this.#isAsleep = true;
    for (const socket of this.#sockets) socket.pause();
  }

  wake(): void {
    this.#isAsleep = false;
    for (const socket of this.#sockets) socket.resume();
    const due = [...this.#due];
    this.#due.clear();
    for (const callback of due) callback();
  }

  #whenAwake(callback: () => void): () => void {
    const run = () => {
      if (this.#isAsleep) this.#due.add(run);
      else callback();
    };
    return run;
  }

  #sleepingSocket(): PageGlobals['WebSocket'] {
    const sockets = this.#sockets;
    return class extends WebSocket {
      constructor(...options: ConstructorParameters<typeof WebSocket>) {
        super(...options);
        sockets.add(this);
        this.on('close', () => sockets.delete(this));
      }
    };
  }
}
