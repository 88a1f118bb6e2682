/**
 * The server's clock, as seen from here: rounds are cut by it, so every screen counts down to the same
 * moment even where a device's own clock is wrong (Cristian's algorithm).
 */
export interface ClockSample {
  /** Local time at which the question left, in epoch milliseconds. */
  sentAt: number;
  /** Local time at which the answer came, in epoch milliseconds. */
  receivedAt: number;
  /** The server's time in the answer, in epoch milliseconds. */
  serverTime: number;
}

/** Clocks drift by some ten milliseconds in this time, as much as a good sample is worth. */
const sampleLifetimeMs = 10 * 60_000;

/** Two samples that contradict each other by more than this mean that the device's clock was set. */
const toleranceMs = 100;

const roundTripOf = ({ sentAt, receivedAt }: ClockSample) => receivedAt - sentAt;

/** The server answered at some time between sending and receiving; the middle errs least. */
const offsetOf = ({ sentAt, receivedAt, serverTime }: ClockSample) => serverTime - (sentAt + receivedAt) / 2;

const errorOf = (sample: ClockSample) => roundTripOf(sample) / 2;

function contradict(a: ClockSample, b: ClockSample): boolean {
  return Math.abs(offsetOf(a) - offsetOf(b)) > errorOf(a) + errorOf(b) + toleranceMs;
}

export class ServerClock {
  #best: ClockSample | null = null;
  #offsetMs: number;

  /**
   * @param localNow this device's clock, in epoch milliseconds
   * @param offsetMs what is known of the difference before the first sample, in milliseconds
   */
  constructor(
    private readonly localNow: () => number,
    offsetMs = 0,
  ) {
    this.#offsetMs = offsetMs;
  }

  /** Takes a sample in; the one with the fastest round trip decides. */
  add(sample: ClockSample): void {
    const best = this.#best;
    const isBetter =
      best === null ||
      roundTripOf(sample) <= roundTripOf(best) ||
      sample.receivedAt - best.receivedAt > sampleLifetimeMs ||
      contradict(sample, best);
    if (isBetter) {
      this.#best = sample;
      this.#offsetMs = offsetOf(sample);
    }
  }

  /** The server's time, in epoch milliseconds. */
  now(): number {
    return this.localNow() + this.#offsetMs;
  }

  /** How far this device's clock lags behind the server's, in milliseconds; negative where it is ahead. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The most that `now()` can be wrong by, in milliseconds. */
  get errorMs(): number {
    return this.#best === null ? Infinity : errorOf(this.#best);
  }
}
