/** The counters as they are built: a row per round and shard, and a lease per round that is read before it is claimed. */
import { limits } from '../../amplify/limits';
import type { Counters, Publication } from './counters';
import type { Meter } from './meter';
import type { Publishing, System } from './system';

/** The rows of a round are spread over this many partition keys. */
const keysPerRound = limits.partsPerRound;
/** The size of a shard's row in a round: two keys, six numbers, a watermark and a time. */
const shardRowBytes = 300;
/** The size of a row of `Round`: two movies and numbers. */
const roundRowBytes = 1100;

/** Read units of a query for one of a round's partition keys. The reads are consistent. */
const queryUnits = (rows: number) => Math.max(1, Math.ceil((rows * shardRowBytes) / 4096));
/** The tally of each shard reads a round before it counts, unless it has read it within this time: a host may end it. */
export const roundReadUnitsPerShard = 0.5;
const roundReadMs = 2000;
const totalsUnits = Math.ceil(roundRowBytes / 1024);

interface Lease {
  /** When the last publication was due, or later; the interval to the next one counts from here. */
  publishedAt: number;
  /** When its claim can be read. */
  claimedAt: number;
  /** When it is acquired, which ends its claim; in the future if it is pending. */
  endsAt: number;
  isClaimed: boolean;
}

export interface RowPerShardOptions {
  system: System;
  publishing: Publishing;
  meter: Meter;
  shards: number;
  roundMs: number;
}

export class RowPerShard implements Counters {
  readonly #leases = new Map<number, Lease>();
  /** When each shard has read its last round. */
  readonly #roundReads = new Map<number, { round: number; at: number }>();
  readonly #partitionsFreeAt = new Float64Array(keysPerRound);

  constructor(private readonly options: RowPerShardOptions) {}

  count(round: number, shard: number, at: number): number {
    const { meter, system } = this.options;
    const read = this.#roundReads.get(shard);
    if (read?.round !== round || at > read.at + roundReadMs) {
      meter.read('Round', roundReadUnitsPerShard, at, '');
      this.#roundReads.set(shard, { round, at });
    }
    const key = shard % keysPerRound;
    const startsAt = Math.max(at, this.#partitionsFreeAt[key] ?? 0);
    this.#partitionsFreeAt[key] = startsAt + 1000 / system.partitionWrites;
    meter.write('RoundShard', 1, startsAt, { key: `${round}#${key}`, waitedMs: startsAt - at });
    return startsAt;
  }

  publish(round: number, countedAt: number, intervalMs: number | null, isLast: boolean): Publication | null {
    const { meter, publishing, roundMs, system } = this.options;
    if (intervalMs === null) return this.#publication(round, countedAt, true);
    let readAt = countedAt + system.readMs;
    meter.read('PublishLease', 1, readAt, String(round));
    const lease = this.#leases.get(round);
    if (lease && lease.endsAt > readAt) {
      if (lease.isClaimed && readAt < lease.claimedAt) {
        // Both read the lease before one of them had claimed: the write of the other fails, and it reads the lease again.
        meter.write('PublishLease', 1, readAt, { key: String(round) });
        meter.read('PublishLease', 1, lease.claimedAt, String(round));
      }
      // The holder sums after it has ended its claim, so the sum includes this batch.
      if (lease.isClaimed) return this.#publication(round, lease.endsAt, false);
      // Another tally publishes at once, without a claim: the write of this one fails, and it reads the lease again.
      meter.write('PublishLease', 1, lease.endsAt, { key: String(round) });
      readAt = lease.endsAt + system.readMs;
      meter.read('PublishLease', 1, readAt, String(round));
    }
    const before = lease?.publishedAt ?? (publishing.firstAfterInterval ? round * roundMs : -Infinity);
    const dueAt = Math.min(before + intervalMs, readAt + intervalMs);
    if (!isLast && dueAt > readAt + publishing.longestWaitMs) return null;
    const isClaimed = dueAt > readAt;
    if (isClaimed) meter.write('PublishLease', 1, readAt, { key: String(round) });
    // The tally waits after it has written its claim.
    const publishedAt = isClaimed ? dueAt + system.writeMs : readAt;
    const endsAt = publishedAt + system.writeMs;
    meter.write('PublishLease', 1, publishedAt, { key: String(round) });
    this.#leases.set(round, { publishedAt, claimedAt: readAt + system.writeMs, endsAt, isClaimed });
    return this.#publication(round, endsAt, true);
  }

  /** Sums the rows of a round and stores the totals, after the claim has ended. */
  #publication(round: number, endsAt: number, isHolder: boolean): Publication {
    const { meter, shards, system } = this.options;
    const summedAt = endsAt + system.readMs;
    const publishedAt = summedAt + system.writeMs;
    if (isHolder) {
      const units = queryUnits(Math.ceil(shards / keysPerRound));
      for (let key = 0; key < keysPerRound; key++) meter.read('RoundShard', units, summedAt, `${round}#${key}`);
      meter.write('Round', totalsUnits, summedAt);
    }
    return { publishedAt, includesUntil: endsAt, isHolder };
  }
}
