/**
 * Carries the votes of one guest in one round to the server, in few calls and without losing any.
 *
 * A call carries *running totals*, so a repeated, late or doubled one changes nothing: whatever fails is
 * simply sent again until the round's grace is over.
 */
import { limits } from '../amplify/limits';
import type { Category, Counts } from '../amplify/show';
import { withTimeout } from './with-timeout';
import { isRefusal } from './backend-error';
import { backoffMs } from './backoff';
import { OtherGuestsBallot, readBallot, writeBallot, type Ballot } from './ballot-store';
import { countsOf, excessOf, greaterOf, totalOf } from './counts';
import type { DeviceStore } from './device-store';

/** Votes after the first of a category are held for this long, to travel together. */
export const holdMs = 2000;

/** At the end of a round, everybody's held votes are spread over this time. */
const endSpreadMs = 300;

/** Less than other calls may take: a round is short. */
const answerWithinMs = 4000;

const retries = { baseMs: 400, capMs: 3000 };

export interface VoteBatcherOptions {
  roundId: string;
  /** When the round ends by the server's clock, in epoch milliseconds. */
  endsAtMs: number;
  storage: DeviceStore;
  /**
   * Sends running totals; answers with the accepted ones.
   * @throws {OtherGuestsBallot} where the guest has become another since the first call
   */
  send: (votes: Counts) => Promise<Counts>;
  /** The server's time, in epoch milliseconds. */
  now: () => number;
  random: () => number;
  /** Calls back after a time in milliseconds; returns how to cancel. */
  schedule: (delayMs: number, callback: () => void) => () => void;
  /** The server took these running totals; they may hold more than was voted here. */
  onAccepted: (votes: Counts) => void;
  /** The round is over, or the guest has become another, and these votes did not make it. */
  onRefused: (votes: Counts) => void;
}

export class VoteBatcher {
  #votes: Counts;
  #accepted: Counts;
  #state: 'idle' | 'sending' | 'closed' = 'idle';
  #dueWhileSending = false;
  #failures = 0;
  #plan: { at: number; cancel: () => void } | null = null;

  constructor(private readonly options: VoteBatcherOptions) {
    const { votes, accepted } = this.#stored;
    this.#votes = votes;
    this.#accepted = accepted;
    // After a reload nobody knows what else reached the server; sending it again does no harm.
    if (this.#hasUnsent()) this.#planAt(options.now());
  }

  /** What this guest has voted in this round, sent or not. */
  get votes(): Counts {
    return this.#votes;
  }

  /** Whether all that was voted is brought in or given up. */
  get isDone(): boolean {
    return this.#state === 'closed' || !this.#hasUnsent();
  }

  /** Casts one vote. Returns false where the round takes none: it is over, or the category's limit is reached. */
  vote(category: Category): boolean {
    const { now, endsAtMs } = this.options;
    // Another page of this guest may have voted meanwhile.
    this.#votes = greaterOf(this.#votes, this.#stored.votes);
    const isFull = this.#votes[category] >= limits.maxVotesPerCategory;
    if (this.#state === 'closed' || now() >= endsAtMs || isFull) return false;
    const isFirst = this.#votes[category] === 0;
    this.#votes = { ...this.#votes, [category]: this.#votes[category] + 1 };
    this.#store();
    this.#planAt(isFirst ? now() : Math.min(now() + holdMs, endsAtMs + this.options.random() * endSpreadMs));
    return true;
  }

  /** Sends what is held at once: the page is being hidden, or the network is back. */
  flush(): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'sending') {
      this.#dueWhileSending = true;
      return;
    }
    this.#cancelPlan();
    if (!this.#hasUnsent()) return;
    if (this.options.now() > this.#deadline) this.#giveUp();
    else void this.#send();
  }

  /** Stops all timers; nothing is sent or reported any more. */
  close(): void {
    this.#state = 'closed';
    this.#cancelPlan();
  }

  get #deadline(): number {
    return this.options.endsAtMs + limits.graceSeconds * 1000;
  }

  get #stored(): Ballot {
    return readBallot(this.options.storage, this.options.roundId);
  }

  #store(): void {
    const stored = this.#stored;
    const [votes, accepted] = [greaterOf(stored.votes, this.#votes), greaterOf(stored.accepted, this.#accepted)];
    writeBallot(this.options.storage, { ...stored, votes, accepted });
  }

  #hasUnsent(): boolean {
    return totalOf(excessOf(this.#votes, this.#accepted)) > 0;
  }

  /** Plans the next call; an earlier plan stands, and while calls fail only their backoff counts. */
  #planAt(at: number): void {
    if (this.#plan && (this.#plan.at <= at || this.#failures > 0)) return;
    this.#cancelPlan();
    const delayMs = at - this.options.now();
    if (delayMs <= 0) {
      this.flush();
      return;
    }
    const cancel = this.options.schedule(delayMs, () => {
      this.#plan = null;
      this.flush();
    });
    this.#plan = { at, cancel };
  }

  #cancelPlan(): void {
    this.#plan?.cancel();
    this.#plan = null;
  }

  async #send(): Promise<void> {
    this.#state = 'sending';
    try {
      const { send, schedule } = this.options;
      const accepted = await withTimeout(send(this.#votes), schedule, answerWithinMs);
      if (this.#isClosed()) return;
      this.#state = 'idle';
      this.#settle(countsOf(accepted));
    } catch (error) {
      if (this.#isClosed()) return;
      this.#state = 'idle';
      this.#retryOrGiveUp(error);
    }
  }

  #settle(accepted: Counts): void {
    this.#failures = 0;
    this.#accepted = greaterOf(this.#accepted, accepted);
    // More than was voted here: an answer that never came, or another page of this guest.
    this.#votes = greaterOf(this.#votes, accepted);
    this.#store();
    this.options.onAccepted(this.#accepted);
    if (this.#dueWhileSending) {
      this.#dueWhileSending = false;
      this.flush();
    } else if (this.#hasUnsent()) {
      this.#planAt(this.options.now() + retries.baseMs);
    }
  }

  #retryOrGiveUp(error: unknown): void {
    this.#failures += 1;
    this.#dueWhileSending = false;
    const { now, random } = this.options;
    const at = now() + backoffMs(this.#failures, retries, random());
    if (error instanceof OtherGuestsBallot || isRefusal(error, 'RoundOver', 'InvalidVotes') || at > this.#deadline) {
      this.#giveUp();
      return;
    }
    this.#cancelPlan();
    this.#planAt(at);
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
