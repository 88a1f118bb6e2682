/** For those who listen: of a text that changes all the time, the latest word now and then, and never the same twice. */
export interface LatestAnnouncementOptions {
  announce: (text: string) => void;
  /** Least time between two words, in milliseconds. */
  minIntervalMs: number;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  /** Calls back after a time in milliseconds; returns how to cancel. */
  schedule: (delayMs: number, callback: () => void) => () => void;
}

export class LatestAnnouncement {
  #said = '';
  #saidAt = -Infinity;
  #waiting: string | null = null;
  #cancel: (() => void) | null = null;

  constructor(private readonly options: LatestAnnouncementOptions) {}

  /** Says it when it is time, unless there is something newer to say by then. */
  update(text: string): void {
    const { elapsed, schedule, minIntervalMs } = this.options;
    this.#waiting = text;
    this.#cancel ??= schedule(Math.max(0, this.#saidAt + minIntervalMs - elapsed()), () => this.#speak());
  }

  /** Says this at once, and drops what waits. */
  interrupt(text: string): void {
    this.stop();
    this.#waiting = text;
    this.#speak();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = null;
  }

  #speak(): void {
    const text = this.#waiting;
    this.stop();
    if (text === null || text === this.#said) return;
    this.#said = text;
    this.#saidAt = this.options.elapsed();
    this.options.announce(text);
  }
}
