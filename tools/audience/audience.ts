/** Viewers, each with its own page and `ShowSession`. Records the ballots that the backend acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';
import { categories, noVotes, type Category, type Counts } from '../../amplify/show';
import type { Backend, Outputs } from '../../live/backend';
import { greaterOf, totalOf } from '../../live/counts';
import type { ShowSession } from '../../live/show-session';
import type { Device } from './device';
import type { ViewerPage, PageGlobals } from './viewer-pages';

/** The votes of one guest in one round that the backend acknowledged. */
export interface AcknowledgedBallot {
  roundId: string;
  /** The identity id, which is part of the ballot's key. */
  guest: string;
  /** The highest totals in any answer. */
  votesAcknowledged: Counts;
}

export interface ViewerOptions {
  /** How far the device's clock is ahead, in milliseconds. */
  clockErrorMs?: number;
  /** Puts its viewers to sleep together. Without it, they are always awake. */
  device?: Device;
}

const categoryOf = (number: number) => categories[number % categories.length] as Category;

export class Audience {
  /** `castVotes` calls that failed, by error type. */
  readonly failures: Record<string, number> = {};
  readonly #viewers: { viewer: ShowSession; device: Device | undefined }[] = [];
  /** By round and guest. */
  readonly #acknowledgedBallots = new Map<string, AcknowledgedBallot>();
  /** Rounds that {@link markRoundsChecked} covers. */
  #checkedRounds = new Set<string>();
  #votesCast = 0;
  readonly #leave: (() => void)[] = [];

  /**
   * @param openPage - opens a page with its own instance of Amplify
   * @param outputs - of the backend
   */
  constructor(
    private readonly openPage: (globals?: PageGlobals) => ViewerPage,
    private readonly outputs: Outputs,
  ) {}

  addViewers(count: number, { clockErrorMs = 0, device }: ViewerOptions = {}): void {
    for (let index = 0; index < count; index++) {
      const { openBackend, memoryStore, ShowSession } = this.openPage(device?.globals);
      const viewer = new ShowSession({
        backend: this.#observed(openBackend(this.outputs)),
        initial: null,
        storage: memoryStore(),
        time: { now: () => Date.now() + clockErrorMs, elapsed: () => performance.now() },
      });
      this.#viewers.push({ viewer, device });
      this.#leave.push(viewer.start());
    }
  }

  /** The viewers that are awake. */
  get viewers(): ShowSession[] {
    return this.#viewers.filter(({ device }) => !device?.isAsleep).map(({ viewer }) => viewer);
  }

  get acknowledgedBallots(): AcknowledgedBallot[] {
    return [...this.#acknowledgedBallots.values()];
  }

  /** The ballots of rounds since the last {@link markRoundsChecked}. */
  get uncheckedBallots(): AcknowledgedBallot[] {
    return this.acknowledgedBallots.filter(({ roundId }) => !this.#checkedRounds.has(roundId));
  }

  /** Votes cast since the last {@link markRoundsChecked}. */
  get votesCast(): number {
    return this.#votesCast;
  }

  get votesAcknowledged(): number {
    return this.uncheckedBallots.reduce((sum, { votesAcknowledged: acknowledged }) => sum + totalOf(acknowledged), 0);
  }

  /** Excludes all rounds so far from later checks. */
  markRoundsChecked(): void {
    this.#checkedRounds = new Set(this.acknowledgedBallots.map(({ roundId }) => roundId));
    this.#votesCast = 0;
  }

  /** Every viewer votes once. Returns the number of votes that were accepted. */
  voteAll(shift = 0): number {
    return this.viewers.filter((viewer, index) => this.vote(viewer, categoryOf(index + shift))).length;
  }

  /** Viewers vote at irregular times, for a time in milliseconds or until a promise settles. */
  async keepVoting(time: number | Promise<unknown>): Promise<void> {
    const voting = { isOver: false };
    const over = (typeof time === 'number' ? sleep(time) : time).finally(() => {
      voting.isOver = true;
    });
    for (let turn = 0; !voting.isOver; turn++) {
      this.viewers.forEach((viewer, index) => (index + turn) % 7 === 0 && this.vote(viewer, categoryOf(index + turn)));
      await sleep(40);
    }
    await over;
  }

  close(): void {
    for (const leave of this.#leave) leave();
  }

  /** Returns whether the session accepted the vote. */
  vote(viewer: ShowSession, category: Category): boolean {
    const isCast = viewer.vote(category);
    if (isCast) this.#votesCast += 1;
    return isCast;
  }

  /** Wraps a backend to record every confirmed ballot. */
  #observed(backend: Backend): Backend {
    const { mutations } = backend.client;
    const castVotes: typeof mutations.castVotes = async (ballot, ...options) => {
      const guest = await backend.guest.id();
      const key = `${ballot.roundId}#${guest}`;
      const entry = this.#acknowledgedBallots.get(key) ?? {
        roundId: ballot.roundId,
        guest,
        votesAcknowledged: noVotes,
      };
      this.#acknowledgedBallots.set(key, entry);
      const answer = await mutations.castVotes(ballot, ...options).catch((error: unknown) => {
        this.#fail(error instanceof Error ? error.name : String(error));
        throw error;
      });
      for (const { errorType, message } of answer.errors ?? []) this.#fail(errorType || message);
      if (!answer.errors && answer.data) entry.votesAcknowledged = greaterOf(entry.votesAcknowledged, answer.data);
      return answer;
    };
    return { ...backend, client: { ...backend.client, mutations: { ...mutations, castVotes } } };
  }

  #fail(reason: string): void {
    this.failures[reason] = (this.failures[reason] ?? 0) + 1;
  }
}
