/**
 * The tally: adds a batch of ballot changes to its rounds, raises records, and publishes the scores.
 *
 * Lambda delivers every change at least once, so each step can be repeated: totals count a change once (`addOnce`, see
 * `deduplication.ts`), records only rise, and publishing the same totals twice changes no screen. One tally runs per
 * shard of the stream. Tallies count concurrently and take turns to publish (see `publish-lease.ts`).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Schema } from '../../data/resource';
import type { Counts } from '../../show';
import type { BallotChange } from './ballot-changes';
import { findNewRecords, mergeRecords, type CategoryRecord } from './category-records';
import { uncountedChanges, type BatchEnds, type KnownBatches } from './deduplication';
import { groupChangesByRound, sumChanges, type RoundDifference } from './differences';
import { isClaimedByOther, publishDelayMs, type Lease } from './publish-lease';

/** The totals of a round, and what the leaderboard shows of its movie. */
export interface RoundTotals extends Counts {
  voters: number;
  /** Missing until the round has started: its first votes may come before. */
  movie?: { title: string; poster: string } | undefined;
}

export interface RoundStatus {
  totals: RoundTotals;
  lease: Lease;
}

export interface AddResult extends RoundStatus {
  /** If nothing was added: the batches that the round knows. */
  knownBatches?: KnownBatches;
}

/** The tables in which the tally stores totals and records. */
export interface TallyTables {
  /**
   * Adds a difference to a round and stores the ends of its batch, unless the round knows one of them or is recut. If
   * the round has started, this claims the publication for the first change of the batch, unless a claim is pending. If
   * it has not started, its votes are counted, and the first batch after its start publishes them.
   *
   * @param now the time of the claim, in milliseconds since the epoch
   * @param knownBatches the known batches with which the batch was compared; adds only if the round knows no others
   * @returns the totals after the write
   */
  addOnce: (
    roundId: string,
    ends: BatchEnds,
    difference: RoundDifference,
    now: number,
    knownBatches?: KnownBatches,
  ) => Promise<AddResult>;
  /**
   * Acquires the publication of a round and ends the claim on it, if the lease has not changed since it was read.
   *
   * @param now the time of the publication, in milliseconds since the epoch
   * @returns whether the publication is acquired, with the totals to publish; undefined if the round has not started or has
   *   expired
   */
  acquirePublish: (
    roundId: string,
    seen: Lease,
    now: number,
  ) => Promise<(RoundStatus & { isAcquired: boolean }) | undefined>;
  /** Marks a round as recut: part of a known batch was delivered as a separate batch. */
  markRecut: (roundId: string) => Promise<void>;
  readRecords: () => Promise<CategoryRecord[]>;
  /** Writes a record unless an equal or higher record exists. */
  raiseRecord: (record: CategoryRecord) => Promise<void>;
}

/** The arguments of `publishScores`. */
export type ScoresUpdate = Schema['ScoresUpdate']['type'];

/**
 * How long after its start a round may be on a screen, in milliseconds: longer than the longest round and its grace
 * period. After an outage the tally also counts older rounds, but publishing them would only flood the screens.
 */
const onScreenMs = 120_000;

export interface Clock {
  /** The time, in milliseconds since the epoch. */
  now: () => number;
  sleep: (durationMs: number) => Promise<unknown>;
}

type Publish = (update: ScoresUpdate) => Promise<void>;

/**
 * Counts a batch and publishes the totals of its rounds.
 *
 * @param changes of one stream batch, in order
 * @param tables totals and records
 * @param publish sends totals and records to every screen
 * @throws if a write or a publication fails; the batch can then be counted again
 */
export async function countBatch(
  changes: BallotChange[],
  tables: TallyTables,
  publish: Publish,
  clock: Clock = { now: Date.now, sleep },
): Promise<void> {
  // Count everything before publishing anything: an unpublished vote is late, but an uncounted vote is lost.
  const rounds = await Promise.all(
    [...groupChangesByRound(changes)].map(async ([roundId, batch]) => {
      const status = await addUncounted(roundId, batch, tables, clock);
      return status?.totals.movie ? [{ roundId, batch, status }] : [];
    }),
  );
  // Rounds publish independently: one that waits for its turn does not delay another.
  const outcomes = await Promise.allSettled(
    rounds.flat().map(async ({ roundId, batch, status }) => {
      const totals = await waitForTurn(roundId, batch, status, tables, clock);
      if (totals) await publishTotals(roundId, totals, tables, publish, clock);
    }),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Adds the uncounted changes of a batch to one of its rounds: one write, unless the round knows some of them. */
async function addUncounted(
  roundId: string,
  batch: BallotChange[],
  tables: TallyTables,
  { now }: Clock,
): Promise<RoundStatus | undefined> {
  let changes = batch;
  let result: AddResult | undefined;
  do {
    const [first, last] = [changes[0], changes.at(-1)];
    const difference = sumChanges(changes);
    // Counted before, but perhaps not published: continue with the current totals.
    if (!first || !last || !difference) break;
    const ends = { first: first.eventId, last: last.eventId };
    result = await tables.addOnce(roundId, ends, difference, now(), result?.knownBatches);
    if (!result.knownBatches) break;
    const uncounted = uncountedChanges(batch, result.knownBatches);
    if (uncounted.splitsKnownBatch && !result.knownBatches.isRecut) await tables.markRecut(roundId);
    changes = uncounted.changes;
  } while (changes.length > 0);
  return result;
}

/**
 * Waits for the round's turn: one write, unless others publish.
 *
 * @returns the totals to publish, or nothing if another batch publishes the changes of this one
 */
async function waitForTurn(
  roundId: string,
  batch: BallotChange[],
  counted: RoundStatus,
  tables: TallyTables,
  { now, sleep }: Clock,
): Promise<RoundTotals | undefined> {
  const eventIds = new Set(batch.map(({ eventId }) => eventId));
  let status = counted;
  while (!isClaimedByOther(status.lease, eventIds, now())) {
    const delayMs = publishDelayMs(status.lease, status.totals.voters, now());
    if (delayMs > 0) await sleep(delayMs);
    const answer = await tables.acquirePublish(roundId, status.lease, now());
    if (!answer) return undefined;
    if (answer.isAcquired) return answer.totals;
    // Another tally acquired it, or this one did and lost the answer. These look alike, so decide again.
    status = answer;
  }
  return undefined;
}

/** Raises records from the whole totals, since this also publishes the changes of other batches. */
async function publishTotals(
  roundId: string,
  { movie, ...totals }: RoundTotals,
  tables: TallyTables,
  publish: Publish,
  { now }: Clock,
): Promise<void> {
  if (!movie) return;
  const standing = await tables.readRecords();
  const records = findNewRecords(totals, movie, standing);
  await Promise.all(records.map((record) => tables.raiseRecord(record)));
  if (now() >= Number(roundId) * 1000 + onScreenMs) return;
  const { voters, love, like, meh, unknown, hate } = totals;
  await publish({
    scores: { roundId, love, like, meh, unknown, hate, voters },
    leaders: mergeRecords(standing, records),
  });
}
