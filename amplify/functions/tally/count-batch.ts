/**
 * The tally: adds a batch of ballot changes to its rounds, raises records, publishes the scores.
 *
 * Lambda delivers every change at least once, so each step may run again: the counters take a change once
 * (`addOnce`, see `deduplication.ts`), records only rise, and publishing the same totals twice changes no screen.
 * One tally runs for each shard of the stream. They count at once, and publish in turn (see `publish-lease.ts`).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Counts } from '../../show';
import type { BallotChange } from './ballot-changes';
import { uncountedChanges, type BatchEnds, type KnownBatches } from './deduplication';
import { groupChangesByRound, sumChanges, type RoundDifference } from './differences';
import { findNewRecords, mergeRecords, type CategoryRecord } from './category-records';
import { isClaimedByOther, publishDelayMs, type Lease } from './publish-lease';

/** The totals of a round, with what the leaderboard needs of its movie. */
export interface RoundTotals extends Counts {
  voters: number;
  movie: { title: string; poster: string };
}

export interface RoundStatus {
  totals: RoundTotals;
  lease: Lease;
}

export interface AddResult extends RoundStatus {
  /** Where nothing was added: the batches that the round knows. */
  knownBatches?: KnownBatches;
}

export interface TallyTables {
  /**
   * Adds a difference to a round and keeps the ends of its batch, unless the round knows one of them or is recut. Claims
   * the publish for the batch's first change, unless a claim is pending.
   * @param now the time of the claim, in milliseconds since the epoch
   * @param known of this round, where the batch was compared with it: adds if that is still all that the round knows
   * @returns the totals after it, or nothing where there is no such round (any more)
   */
  addOnce(
    roundId: string,
    ends: BatchEnds,
    difference: RoundDifference,
    now: number,
    known?: KnownBatches,
  ): Promise<AddResult | undefined>;
  /**
   * Takes a round's publish, and ends the claim on it, if the lease still is as it was seen.
   * @param now the time of the publish, in milliseconds since the epoch
   * @returns whether it is taken, with the totals to publish; or nothing where there is no such round (any more)
   */
  acquirePublish(
    roundId: string,
    seen: Lease,
    now: number,
  ): Promise<(RoundStatus & { isAcquired: boolean }) | undefined>;
  /** Marks a round: part of a batch that it knows came as a batch of its own. */
  markRecut(roundId: string): Promise<void>;
  categoryRecords(): Promise<CategoryRecord[]>;
  /** Writes a record unless a higher one stands. */
  raiseRecord(leader: CategoryRecord): Promise<void>;
}

export interface ScoresUpdate {
  scores: Counts & { roundId: string; voters: number };
  leaders: CategoryRecord[];
}

/**
 * How long after its start a round may be on a screen, in milliseconds: more than the longest round and its grace.
 * What a tally that was away has to make up is counted, but would only flood the screens.
 */
const onScreenMs = 120_000;

export interface Clock {
  /** The time, in milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

type Publish = (update: ScoresUpdate) => Promise<void>;

/**
 * @param changes of one stream batch, in order
 * @param tables where counters and records are kept
 * @param publish sends totals and leaders to every screen
 */
export async function countBatch(
  changes: BallotChange[],
  tables: TallyTables,
  publish: Publish,
  clock: Clock = { now: Date.now, sleep },
): Promise<void> {
  // Everything is counted before anything is published: what is not published is late, what is not counted is lost.
  const rounds = await Promise.all(
    [...groupChangesByRound(changes)].map(async ([roundId, batch]) => {
      const standing = await addNew(roundId, batch, tables, clock);
      return standing ? [{ roundId, batch, standing }] : [];
    }),
  );
  // Each round by itself: one that waits for its turn holds up no other.
  const published = await Promise.allSettled(
    rounds.flat().map(async ({ roundId, batch, standing }) => {
      const totals = await waitForTurn(roundId, batch, standing, tables, clock);
      if (totals) await publishTotals(roundId, totals, tables, publish, clock);
    }),
  );
  for (const outcome of published) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Adds what is new of a batch to one of its rounds; one write, unless the round knows some of it. */
async function addNew(
  roundId: string,
  batch: BallotChange[],
  tables: TallyTables,
  { now }: Clock,
): Promise<RoundStatus | undefined> {
  let changes = batch;
  let addition: AddResult | undefined;
  do {
    const [first, last] = [changes[0], changes.at(-1)];
    const difference = sumChanges(changes);
    // Counted before, but perhaps not published: go on with the totals as they stand.
    if (!first || !last || !difference) break;
    addition = await tables.addOnce(
      roundId,
      { first: first.eventId, last: last.eventId },
      difference,
      now(),
      addition?.knownBatches,
    );
    if (!addition?.knownBatches) break;
    const news = uncountedChanges(batch, addition.knownBatches);
    if (news.splitsKnownBatch && !addition.knownBatches.isRecut) await tables.markRecut(roundId);
    changes = news.changes;
  } while (changes.length > 0);
  return addition;
}

/**
 * Waits for the round's turn; one write, unless others publish.
 *
 * @returns the totals to publish, or nothing where another batch publishes what is counted of this one
 */
async function waitForTurn(
  roundId: string,
  batch: BallotChange[],
  counted: RoundStatus,
  tables: TallyTables,
  { now, sleep }: Clock,
): Promise<RoundTotals | undefined> {
  const eventIds = new Set(batch.map(({ eventId }) => eventId));
  let standing: RoundStatus = counted;
  while (!isClaimedByOther(standing.lease, eventIds, now())) {
    const wait = publishDelayMs(standing.lease, standing.totals.voters, now());
    if (wait > 0) await sleep(wait);
    const answer = await tables.acquirePublish(roundId, standing.lease, now());
    if (!answer) return undefined;
    if (answer.isAcquired) return answer.totals;
    // Taken over by another, or by an answer that was lost: nobody can tell, so all is decided anew.
    standing = answer;
  }
  return undefined;
}

/** The records are those of all that is published, since others have left theirs to this. */
async function publishTotals(
  roundId: string,
  { movie, ...totals }: RoundTotals,
  tables: TallyTables,
  publish: Publish,
  { now }: Clock,
): Promise<void> {
  const leaders = await tables.categoryRecords();
  const records = findNewRecords(totals, movie, leaders);
  await Promise.all(records.map((record) => tables.raiseRecord(record)));
  if (now() >= Number(roundId) * 1000 + onScreenMs) return;
  const { voters, love, like, meh, unknown, hate } = totals;
  await publish({
    scores: { roundId, love, like, meh, unknown, hate, voters },
    leaders: mergeRecords(leaders, records),
  });
}
