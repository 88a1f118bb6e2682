/** Lets an audience vote at random times and counts the traffic. */
import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '../../../amplify/limits';
import { categories } from '../../../amplify/show';
import { actAtRandom } from '../../statistics/act-at-random';
import type { HeadlessAudience } from '../../audience/headless-audience';
import { votesPerSecond, type Traffic } from './traffic';

/** Longer than votes are held and their totals take to arrive. */
const settleMs = 4000;

const oneOf = <T>(values: readonly T[]): T | undefined => values[Math.floor(Math.random() * values.length)];
const sumOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0);

/**
 * Starts with a new round. The audience votes in one round before it is measured, since a round starts at the pace of the
 * one before.
 *
 * @param writes - by table, updated while the audience votes
 */
export async function voteFor(
  seconds: number,
  audience: HeadlessAudience,
  writes: Record<string, number>,
): Promise<Traffic> {
  const { viewers } = audience;
  const roundMs = limits.roundSeconds * 1000;
  await sleep(roundMs - (Date.now() % roundMs));
  const countsNow = () => ({
    calls: audience.ballotCalls,
    delivered: sumOf(audience.heard),
    failed: sumOf(audience.failures),
  });
  let votes = 0;
  const voting = actAtRandom(viewers.length * votesPerSecond, limits.roundSeconds + seconds, () => {
    const category = oneOf(categories);
    // No round accepts votes between two rounds.
    if (category && oneOf(viewers)?.vote(category)) votes += 1;
  });
  await sleep(roundMs);
  const [before, writesBefore, votesBefore] = [countsNow(), { ...writes }, votes];
  await voting;
  await sleep(settleMs);
  const after = countsNow();
  return {
    viewers: viewers.length,
    votes: votes - votesBefore,
    seconds,
    calls: after.calls - before.calls,
    delivered: after.delivered - before.delivered,
    writes: Object.fromEntries(
      Object.entries(writes).map(([table, count]) => [table, count - (writesBefore[table] ?? 0)]),
    ),
    failed: after.failed - before.failed,
  };
}
