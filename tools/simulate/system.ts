/**
 * The two systems that the model knows: the backend deployed to AWS, and the local one of this repository. Times of the
 * deployed one are assumptions, none of them measured; those of the local one are measured by `--check` before it predicts.
 */
import { publishIntervalMs } from '../../amplify/functions/tally/publish-lease';
import { quotas } from '../pricing/quotas';
import { minShards, streamPollMs } from '../pricing/stream-polling';
import type { Random } from '../statistics/random';

export interface System {
  /** Lambda asks a shard's stream again so long after it last did, in milliseconds; 0: it is told of each record at once. */
  pollMs: number;
  /** A full batch is followed by the next at once. Records in a batch. */
  batchSize: number;
  /** From a page's call to the record in the stream, and from AppSync's fan-out to the screen, in milliseconds. */
  callMs: number;
  deliveryMs: number;
  /**
   * Of one turn of the tally, in milliseconds: until its round is written, and for each record; then, until the publication is
   * taken, at least; then until it is out.
   */
  countMs: (random: Random) => number;
  recordMs: number;
  takeMs: number;
  publishMs: number;
  /** Write units that one partition takes in a second. */
  partitionWrites: number;
  /** Messages that AppSync sends in a second at most. */
  outbound: number;
  /** Shards of the ballots' stream where nothing needs more. */
  minShards: number;
  /** Write units in a second that make one shard more. */
  writesPerShard: number;
}

/**
 * Lambda asks each shard by itself, four times a second: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html. A table on
 * demand starts with four partitions' worth.
 */
export const deployed: System = {
  pollMs: streamPollMs,
  batchSize: 1000,
  callMs: 60,
  deliveryMs: 40,
  countMs: () => 25,
  recordMs: 0.1,
  takeMs: 10,
  publishMs: 25,
  partitionWrites: quotas.partitionWrites.value,
  outbound: quotas.outbound.value,
  minShards,
  writesPerShard: quotas.partitionWrites.value,
};

/** What may be built in another way. */
export interface Design {
  /** The lease: at least so long between two publications of a round, in milliseconds. Null: every batch is published. */
  publishGapMs: ((voters: number) => number) | null;
  /** Whether every shard adds to a row of its own, which whoever publishes sums, or all to the one row of the round. */
  rowPerShard: boolean;
  /** How many screens a chat message goes to. */
  chatReaders: (viewers: number) => number;
}

export const asBuilt: Design = {
  publishGapMs: publishIntervalMs,
  rowPerShard: false,
  chatReaders: (viewers) => viewers,
};

/** What this model proposes: see `docs/scale.md`. */
export const proposed: Design = {
  // Once a second from a thousand voters on.
  publishGapMs: (voters) => Math.max(publishIntervalMs(voters), Math.min(voters, 1000)),
  rowPerShard: true,
  // Rooms.
  chatReaders: (viewers) => Math.min(viewers, roomSize),
};

/** Viewers of one chat room, where there are rooms. */
export const roomSize = 500;

/** Without the lease: every batch is published. */
export const withoutLease: Design = { ...asBuilt, publishGapMs: null };
