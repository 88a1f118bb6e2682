/**
 * The server's clock as estimated by this device with Cristian's algorithm. Rounds end by the server's clock, so every
 * screen counts down to the same moment, even if the device's own clock is wrong or set while the page is open.
 */
import type { TimeSource } from './time';

export interface ClockSample {
  /** When the request was sent, in milliseconds of the monotonic clock. */
  sentAt: number;
  /** When the response arrived, in milliseconds of the monotonic clock. */
  receivedAt: number;
  /** The server's time in the response, in epoch milliseconds. */
  serverTime: number;
}

/**
 * Clocks drift by 1 to 2 s a day, so by 40 to 80 ms in this time. Screens count whole seconds and votes have a grace period
 * of 2 s, and each sample of a large audience is a request that no cache can answer.
 */
export const sampleLifetimeMs = 60 * 60_000;

/** AWS refuses signatures of a clock that is further off. Amplify corrects the clock for HTTP, but not for its WebSocket. */
const maxSkewMs = 5 * 60_000;

/** Larger differences than this mean that the device slept or that a wall clock was set. */
const toleranceMs = 100;

/** How much older than stated an answer from a cache may be, because its server or the network was slow. */
const unstatedAgeMs = 5000;

const roundTripOf = ({ sentAt, receivedAt }: ClockSample) => receivedAt - sentAt;

/** The server answered at some moment between sending and receiving; the middle has the smallest error. */
const offsetOf = ({ sentAt, receivedAt, serverTime }: ClockSample) => serverTime - (sentAt + receivedAt) / 2;

const errorOf = (sample: ClockSample) => roundTripOf(sample) / 2;

function contradict(a: ClockSample, b: ClockSample): boolean {
  return Math.abs(offsetOf(a) - offsetOf(b)) > errorOf(a) + errorOf(b) + toleranceMs;
}

export class ServerClock {
  #best: ClockSample | null = null;
  #isMeasured = false;
  /** The server's time minus the monotonic clock. */
  #offsetMs: number;
  /** The wall clock minus the monotonic clock at the last sample. */
  #wallOffsetMs: number;

  /** @param aheadMs estimated lead of the server's clock over the device's wall clock before the first sample */
  constructor(
    private readonly time: TimeSource,
    aheadMs = 0,
  ) {
    this.#wallOffsetMs = this.#readWallOffset();
    this.#offsetMs = this.#wallOffsetMs + aheadMs;
  }

  /**
   * Starts to measure a request. Call the returned function when the response arrives, with the server's time in it and
   * how old it may have been when it was sent, in milliseconds.
   */
  startSample(): (serverTime: number, maxAgeMs?: number) => void {
    const sentAt = this.time.elapsed();
    const wallOffsetMs = this.#readWallOffset();
    return (serverTime, maxAgeMs = 0) => {
      // If the device slept meanwhile, the monotonic clock may have stopped and the round trip is unknown.
      if (this.#readWallOffset() - wallOffsetMs > toleranceMs) return;
      const sample = { sentAt, receivedAt: this.time.elapsed(), serverTime };
      if (maxAgeMs === 0) this.add(sample);
      else this.bound(sample, maxAgeMs);
    };
  }

  /** Adds a sample. The one with the shortest round trip determines the estimate. */
  add(sample: ClockSample): void {
    const best = this.#best;
    const isBetter =
      best === null ||
      // The device slept or its wall clock was set: only the new sample is certain.
      this.#sleptMs() > 0 ||
      roundTripOf(sample) <= roundTripOf(best) ||
      sample.receivedAt - best.receivedAt > sampleLifetimeMs ||
      contradict(sample, best);
    if (isBetter) {
      this.#best = sample;
      this.#offsetMs = offsetOf(sample);
    }
    this.#isMeasured = true;
    this.#wallOffsetMs = this.#readWallOffset();
  }

  /**
   * Adds a sample from a cache. It is too rough for an estimate, but it limits what the server's time can be: an estimate
   * outside these limits moves to the nearest one, and one inside stays. A measured estimate is better and only moves if the
   * device slept, its wall clock was set, or the limits contradict it clearly.
   *
   * @param maxAgeMs how old the answer may have been when it was sent, in milliseconds
   */
  bound({ sentAt, receivedAt, serverTime }: ClockSample, maxAgeMs: number): void {
    const sleptMs = this.#sleptMs();
    const offsetMs = this.#offsetMs + sleptMs;
    const boundedMs = Math.min(serverTime + maxAgeMs - sentAt, Math.max(serverTime - receivedAt, offsetMs));
    const movedMs = Math.abs(boundedMs - offsetMs);
    if (this.#best === null || sleptMs > 0 || movedMs > unstatedAgeMs) {
      this.#best = null;
      this.#offsetMs = boundedMs;
    }
    this.#isMeasured = true;
    this.#wallOffsetMs = this.#readWallOffset();
  }

  /** The server's time, in epoch milliseconds. */
  now(): number {
    return this.time.elapsed() + this.#offsetMs + this.#sleptMs();
  }

  /** The time since the estimate was measured, in milliseconds; infinite without a sample that is not from a cache. */
  get sampleAgeMs(): number {
    return this.#best === null ? Infinity : this.time.elapsed() - this.#best.receivedAt;
  }

  /** The maximum error of `now()`, in milliseconds; infinite without a sample that is not from a cache. */
  get errorMs(): number {
    return this.#best === null ? Infinity : errorOf(this.#best);
  }

  /** Whether the device's wall clock is so wrong that AWS refuses the WebSocket; false before the first sample. */
  get isDeviceClockWrong(): boolean {
    return this.#isMeasured && Math.abs(this.time.now() - this.now()) > maxSkewMs;
  }

  /** The wall clock gets ahead of the monotonic clock when the device sleeps. It falls behind only when it is set. */
  #sleptMs(): number {
    const aheadMs = this.#readWallOffset() - this.#wallOffsetMs;
    return aheadMs > toleranceMs ? aheadMs : 0;
  }

  #readWallOffset(): number {
    return this.time.now() - this.time.elapsed();
  }
}
