/**
 * The tally: adds a batch of ballot changes to its rounds, and publishes the scores.
 *
 * Lambda delivers the changes of a shard in order and at least once, in batches that may be cut differently each time.
 * So what is counted of a shard is always a prefix of it, and a row per round and shard stores the last counted sequence
 * number, the watermark: changes at or below it are skipped. Totals only rise, and publishing the same ones twice
 * changes no screen. Tallies count concurrently and take turns to publish (see `publish-lease.ts`).
 *
 * Changes that were cast after the end of their round are dropped (see `round-end.ts`). The watermark passes them, like
 * those that are counted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Schema } from '../../data/resource';
import type { Counts } from '../../show';
import type { BallotChange } from './ballot-changes';
import { wasCastInTime } from './round-end';
import { groupChangesByRound, sumChanges } from './differences';
import { forEachConcurrently } from './limited-concurrency';
import { isClaimedByOther, publishDelayMs, publishIntervalMs, type Claim, type Lease } from './publish-lease';

/** The votes in a round, and the guests who cast them. */
export interface RoundTotals extends Counts {
  voters: number;
  /** How many guests have each category as their favourite. */
  favourites: Counts;
}

/** What the tally needs to know of a round that has started. */
export interface StartedRound {
  /** The voters of the round before. */
  expectedVoters: number;
  /** In seconds since the epoch. A host may end a round early, but only until its end. */
  endsAt: number;
}

/** The tables in which the tally stores totals. */
export interface TallyTables {
  /**
   * Adds a difference to what is counted of a round in a shard, if the watermark is below the first change.
   *
   * @param changes the sequence numbers of the first and the last change; the last one becomes the watermark
   * @returns undefined if the difference was added, otherwise the watermark
   */
  addAbove: (
    roundId: string,
    shard: string,
    changes: { first: string; last: string },
    difference: RoundTotals,
  ) => Promise<string | undefined>;
  /**
   * Returns undefined until the round has started.
   *
   * @param castAt when the last change was cast, in seconds since the epoch, for which the end of the round must be known
   */
  readRound: (roundId: string, castAt: number) => Promise<StartedRound | undefined>;
  /** Sums what is counted of a round in all shards: everything that was added before the call. */
  sumRound: (roundId: string) => Promise<RoundTotals>;
  /** Stores totals with their round, where snapshots read them, unless one of them would fall. */
  raiseTotals: (roundId: string, totals: RoundTotals) => Promise<void>;
  /** Returns an empty lease if nobody has claimed or published the round. */
  readLease: (roundId: string) => Promise<Lease>;
  /** Claims the publication, if neither publication nor claim have changed since the lease was read. Returns whether it did. */
  claimPublish: (roundId: string, seen: Lease, claim: Claim) => Promise<boolean>;
  /**
   * Acquires the publication and ends the claim, if neither publication nor claim have changed since the lease was read.
   *
   * @param now the time of the publication, in milliseconds since the epoch
   * @returns whether it did
   */
  acquirePublish: (roundId: string, seen: Lease, now: number) => Promise<boolean>;
  /** Stores the number of voters that determines the publish interval. */
  storeVoters: (roundId: string, voters: number) => Promise<void>;
}

export type Scores = Schema['Scores']['type'];

/**
 * How long after its end the totals of a round may change on a screen, in milliseconds: longer than the grace period and a
 * delay of the tally. After an outage it also counts older rounds, but publishing them would only flood the screens.
 */
const onScreenMs = 110_000;

/**
 * How many rounds are counted or published at the same time. After an outage, a batch may have votes of hundreds of rounds,
 * and calls for all of them would time out: the SDK has 50 connections, and a round takes up to six at a time.
 */
const maxConcurrentRounds = 8;

export interface Clock {
  /** The time, in milliseconds since the epoch. */
  now: () => number;
  sleep: (durationMs: number) => Promise<unknown>;
}

type Publish = (scores: Scores) => Promise<void>;

/** A batch of a shard. */
export interface Batch {
  shard: string;
  /** In order. */
  changes: BallotChange[];
}

/**
 * Counts a batch and publishes the totals of its rounds.
 *
 * @param publish sends totals to every screen
 * @throws if a read, a write or a publication fails; the batch can then be counted again
 */
export async function countBatch(
  { shard, changes }: Batch,
  tables: TallyTables,
  publish: Publish,
  clock: Clock = { now: Date.now, sleep },
): Promise<void> {
  // The newest first, since it may be on the screens.
  const rounds = [...groupChangesByRound(changes)].reverse();
  const counted = new Map<string, StartedRound | undefined>();
  // Count everything before publishing anything: an unpublished vote is late, but an uncounted vote is lost.
  const [counting] = await Promise.allSettled([
    forEachConcurrently(rounds, maxConcurrentRounds, async ([roundId, ofRound]) => {
      const castAt = lastCastAt(ofRound);
      // A host ends no round before its start, so the first votes are in time whatever its end, and wait for no read.
      const round = wasCastInTime(castAt, { endsAt: Number(roundId) })
        ? undefined
        : await tables.readRound(roundId, castAt);
      const inTime = round ? ofRound.filter(({ castAt }) => wasCastInTime(castAt, round)) : ofRound;
      await addUncounted(roundId, shard, inTime, tables);
      if (inTime.length > 0) counted.set(roundId, round);
    }),
  ]);
  const toPublish = rounds.filter(([roundId]) => counted.has(roundId));
  // Rounds publish independently: one that waits for its turn does not delay another.
  await forEachConcurrently(toPublish, maxConcurrentRounds, async ([roundId, ofRound]) => {
    // It may have started before its votes were added.
    const round = counted.get(roundId) ?? (await tables.readRound(roundId, lastCastAt(ofRound)));
    // The first batch after the start of the round publishes these votes.
    if (round) await publishInTurn(roundId, round, shard, tables, publish, clock);
  });
  if (counting.status === 'rejected') throw counting.reason;
}

const lastCastAt = (changes: BallotChange[]) => Math.max(...changes.map(({ castAt }) => castAt));

/** Adds the changes above the watermark: one write, unless some of the changes were counted before. */
async function addUncounted(
  roundId: string,
  shard: string,
  changes: BallotChange[],
  tables: TallyTables,
): Promise<void> {
  let uncounted = changes;
  for (;;) {
    const [first, last] = [uncounted[0], uncounted.at(-1)];
    if (!first || !last) return;
    const ends = { first: first.sequenceNumber, last: last.sequenceNumber };
    const watermark = await tables.addAbove(roundId, shard, ends, sumChanges(uncounted));
    if (watermark === undefined) return;
    uncounted = uncounted.filter(({ sequenceNumber }) => sequenceNumber > watermark);
  }
}

/** Waits for this tally's turn and publishes the round, unless another tally publishes it. */
async function publishInTurn(
  roundId: string,
  round: StartedRound,
  shard: string,
  tables: TallyTables,
  publish: Publish,
  clock: Clock,
): Promise<void> {
  const { now, sleep } = clock;
  for (;;) {
    let lease = await tables.readLease(roundId);
    const voters = Math.max(round.expectedVoters, lease.voters ?? 0);
    if (isClaimedByOther(lease, shard, voters, now())) return;
    const delayMs = publishDelayMs(lease, { startsAtMs: Number(roundId) * 1000, voters }, now());
    if (delayMs > 0) {
      if (lease.claim?.claimedBy !== shard) {
        const claim = { claimedBy: shard, claimedAt: now() };
        // Another tally has claimed or published, or this one did and lost the answer. These look alike, so decide again.
        if (!(await tables.claimPublish(roundId, lease, claim))) continue;
        lease = { ...lease, claim };
      }
      await sleep(delayMs);
    }
    // Only now, after the claim has ended: others whose votes are added later see no claim, and publish them.
    if (await tables.acquirePublish(roundId, lease, now())) {
      await publishTotals(roundId, { ...round, expectedVoters: voters }, tables, publish, clock);
      return;
    }
  }
}

async function publishTotals(
  roundId: string,
  { expectedVoters, endsAt }: StartedRound,
  tables: TallyTables,
  publish: Publish,
  { now }: Clock,
): Promise<void> {
  const totals = await tables.sumRound(roundId);
  const isPaceNew = publishIntervalMs(totals.voters) > publishIntervalMs(expectedVoters);
  await Promise.all([
    tables.raiseTotals(roundId, totals),
    ...(isPaceNew ? [tables.storeVoters(roundId, totals.voters)] : []),
  ]);
  if (now() >= endsAt * 1000 + onScreenMs) return;
  await publish({ roundId, ...totals });
}
