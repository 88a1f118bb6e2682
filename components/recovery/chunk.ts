/** A chunk of the app's code that is loaded when it is needed. A chunk that cannot be loaded is requested again. */
import { backoffMs } from '../../live/backoff';

const retries = { baseMs: 1000, capMs: 30_000 };

export interface ChunkState<T> {
  /** What the chunk exports; null until it is loaded. */
  value: T | null;
  /** The number of failed requests. */
  failures: number;
  /** Whether the server has no such file any more, as after a deployment. It is not requested again. */
  isGone: boolean;
}

export interface ChunkOptions<T> {
  load: () => Promise<T>;
  /** Finds out whether the server has no such file any more. */
  isGone: (error: unknown) => Promise<boolean>;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
  /** Returns a number in [0, 1). */
  random: () => number;
}

/** Loads a chunk once, for all who subscribe. */
export class Chunk<T> {
  #state: ChunkState<T> = { value: null, failures: 0, isGone: false };
  #isRequested = false;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly options: ChunkOptions<T>) {}

  readonly getState = (): ChunkState<T> => this.#state;

  /**
   * Requests the chunk if nobody has, and calls back after each change. Returns a function that unsubscribes. The request
   * starts in a task of its own: several at once would block the page just after it has become interactive.
   */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#isRequested) {
      this.#isRequested = true;
      this.options.schedule(0, () => void this.#request());
    }
    return () => this.#listeners.delete(listener);
  };

  async #request(): Promise<void> {
    const { load, isGone, schedule, random } = this.options;
    try {
      const value = await load();
      this.#change({ ...this.#state, value });
    } catch (error) {
      const failures = this.#state.failures + 1;
      const gone = await isGone(error);
      this.#change({ ...this.#state, failures, isGone: gone });
      if (!gone) schedule(backoffMs(failures, retries, random()), () => void this.#request());
    }
  }

  #change(state: ChunkState<T>): void {
    this.#state = state;
    this.#listeners.forEach((listener) => listener());
  }
}

/**
 * Whether the server answers that the file of an error does not exist. A browser does not say why it could not load a
 * script, so the file is requested again, without its content.
 *
 * @param error webpack's or Turbopack's, whose message names the file
 */
export async function isChunkGone(error: unknown): Promise<boolean> {
  const [file] = (error instanceof Error && /\/_next\/static\/[\w./~%-]+\.(?:js|css)/.exec(error.message)) || [];
  if (file === undefined) return false;
  try {
    const { status } = await fetch(file, { method: 'HEAD', cache: 'no-store' });
    return status === 404;
  } catch {
    // The network is down: the file may exist.
    return false;
  }
}
