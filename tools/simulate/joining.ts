/** How newcomers join: they watch at once, from cached snapshots, and vote once they have an identity. */
import { countedAtMs } from '../../live/phase';
import { nextSnapshotMs } from '../../live/snapshot-poller';
import { quotas } from '../pricing/quotas';
import { seededRandom } from '../statistics/random';

const sampledPages = 500;
const sampledRounds = 5;

/**
 * Returns requests a second for `/snapshot` while this many pages wait for an identity, by the page's own rule. Rounds are
 * punctual.
 */
export function snapshotsPerSecond(waiting: number, voters: number, roundMs: number): number {
  const random = seededRandom(1);
  const resultMs = roundMs - countedAtMs({ startsAt: 0, endsAt: roundMs / 1000 });
  const state = { failures: 0, isLive: false, idle: 0, voters };
  let requests = 0;
  for (let page = 0; page < sampledPages; page++) {
    let at = random() * roundMs;
    while (at < sampledRounds * roundMs) {
      const roundLeftMs = roundMs - (at % roundMs);
      at += nextSnapshotMs({ ...state, roundLeftMs, resultLeftMs: roundLeftMs - resultMs }, random());
      requests += 1;
    }
  }
  return (waiting * requests) / sampledPages / ((sampledRounds * roundMs) / 1000);
}

/**
 * Returns how long the last of the newcomers waits for an identity, in seconds.
 *
 * @param arrivalSeconds - within which all arrive, at a constant rate
 * @param perSecond - new identities that Cognito issues
 */
export const longestWaitSeconds = (
  newcomers: number,
  arrivalSeconds: number,
  perSecond: number = quotas.newIdentities.value,
): number => Math.max(0, newcomers / perSecond - arrivalSeconds);

/** Returns the most pages that wait at the same time. */
export const mostWaiting = (newcomers: number, arrivalSeconds: number): number =>
  Math.max(0, newcomers - arrivalSeconds * quotas.newIdentities.value);
