/** Viewers, each with a page and a `ShowSession` of its own, and a book of what each was told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { categories, noVotes, type Category, type Counts } from '../../amplify/show';
import type { Backend, Outputs } from '../../live/backend';
import { greaterOf, totalOf } from '../../live/counts';
import type { ShowSession } from '../../live/show-session';
import type { Device } from './device';
import type { ViewerPage, PageGlobals } from './viewer-pages';

/** What one guest was told of one round. */
export interface AcknowledgedBallot {
  roundId: string;
  /** Its identity, which names its ballot. */
  guest: string;
  /** The most that an answer has confirmed. */
  votesAcknowledged: Counts;
}

export interface ViewerOptions {
  /** How far the device's clock is ahead, in milliseconds. */
  clockErrorMs?: number;
  /** Puts all of them to sleep together; the waking world's timers and sockets where it is missing. */
  device?: Device;
}

const categoryOf = (number: number) => categories[number % categories.length] as Category;

export class Audience {
  /** Calls that brought votes and were not answered with a ballot, by what was said instead. */
  readonly failures: Record<string, number> = {};
  readonly #viewers: { viewer: ShowSession; device: Device | undefined }[] = [];
  /** By round and guest. */
  readonly #acknowledgedBallots = new Map<string, AcknowledgedBallot>();
  /** Rounds that need no second look. */
  #settled = new Set<string>();
  #votesCast = 0;
  readonly #leave: (() => void)[] = [];

  /**
   * @param openPage - with an Amplify of its own
   * @param outputs - where the backend is
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
        localNow: () => Date.now() + clockErrorMs,
      });
      this.#viewers.push({ viewer, device });
      this.#leave.push(viewer.start());
    }
  }

  /** Those who are awake. */
  get viewers(): ShowSession[] {
    return this.#viewers.filter(({ device }) => !device?.isAsleep).map(({ viewer }) => viewer);
  }

  get acknowledgedBallots(): AcknowledgedBallot[] {
    return [...this.#acknowledgedBallots.values()];
  }

  /** What was not settled before. */
  get uncheckedBallots(): AcknowledgedBallot[] {
    return this.acknowledgedBallots.filter(({ roundId }) => !this.#settled.has(roundId));
  }

  /** Votes cast since the last {@link markRoundsChecked}. */
  get votesCast(): number {
    return this.#votesCast;
  }

  get votesAcknowledged(): number {
    return this.uncheckedBallots.reduce((sum, { votesAcknowledged: acknowledged }) => sum + totalOf(acknowledged), 0);
  }

  /** Draws a line under the rounds that there have been. */
  markRoundsChecked(): void {
    this.#settled = new Set(this.acknowledgedBallots.map(({ roundId }) => roundId));
    this.#votesCast = 0;
  }

  /** Every viewer votes once, in a category by its number. Returns how many could. */
  voteAll(shift = 0): number {
    return this.viewers.filter((viewer, index) => this.vote(viewer, categoryOf(index + shift))).length;
  }

  /** Viewers vote at odd moments, as people do, for a time in milliseconds or until something is over. */
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

  /** Returns whether the round took it. */
  vote(viewer: ShowSession, category: Category): boolean {
    const isCast = viewer.vote(category);
    if (isCast) this.#votesCast += 1;
    return isCast;
  }

  /** The backend, with a note made of every ballot confirmed. */
  #observed(backend: Backend): Backend {
    const { mutations } = backend.client;
    const castVotes: typeof mutations.castVotes = async (ballot, ...options) => {
      const guest = await backend.guest.id();
      const key = `${ballot.roundId}#${guest}`;
      const entry = this.#acknowledgedBallots.get(key) ?? { roundId: ballot.roundId, guest, votesAcknowledged: noVotes };
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
