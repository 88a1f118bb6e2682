/** Casts votes that are timed on their way to all screens. See `probe-log.ts`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { deliveryTimeoutMs } from './delivery-tracker';
import type { ViewerThread } from './viewer-thread';

/** Casts one timed vote after another. The next follows when the last is shown, so that totals identify it. */
export class WatchedVotes {
  readonly counts = { shown: 0, lost: 0 };
  /** The highest received total of the probe category, by round. */
  #totals = new Map<string, number>();
  #lostIn = '';
  #isOver = false;

  constructor(private readonly threads: ViewerThread[]) {
    for (const thread of threads) {
      const others = threads.filter((other) => other !== thread);
      thread.on('published', (message) => others.forEach((other) => other.send(message)));
      thread.on('rose', ({ roundId, total }) =>
        this.#totals.set(roundId, Math.max(total, this.#totals.get(roundId) ?? 0)),
      );
    }
  }

  stop(): void {
    this.#isOver = true;
  }

  async run(everyMs: number): Promise<void> {
    for (let turn = 0; ; turn++) {
      await sleep(everyMs * (0.5 + Math.random()));
      if (this.#isOver) return;
      const thread = this.threads[turn % this.threads.length];
      if (!thread) continue;
      // Copied before the vote, because its total may arrive before the thread reports it.
      const before = new Map(this.#totals);
      const answer = thread.nextMessage('probing');
      thread.send({ type: 'probe' });
      const { probe } = await answer;
      // A lost vote may still be counted, and could be mistaken for this one.
      if (!probe || probe.roundId === this.#lostIn) continue;
      const { roundId, castAt } = probe;
      const total = Math.max(probe.total, (before.get(roundId) ?? 0) + 1);
      for (const each of this.threads) each.send({ type: 'probed', roundId, castAt, total });
      if (await this.#isShown(roundId, total)) this.counts.shown += 1;
      else {
        this.counts.lost += 1;
        this.#lostIn = roundId;
      }
    }
  }

  async #isShown(roundId: string, total: number): Promise<boolean> {
    for (let waitedMs = 0; waitedMs < deliveryTimeoutMs; waitedMs += 5) {
      if ((this.#totals.get(roundId) ?? 0) >= total) return true;
      await sleep(5);
    }
    return false;
  }
}
