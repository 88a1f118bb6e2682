/**
 * Requests snapshots, one at a time: at once on demand, and on its own when the screen may have missed a change. Each
 * snapshot is also a sample of the server's clock.
 */
import { withTimeout } from './with-timeout';
import type { Snapshot } from './backend';
import { backoffMs } from './backoff';
import { sampleLifetimeMs, type ServerClock } from './clock';
import { schedule } from './schedule';

/** Delays after failures, and between snapshots while the real-time connection is down. */
const retries = { baseMs: 1000, capMs: 15_000 };
const polls = { baseMs: 3000, capMs: 20_000 };

/** An overdue round: the first request follows soon after it was due, the next ones with growing delays. */
const overdueAfterMs = 1000;
const overdue = { baseMs: 1500, capMs: 30_000 };
/** Per voter of the round, so that a large audience that misses a round does not send its requests at once. */
const overdueMsPerVoter = 2;

export interface PollState {
  /** The number of consecutive failed requests. */
  failures: number;
  isLive: boolean;
  /** The number of consecutive snapshots without the new round that was due. */
  idle: number;
  /** The time until the end of the current round, in milliseconds; null if there is none. */
  roundLeftMs: number | null;
  /** The age of the clock's sample, in milliseconds: clocks drift, so even a live screen takes a new one at times. */
  sampleAgeMs: number;
  /** The known number of voters in the current round: about as many may send requests at the same time. */
  voters: number;
}

/** Returns the delay until the next snapshot if none is requested before, in milliseconds, with jitter. */
export function nextSnapshotMs(state: PollState, random: number): number {
  const { failures, isLive, idle, roundLeftMs, sampleAgeMs, voters } = state;
  if (failures > 0) return backoffMs(failures, retries, random);
  const spread = { ...overdue, baseMs: Math.max(overdue.baseMs, voters * overdueMsPerVoter) };
  const untilOverdueMs = Math.max(0, (roundLeftMs ?? 0) + overdueAfterMs) + backoffMs(idle, spread, random);
  if (!isLive) return Math.min(untilOverdueMs, backoffMs(idle, polls, random));
  // Spread over a quarter of the time, as an audience often joins at once.
  const untilSampleMs = Math.max(overdueAfterMs, sampleLifetimeMs * (1 + random / 4) - sampleAgeMs);
  return Math.min(untilOverdueMs, untilSampleMs);
}

export interface SnapshotPollerOptions {
  /** Obtains the guest identity first, so that its request is not part of the measured round trip. Must settle. */
  prepare: () => Promise<void>;
  fetch: () => Promise<Snapshot>;
  clock: ServerClock;
  onSnapshot: (snapshot: Snapshot) => void;
  onError: (error: unknown) => Promise<void>;
  /** Returns the end of the current round by the server's clock, in epoch milliseconds. */
  roundEndsAtMs: () => number | null;
  voters: () => number;
  isLive: () => boolean;
  random: () => number;
}

/** Requests snapshots until it is closed. */
export class SnapshotPoller {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isFetching = false;
  #isRequested = false;
  #isRequestedAgain = false;
  #isClosed = false;
  #failures = 0;
  #idle = 0;

  constructor(private readonly options: SnapshotPollerOptions) {}

  /** Requests a snapshot after a delay in milliseconds. If a request is in progress, another one follows it. */
  request(delayMs = 0): void {
    if (this.#isClosed) return;
    if (this.#isFetching) {
      this.#isRequestedAgain = true;
      return;
    }
    this.#isRequested = true;
    this.#schedule(delayMs);
  }

  /** A subscription delivered a new round: no snapshot is needed before it ends. */
  roundStarted(): void {
    this.#idle = 0;
    if (!this.#isFetching && !this.#isRequested && this.#failures === 0) this.#plan();
  }

  /** Stops. A response that arrives later is ignored. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fetch(), delayMs);
  }

  async #fetch(): Promise<void> {
    this.#isFetching = true;
    this.#isRequested = false;
    this.#isRequestedAgain = false;
    const { prepare, fetch, clock, onSnapshot, onError, roundEndsAtMs } = this.options;
    const roundBefore = roundEndsAtMs();
    const isClosed = () => this.#isClosed;
    try {
      await prepare();
      if (isClosed()) return;
      const addSample = clock.startSample();
      const snapshot = await withTimeout(fetch(), schedule);
      if (isClosed()) return;
      addSample(snapshot.serverTime);
      onSnapshot(snapshot);
      this.#failures = 0;
      this.#idle = roundEndsAtMs() === roundBefore ? this.#idle + 1 : 0;
    } catch (error) {
      this.#failures += 1;
      if (!isClosed()) await onError(error);
    } finally {
      this.#isFetching = false;
      this.#plan();
    }
  }

  #plan(): void {
    if (this.#isClosed) return;
    if (this.#isRequestedAgain && this.#failures === 0) {
      this.request();
      return;
    }
    const { clock, roundEndsAtMs, voters, isLive, random } = this.options;
    const endsAtMs = roundEndsAtMs();
    const situation = {
      failures: this.#failures,
      isLive: isLive(),
      idle: this.#idle,
      roundLeftMs: endsAtMs === null ? null : endsAtMs - clock.now(),
      sampleAgeMs: clock.sampleAgeMs,
      voters: voters(),
    };
    this.#schedule(nextSnapshotMs(situation, random()));
  }
}
