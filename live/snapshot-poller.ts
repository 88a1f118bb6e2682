/**
 * Requests snapshots, one at a time: at once on demand, and on its own when the screen may have missed a change. Each
 * snapshot is also a sample of the server's clock.
 */
import { valueFor } from '../amplify/by-voters';
import { pace } from '../amplify/limits';
import { withTimeout } from './with-timeout';
import type { PublicSnapshot, SnapshotAnswer } from './backend';
import { backoffMs } from './backoff';
import { sampleLifetimeMs, type ServerClock } from './clock';
import { countedAtMs, dueAtMsOf, type Times } from './phase';
import { schedule } from './schedule';

const retries = { baseMs: 1000, capMs: 15_000 };

/**
 * Without a real-time connection, snapshots replace it: at intervals, soon after the last votes of a round are counted, and
 * soon after the next one is due. A few of the last ones may be too early, since rounds start a little late and caches are a
 * little behind; then they become rare.
 */
const changesWithinMs = 300;
const early = { baseMs: 1000, capMs: 20_000 };
const earlyAtFullRate = 3;

/** A live screen whose round is overdue: the first request follows soon after it was due, the next ones with growing delays. */
export const overdueAfterMs = 1000;
const overdue = { baseMs: 1500, capMs: 30_000 };
/** Per voter of the round, so that a large audience that misses a round does not send its requests at once. */
const overdueMsPerVoter = 2;

export interface PollState {
  /** The number of consecutive failed requests. */
  failures: number;
  isLive: boolean;
  /** The number of snapshots without the new round since it was due. */
  idle: number;
  /** The time until the next round is due, in milliseconds; null if there is no round. */
  roundLeftMs: number | null;
  /** The time until the last votes of the round are counted and its result is shown, in milliseconds. */
  resultLeftMs?: number | undefined;
  /** The time until a live screen takes a new sample of the clock, in milliseconds; none if undefined. */
  sampleLeftMs?: number | undefined;
  /** The time until an answer completes the recent rounds of a live screen, in milliseconds; none if undefined. */
  recentRoundsLeftMs?: number | undefined;
  /** The known number of voters in the current round: about as many may send requests at the same time. */
  voters: number;
}

/** Returns the delay until the next snapshot if none is requested before, in milliseconds, with jitter. */
export function nextSnapshotMs(state: PollState, random: number): number {
  const { failures, isLive, idle, roundLeftMs, sampleLeftMs = Infinity, recentRoundsLeftMs = Infinity, voters } = state;
  if (failures > 0) return backoffMs(failures, retries, random);
  if (!isLive) return nextPollMs(state, random);
  const spread = { ...overdue, baseMs: Math.max(overdue.baseMs, voters * overdueMsPerVoter) };
  const untilOverdueMs = Math.max(0, (roundLeftMs ?? 0) + overdueAfterMs) + backoffMs(idle, spread, random);
  const untilSampleMs = Math.max(overdueAfterMs, sampleLeftMs);
  const untilRecentRoundsMs = Math.max(0, recentRoundsLeftMs) + pollMs(voters, random);
  return Math.min(untilOverdueMs, untilSampleMs, untilRecentRoundsMs);
}

function pollMs(voters: number, random: number): number {
  return valueFor(pace.pollMs, voters) * (0.5 + 0.5 * random);
}

function nextPollMs({ idle, roundLeftMs, resultLeftMs = 0, voters }: PollState, random: number): number {
  if (idle > 0) return backoffMs(idle - earlyAtFullRate + 1, early, random);
  const untilPollMs = pollMs(voters, random);
  if (roundLeftMs === null) return untilPollMs;
  const afterChangeMs = changesWithinMs + random * valueFor(pace.roundPollSpreadMs, voters);
  if (resultLeftMs > 0 && resultLeftMs + afterChangeMs < roundLeftMs) {
    // A snapshot from the second half of this time would soon be replaced.
    return untilPollMs < resultLeftMs / 2 ? untilPollMs : resultLeftMs + afterChangeMs;
  }
  // A snapshot from the last second of a round would be replaced at once.
  return untilPollMs < roundLeftMs - 1000 ? untilPollMs : Math.max(0, roundLeftMs) + afterChangeMs;
}

export interface SnapshotPollerOptions {
  /**
   * Returns the function that fetches a snapshot. What it needs first, such as credentials, is obtained before, so that it
   * is not part of the measured round trip. Must settle.
   *
   * @param isSampleDue whether a live screen needs a new sample of the clock, which an answer from a cache is not
   */
  prepare: (isSampleDue: boolean) => Promise<() => Promise<SnapshotAnswer>>;
  clock: ServerClock;
  onSnapshot: (snapshot: PublicSnapshot) => void;
  onError: (error: unknown) => Promise<void>;
  /** Returns the current round. */
  round: () => Times | null;
  voters: () => number;
  isLive: () => boolean;
  /** Returns the time until an answer completes the recent rounds, in milliseconds; undefined if they are complete. */
  recentRoundsLeftMs: () => number | undefined;
  random: () => number;
}

/** Requests snapshots until it is closed. */
export class SnapshotPoller {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isFetching = false;
  #isRequested = false;
  #isRequestedAgain = false;
  #isRoundMissed = false;
  #isClosed = false;
  #failures = 0;
  #idle = 0;
  /** Spread over a quarter of the time, as an audience often joins at once. */
  readonly #sampleEveryMs: number;

  constructor(private readonly options: SnapshotPollerOptions) {
    this.#sampleEveryMs = sampleLifetimeMs * (1 + options.random() / 4);
  }

  /** Starts: at once if the screen has no round, or else when a snapshot is due. */
  start(): void {
    if (this.options.round() === null) this.request();
    else this.#plan();
  }

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
    this.#isRoundMissed = false;
    this.#planAnew();
  }

  /** A round has started whose start the screen missed. It is requested as by a screen that is not live. */
  roundMissed(): void {
    if (this.#isRoundMissed) return;
    this.#idle = 0;
    this.#isRoundMissed = true;
    this.#planAnew();
  }

  /** The screen is not live any more: the next snapshot is due sooner than planned. */
  liveEnded(): void {
    this.#planAnew();
  }

  /** Stops. A response that arrives later is ignored. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #planAnew(): void {
    if (!this.#isFetching && !this.#isRequested && this.#failures === 0) this.#plan();
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fetch(), delayMs);
  }

  async #fetch(): Promise<void> {
    this.#isFetching = true;
    this.#isRequested = false;
    this.#isRequestedAgain = false;
    const { prepare, clock, onSnapshot, onError, round } = this.options;
    const { startsAt } = round() ?? {};
    const isClosed = () => this.#isClosed;
    try {
      const fetch = await prepare(clock.sampleAgeMs >= this.#sampleEveryMs);
      if (isClosed()) return;
      const addSample = clock.startSample();
      const { snapshot, maxAgeMs } = await withTimeout(fetch(), schedule);
      if (isClosed()) return;
      addSample(snapshot.serverTime, maxAgeMs);
      onSnapshot(snapshot);
      this.#failures = 0;
      this.#countIdle(startsAt);
    } catch (error) {
      this.#failures += 1;
      if (!isClosed()) await onError(error);
    } finally {
      this.#isFetching = false;
      this.#plan();
    }
  }

  /** @param startsAt the start of the round before the snapshot */
  #countIdle(startsAt: number | undefined): void {
    const { clock } = this.options;
    const round = this.options.round();
    if (round?.startsAt !== startsAt) {
      this.#idle = 0;
      this.#isRoundMissed = false;
    } else if (clock.now() >= (dueAtMsOf(round) ?? 0) || this.#isRoundMissed) {
      this.#idle += 1;
    }
  }

  #plan(): void {
    if (this.#isClosed) return;
    if (this.#isRequestedAgain && this.#failures === 0) {
      this.request();
      return;
    }
    const { clock, voters, isLive, recentRoundsLeftMs, random } = this.options;
    const round = this.options.round();
    const now = clock.now();
    const situation = {
      failures: this.#failures,
      isLive: isLive() && !this.#isRoundMissed,
      idle: this.#idle,
      roundLeftMs: round && (dueAtMsOf(round) ?? 0) - now,
      resultLeftMs: round ? countedAtMs(round) - now : undefined,
      sampleLeftMs: this.#sampleEveryMs - clock.sampleAgeMs,
      recentRoundsLeftMs: recentRoundsLeftMs(),
      voters: voters(),
    };
    this.#schedule(nextSnapshotMs(situation, random()));
  }
}
