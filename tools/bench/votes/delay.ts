/** Measures the time from a vote until another guest has received it in the totals, while others vote at a steady rate. */
import { setTimeout as sleep } from 'node:timers/promises';
import { categories, type Category } from '../../../amplify/show';
import type { Scores } from '../../../live/backend';
import { BackendError } from '../../../live/backend-error';
import { actAtRandom } from '../../statistics/act-at-random';
import { waitUntil } from '../../wait-until';
import { roundIdAt, type Voters } from './voters';

/** Categories with one probe vote at a time and no others, so that a higher total contains that vote. */
const probed: readonly Category[] = categories.slice(0, 2);
const others: readonly Category[] = categories.slice(2);
/** Random pause between probes, so that they are not synchronized with publications. */
const maxPauseMs = 200;
const lostAfterMs = 5000;
const liveWithinMs = 60_000;

export interface Delays {
  /** In milliseconds. */
  delays: number[];
  /** Refused votes by error type, and accepted ones that were not received in time. */
  failures: Record<string, number>;
  /** The measured rate. */
  votesPerSecond: number;
  publishedPerSecond: number;
}

/**
 * @param voters - cast votes at the rate
 * @param probers - guests for probes only
 * @throws if the watching guest is not live in time
 */
export async function measureDelays(
  voters: Voters,
  probers: Voters,
  votesPerSecond: number,
  seconds: number,
): Promise<Delays> {
  const totals = new Map<string, Scores>();
  const waiting = new Set<() => void>();
  let published = 0;
  const socket = probers.newGuest().subscribe({
    data(field, value) {
      if (field !== 'onScores') return;
      const { scores } = value as { scores: Scores };
      published += 1;
      totals.set(scores.roundId, scores);
      for (const look of waiting) look();
    },
  });
  await waitUntil('the watching guest is live', () => socket.isLive, liveWithinMs).catch((error: unknown) => {
    socket.close();
    throw error;
  });

  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > seconds * 1000;
  const delays: number[] = [];
  const failures: Record<string, number> = {};
  const fail = (reason: string) => (failures[reason] = (failures[reason] ?? 0) + 1);
  const refused = (error: unknown) => fail(error instanceof BackendError ? error.type : String(error));
  let cast = 0;
  const underWay = new Set<Promise<unknown>>();

  function castOne(): void {
    const call = voters.vote(roundIdAt(Date.now()), others[cast++ % others.length] ?? categories[0]).catch(refused);
    underWay.add(call);
    void call.then(() => underWay.delete(call));
  }

  async function probe(category: Category): Promise<void> {
    while (!isOver()) {
      await sleep(Math.random() * maxPauseMs);
      const roundId = roundIdAt(Date.now());
      const before = totals.get(roundId)?.[category] ?? 0;
      const castAt = performance.now();
      const seen = new Promise<number>((resolve) => {
        const timer = setTimeout(() => settle(NaN), lostAfterMs);
        const look = () => (totals.get(roundId)?.[category] ?? 0) > before && settle(performance.now() - castAt);
        const settle = (delay: number) => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(delay);
        };
        waiting.add(look);
      });
      cast += 1;
      const [delay] = await Promise.all([seen, probers.vote(roundId, category).catch(refused)]);
      if (Number.isNaN(delay)) fail('NotSeen');
      else delays.push(delay);
    }
  }

  await Promise.all([actAtRandom(votesPerSecond, seconds, castOne), ...probed.map(probe)]);
  const lasted = (performance.now() - startedAt) / 1000;
  await Promise.all(underWay);
  socket.close();
  return { delays, failures, votesPerSecond: cast / lasted, publishedPerSecond: published / lasted };
}
