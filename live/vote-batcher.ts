/**
 * Sends the votes of a guest in a round to the server, in few calls and without losing any.
 *
 * A call contains *running totals*, so a repeated, late or duplicate call changes nothing. Failed calls are retried
 * until the grace period of the round is over.
 */
import { limits } from '../amplify/limits';
import type { Category, Counts } from '../amplify/show';
import { withTimeout } from './with-timeout';
import { isRefusal } from './backend-error';
import { backoffMs } from './backoff';
import { countsOf, excessOf, greaterOf, totalOf } from './counts';
import type { DeviceStore } from './device-store';
import { OtherGuestError, readVotes, writeVotes, type StoredVotes } from './stored-votes';

/** Held votes are sent up to this share of the time sooner or later, so that an audience does not send them together. */
const holdJitter = 0.25;

/** Shorter than the time limit of other calls, because a round is short. */
const timeoutMs = 4000;

const retries = { baseMs: 400, capMs: 3000 };

/** How long after the close of voting held votes are sent at the latest: a failed call leaves time for another one. */
const maxEndSpreadMs = limits.graceSeconds * 1000 - 2 * retries.baseMs;

export interface SendingPace {
  /** How long votes after the first one of a category are held, to send them together, in milliseconds. */
  holdMs: number;
  /** Over which time all guests spread the votes that they hold at the close of voting, in milliseconds. */
  endSpreadMs: number;
}

export interface VoteBatcherOptions {
  roundId: string;
  /** When voting closes by the server's clock, in epoch milliseconds: before the end of the round. */
  closesAtMs: number;
  /** The end of the round by the server's clock, in epoch milliseconds. */
  endsAtMs: number;
  storage: DeviceStore;
  /**
   * Sends running totals and returns the accepted ones.
   *
   * @throws {OtherGuestError} if the guest identity has changed since the first call
   */
  send: (votes: Counts) => Promise<Counts>;
  /** The server's time, in epoch milliseconds. */
  now: () => number;
  /** Called for each vote, as the size of the audience becomes known during the round. */
  pace: () => SendingPace;
  random: () => number;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
  /** The server accepted these running totals. They can include votes of other pages. */
  onAccepted: (votes: Counts) => void;
  /** A call has failed and will be repeated: it is not known yet whether the votes count. */
  onDelayed: () => void;
  /** These votes are not counted: the round is over, or the guest identity has changed. */
  onRefused: (votes: Counts) => void;
}

/** The votes of a guest in a round. */
export class VoteBatcher {
  #votes: Counts;
  #accepted: Counts;
  #state: 'idle' | 'sending' | 'closed' = 'idle';
  #dueWhileSending = false;
  #failures = 0;
  #scheduled: { at: number; cancel: () => void } | null = null;
  #closesAtMs: number;
  #endsAtMs: number;

  constructor(private readonly options: VoteBatcherOptions) {
    this.#closesAtMs = options.closesAtMs;
    this.#endsAtMs = options.endsAtMs;
    const { votes, accepted } = this.#stored;
    this.#votes = votes;
    this.#accepted = accepted;
    // After a reload it is unknown which votes reached the server. Sending the totals again does no harm.
    if (this.#hasUnsent()) this.#scheduleAt(options.now());
  }

  get roundId(): string {
    return this.options.roundId;
  }

  /** The votes of this guest in this round, sent or not. */
  get votes(): Counts {
    return this.#votes;
  }

  /** Whether all votes are accepted or given up. */
  get isDone(): boolean {
    return this.#state === 'closed' || !this.#hasUnsent();
  }

  /** Casts a vote. Returns false if voting is closed or the limit of the category is reached. */
  vote(category: Category): boolean {
    const { now } = this.options;
    // Another page of this guest may have voted in the meantime.
    this.#votes = greaterOf(this.#votes, this.#stored.votes);
    const isFull = this.#votes[category] >= limits.maxVotesPerCategory;
    if (this.#state === 'closed' || now() >= this.#closesAtMs || isFull) return false;
    const isFirst = this.#votes[category] === 0;
    this.#votes = { ...this.#votes, [category]: this.#votes[category] + 1 };
    this.#store();
    this.#scheduleAt(isFirst ? now() : this.#heldUntil);
    return true;
  }

  /** The round ends earlier than planned. Held votes are sent as at the usual close of voting, while they still count. */
  end(closesAtMs: number, endsAtMs: number): void {
    this.#closesAtMs = closesAtMs;
    this.#endsAtMs = endsAtMs;
    if (this.#state !== 'closed' && this.#hasUnsent()) this.#scheduleAt(this.#heldUntil);
  }

  /** Sends held votes at once: the page is being hidden, or the network is back. */
  flush(): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'sending') {
      this.#dueWhileSending = true;
      return;
    }
    this.#cancelScheduled();
    if (!this.#hasUnsent()) return;
    if (this.options.now() > this.#deadline) this.#giveUp();
    else void this.#send();
  }

  /** Cancels all timers. Nothing is sent or reported after that. */
  close(): void {
    this.#state = 'closed';
    this.#cancelScheduled();
  }

  get #deadline(): number {
    return this.#endsAtMs + limits.graceSeconds * 1000;
  }

  /** The time at which a vote that is cast now is sent. */
  get #heldUntil(): number {
    const { now, pace, random } = this.options;
    const { holdMs, endSpreadMs } = pace();
    const jitter = 1 + holdJitter * (2 * random() - 1);
    // A page learns of an early end later than that.
    const lastMs = Math.max(now(), this.#closesAtMs);
    const spreadMs = Math.min(endSpreadMs, maxEndSpreadMs, Math.max(0, this.#deadline - lastMs - 2 * retries.baseMs));
    return Math.min(now() + holdMs * jitter, lastMs + random() * spreadMs);
  }

  get #stored(): StoredVotes {
    return readVotes(this.options.storage, this.options.roundId);
  }

  #store(): void {
    const stored = this.#stored;
    const [votes, accepted] = [greaterOf(stored.votes, this.#votes), greaterOf(stored.accepted, this.#accepted)];
    writeVotes(this.options.storage, { ...stored, votes, accepted });
  }

  #hasUnsent(): boolean {
    return totalOf(excessOf(this.#votes, this.#accepted)) > 0;
  }

  /** Schedules the next call, unless an earlier one is scheduled or a retry is pending. */
  #scheduleAt(at: number): void {
    if (this.#scheduled && (this.#scheduled.at <= at || this.#failures > 0)) return;
    this.#cancelScheduled();
    const delayMs = at - this.options.now();
    if (delayMs <= 0) {
      this.flush();
      return;
    }
    const cancel = this.options.schedule(delayMs, () => {
      this.#scheduled = null;
      this.flush();
    });
    this.#scheduled = { at, cancel };
  }

  #cancelScheduled(): void {
    this.#scheduled?.cancel();
    this.#scheduled = null;
  }

  async #send(): Promise<void> {
    this.#state = 'sending';
    try {
      const { send, schedule } = this.options;
      const accepted = await withTimeout(send(this.#votes), schedule, timeoutMs);
      if (this.#isClosed()) return;
      this.#state = 'idle';
      this.#accept(countsOf(accepted));
    } catch (error) {
      if (this.#isClosed()) return;
      this.#state = 'idle';
      this.#retryOrGiveUp(error);
    }
  }

  #accept(accepted: Counts): void {
    this.#failures = 0;
    this.#accepted = greaterOf(this.#accepted, accepted);
    // Can be more than the votes of this page: a response was lost, or another page of this guest voted.
    this.#votes = greaterOf(this.#votes, accepted);
    this.#store();
    this.options.onAccepted(this.#accepted);
    if (this.#dueWhileSending) {
      this.#dueWhileSending = false;
      this.flush();
    } else if (this.#hasUnsent()) {
      this.#scheduleAt(this.#heldUntil);
    }
  }

  #retryOrGiveUp(error: unknown): void {
    this.#failures += 1;
    this.#dueWhileSending = false;
    const { now, random } = this.options;
    const at = now() + backoffMs(this.#failures, retries, random());
    if (error instanceof OtherGuestError || isRefusal(error, 'RoundOver', 'InvalidVotes') || at > this.#deadline) {
      this.#giveUp();
      return;
    }
    this.#cancelScheduled();
    this.#scheduleAt(at);
    this.options.onDelayed();
  }

  #giveUp(): void {
    const refused = excessOf(this.#votes, this.#accepted);
    this.close();
    this.options.onRefused(refused);
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }
}
