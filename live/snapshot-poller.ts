/**
 * Takes snapshots: at once when asked, and by itself when there is a reason to believe that something was
 * missed. One at a time; each also sets the clock.
 */
import { withTimeout } from './with-timeout';
import type { Snapshot } from './backend';
import { backoffMs } from './backoff';
import type { ServerClock } from './clock';
import { schedule } from './schedule';

/** After failures, and while the live connection is down: snapshots alone keep the show going. */
const retries = { baseMs: 1000, capMs: 15_000 };
const polls = { baseMs: 3000, capMs: 20_000 };

/** A round that does not come: the first question a little after it was due, then ever more rarely. */
const overdueAfterMs = 1000;
const overdue = { baseMs: 1500, capMs: 30_000 };
/** For each voter of the round: a full house that misses a round does not ask in one moment. */
const overdueMsPerVoter = 2;

export interface PollState {
  /** Failed snapshots in a row. */
  failures: number;
  isLive: boolean;
  /** Snapshots in a row that brought no news while some was due. */
  idle: number;
  /** Until the end of the round on the screen, in milliseconds; null where there is none. */
  roundLeftMs: number | null;
  /** How many people are known to have voted in it: about so many may ask at the same time. */
  voters: number;
}

/** How long until the next snapshot, in milliseconds, if nothing else asks for one. Always with jitter. */
export function nextSnapshotMs({ failures, isLive, idle, roundLeftMs, voters }: PollState, random: number): number {
  if (failures > 0) return backoffMs(failures, retries, random);
  const spread = { ...overdue, baseMs: Math.max(overdue.baseMs, voters * overdueMsPerVoter) };
  const untilOverdueMs = Math.max(0, (roundLeftMs ?? 0) + overdueAfterMs) + backoffMs(idle, spread, random);
  return isLive ? untilOverdueMs : Math.min(untilOverdueMs, backoffMs(idle, polls, random));
}

export interface SnapshotPollerOptions {
  /** Makes the guest known first, so that asking for credentials does not count as round trip. Ends, whatever happens. */
  prepare: () => Promise<void>;
  take: () => Promise<Snapshot>;
  clock: ServerClock;
  onSnapshot: (snapshot: Snapshot) => void;
  onError: (error: unknown) => Promise<void>;
  /** When the round on the screen ends, in epoch milliseconds of the server. */
  roundEndsAtMs: () => number | null;
  voters: () => number;
  isLive: () => boolean;
  random: () => number;
}

export class SnapshotPoller {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTaking = false;
  #isAsked = false;
  #isAskedAgain = false;
  #isClosed = false;
  #failures = 0;
  #idle = 0;

  constructor(private readonly options: SnapshotPollerOptions) {}

  /** Takes a snapshot after a time in milliseconds; where one is under way, another one after it. */
  ask(delayMs = 0): void {
    if (this.#isClosed) return;
    if (this.#isTaking) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isAsked = true;
    this.#takeIn(delayMs);
  }

  /** Tells that a round came by itself: nothing is missing before its end. */
  relax(): void {
    this.#idle = 0;
    if (!this.#isTaking && !this.#isAsked && this.#failures === 0) this.#plan();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #takeIn(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#take(), delayMs);
  }

  async #take(): Promise<void> {
    this.#isTaking = true;
    this.#isAsked = false;
    this.#isAskedAgain = false;
    const { prepare, take, clock, onSnapshot, onError, roundEndsAtMs } = this.options;
    const roundBefore = roundEndsAtMs();
    const isClosed = () => this.#isClosed;
    try {
      await prepare();
      if (isClosed()) return;
      const addSample = clock.startSample();
      const snapshot = await withTimeout(take(), schedule);
      if (isClosed()) return;
      addSample(snapshot.serverTime);
      onSnapshot(snapshot);
      this.#failures = 0;
      this.#idle = roundEndsAtMs() === roundBefore ? this.#idle + 1 : 0;
    } catch (error) {
      this.#failures += 1;
      if (!isClosed()) await onError(error);
    } finally {
      this.#isTaking = false;
      this.#plan();
    }
  }

  #plan(): void {
    if (this.#isClosed) return;
    if (this.#isAskedAgain && this.#failures === 0) {
      this.ask();
      return;
    }
    const { clock, roundEndsAtMs, voters, isLive, random } = this.options;
    const endsAtMs = roundEndsAtMs();
    const situation = {
      failures: this.#failures,
      isLive: isLive(),
      idle: this.#idle,
      roundLeftMs: endsAtMs === null ? null : endsAtMs - clock.now(),
      voters: voters(),
    };
    this.#takeIn(nextSnapshotMs(situation, random()));
  }
}
