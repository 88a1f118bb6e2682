/** Viewers of this app who all vote: each a guest with a screen's subscriptions and the batcher that carries its votes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '../../amplify/limits';
import { categories } from '../../amplify/show';
import type { Outputs } from '../../live/backend';
import { memoryStore, type DeviceStore } from '../../live/device-store';
import { schedule } from '../../live/schedule';
import { VoteBatcher } from '../../live/vote-batcher';
import { readDocuments } from '../../load/documents';
import { endpointsOf } from '../../load/endpoints';
import { Guest } from '../../load/guest';
import { keepAlivePost } from '../../load/post';
import { keepInFlight } from '../in-flight';
import { actAtRandom } from '../poisson';
import { roundIdAt } from '../votes/voters';
import { votesPerSecond, type Traffic } from './traffic';

interface Viewer {
  guest: Guest;
  storage: DeviceStore;
  leave: () => void;
  batcher?: VoteBatcher;
  roundId?: string;
}

/** How many viewers enter at a time. */
const doors = 10;
const liveWithinMs = 60_000;
/** Longer than votes are held, and than their totals are on the way. */
const settleMs = 4000;

export class Audience {
  readonly #viewers: Viewer[] = [];
  #live = 0;
  #calls = 0;
  #delivered = 0;
  #failed = 0;

  /** @throws where not all of them are live in time */
  static async enter(count: number, outputs: Outputs): Promise<Audience> {
    const audience = new Audience();
    const options = { endpoints: endpointsOf(outputs), documents: readDocuments(outputs), post: keepAlivePost() };
    const enter = async () => {
      const guest = new Guest(options);
      await guest.arrive();
      audience.#seat(guest);
    };
    await keepInFlight(Array.from({ length: count }, () => enter), doors);
    const deadline = performance.now() + liveWithinMs;
    while (audience.#live < count) {
      if (performance.now() > deadline) throw new Error(`Only ${audience.#live} of ${count} viewers are live.`);
      await sleep(50);
    }
    return audience;
  }

  /**
   * Everybody votes at odd moments, from the start of a round on.
   * @param writes - to each table, kept up to date by who counts them
   */
  async voteFor(seconds: number, writes: Record<string, number>): Promise<Traffic> {
    const roundMs = limits.roundSeconds * 1000;
    await sleep(roundMs - (Date.now() % roundMs));
    const before = { calls: this.#calls, delivered: this.#delivered, failed: this.#failed, writes: { ...writes } };
    let votes = 0;
    await actAtRandom(this.#viewers.length * votesPerSecond, seconds, () => (votes += this.#vote() ? 1 : 0));
    await sleep(settleMs);
    return {
      viewers: this.#viewers.length,
      votes,
      seconds,
      calls: this.#calls - before.calls,
      delivered: this.#delivered - before.delivered,
      writes: Object.fromEntries(Object.entries(writes).map(([table, count]) => [table, count - (before.writes[table] ?? 0)])),
      failed: this.#failed - before.failed,
    };
  }

  close(): void {
    for (const { leave, batcher } of this.#viewers) {
      leave();
      batcher?.close();
    }
  }

  #seat(guest: Guest): void {
    const socket = guest.watch({
      data: () => void (this.#delivered += 1),
      live: () => void (this.#live += 1),
      lost: () => void (this.#failed += 1),
    });
    this.#viewers.push({ guest, storage: memoryStore(), leave: () => socket.close() });
  }

  /** Returns whether the round took it. */
  #vote(): boolean {
    const viewer = this.#viewers[Math.floor(Math.random() * this.#viewers.length)];
    const category = categories[Math.floor(Math.random() * categories.length)];
    if (!viewer || !category) return false;
    const roundId = roundIdAt(Date.now());
    if (viewer.roundId !== roundId || !viewer.batcher) {
      // The one before sends what it holds when its round ends.
      viewer.batcher = this.#newBatcher(viewer, roundId);
      viewer.roundId = roundId;
    }
    return viewer.batcher.vote(category);
  }

  #newBatcher({ guest, storage }: Viewer, roundId: string): VoteBatcher {
    return new VoteBatcher({
      roundId,
      storage,
      schedule,
      endsAtMs: (Number(roundId) + limits.roundSeconds) * 1000,
      now: Date.now,
      random: Math.random,
      send: async (votes) => {
        this.#calls += 1;
        try {
          return await guest.castVotes(roundId, votes);
        } catch (error) {
          this.#failed += 1;
          throw error;
        }
      },
      onAccepted: () => undefined,
      onRefused: () => void (this.#failed += 1),
    });
  }
}
