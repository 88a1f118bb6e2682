/** Announces a frequently changing text at most once per interval, and never the same text twice in a row. */
export interface LatestAnnouncementOptions {
  announce: (text: string) => void;
  /** The minimum time between two announcements, in milliseconds. */
  minIntervalMs: number;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
}

/** Announces the latest text at intervals. */
export class LatestAnnouncement {
  #announced = '';
  #announcedAt = -Infinity;
  #pending: string | null = null;
  #cancel: (() => void) | null = null;

  constructor(private readonly options: LatestAnnouncementOptions) {}

  /** Announces a text when the interval is over, unless a newer text replaces it before. */
  update(text: string): void {
    const { elapsed, schedule, minIntervalMs } = this.options;
    this.#pending = text;
    this.#cancel ??= schedule(Math.max(0, this.#announcedAt + minIntervalMs - elapsed()), () => this.#announce());
  }

  /** Announces a text at once and discards the pending one. */
  interrupt(text: string): void {
    this.stop();
    this.#pending = text;
    this.#announce();
  }

  /** Discards the pending text. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#pending = null;
  }

  #announce(): void {
    const text = this.#pending;
    this.stop();
    if (text === null || text === this.#announced) return;
    this.#announced = text;
    this.#announcedAt = this.options.elapsed();
    this.options.announce(text);
  }
}
