/** Viewers, each with a page and a `ShowSession` of its own, and a book of what each was told. */
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import type { Backend, Outputs } from '../live/backend';
import { greaterOf, totalOf } from '../live/counts';
import type { ShowSession } from '../live/show-session';
import type { Page } from './viewer-pages';

export interface Entry {
  roundId: string;
  viewer: number;
  /** The most that was sent. */
  attempted: Counts;
  /** The most that an answer has confirmed. */
  acknowledged: Counts;
}

export class Audience {
  readonly viewers: ShowSession[] = [];
  readonly entries = new Map<string, Entry>();
  cast = 0;
  readonly #leave: (() => void)[] = [];

  /**
   * @param openPage - with an Amplify of its own
   * @param outputs - where the backend is
   */
  constructor(
    private readonly openPage: () => Page,
    private readonly outputs: Outputs,
  ) {}

  /** @param clockErrorMs - how far the device's clock is ahead */
  enter(count: number, clockErrorMs = 0): void {
    for (let index = 0; index < count; index++) {
      const { openBackend, memoryStore, ShowSession } = this.openPage();
      const viewer = new ShowSession({
        backend: this.#observed(openBackend(this.outputs), this.viewers.length),
        initial: null,
        storage: memoryStore(),
        localNow: () => Date.now() + clockErrorMs,
      });
      this.viewers.push(viewer);
      this.#leave.push(viewer.start());
    }
  }

  /** Every viewer votes once, in a category by its number. Returns how many could. */
  voteAll(shift = 0): number {
    return this.viewers.filter((viewer, index) => this.#vote(viewer, index + shift)).length;
  }

  /** Viewers vote at random moments for a time, as people do. */
  async voteFor(durationMs: number): Promise<void> {
    const end = Date.now() + durationMs;
    for (let turn = 0; Date.now() < end; turn++) {
      this.viewers.forEach((viewer, index) => (index + turn) % 7 === 0 && this.#vote(viewer, index + turn));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }

  get acknowledged(): number {
    return [...this.entries.values()].reduce((sum, { acknowledged }) => sum + totalOf(acknowledged), 0);
  }

  close(): void {
    for (const leave of this.#leave) leave();
  }

  #vote(viewer: ShowSession, number: number): boolean {
    const isCast = viewer.vote(categories[number % categories.length] as Category);
    if (isCast) this.cast += 1;
    return isCast;
  }

  /** The backend, with a note made of every ballot sent and every one confirmed. */
  #observed(backend: Backend, viewer: number): Backend {
    const { mutations } = backend.client;
    const castVotes: typeof mutations.castVotes = async (ballot, ...options) => {
      const key = `${ballot.roundId}#${viewer}`;
      const entry = this.entries.get(key) ?? { roundId: ballot.roundId, viewer, attempted: noVotes, acknowledged: noVotes };
      this.entries.set(key, entry);
      entry.attempted = greaterOf(entry.attempted, ballot);
      const answer = await mutations.castVotes(ballot, ...options);
      if (!answer.errors && answer.data) entry.acknowledged = greaterOf(entry.acknowledged, answer.data);
      return answer;
    };
    return { ...backend, client: { ...backend.client, mutations: { ...mutations, castVotes } } as Backend['client'] };
  }
}
