/** The parameters of the modeled system. Times of the deployed backend are assumptions. None of them was measured. */
import { publishIntervalMs } from '../../amplify/functions/tally/publish-lease';
import { quotas } from '../pricing/quotas';
import { minShards, streamPollMs } from '../pricing/stream-polling';
import type { Random } from '../statistics/random';

export interface System {
  /** Interval at which Lambda polls a shard, in milliseconds. With 0, it is notified of each record at once. */
  pollMs: number;
  /** Records in a batch. After a full batch, the next poll follows at once. */
  batchSize: number;
  /** From a page's call to the record in the stream, and from AppSync's fan-out to the screen, in milliseconds. */
  callMs: number;
  deliveryMs: number;
  /**
   * Times of one turn of the tally, in milliseconds: until it counts, per record, until it takes the publication, and
   * to publish.
   */
  countMs: (random: Random) => number;
  recordMs: number;
  takeMs: number;
  publishMs: number;
  /** Write units that one partition accepts in a second. */
  partitionWrites: number;
  /** Messages that AppSync sends per second at most. */
  outbound: number;
  /** The minimum number of shards of the ballots' stream. */
  minShards: number;
  /** Write units per second that need another shard. */
  writesPerShard: number;
}

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

/** Design decisions that the model can vary. */
export interface Design {
  /** Minimum time between two publications of a round, in milliseconds. With null, every batch is published. */
  publishGapMs: ((voters: number) => number) | null;
  /** Whether each shard adds to its own row, and the publisher sums the rows. */
  rowPerShard: boolean;
  /** The number of screens that receive a chat message. */
  chatReaders: (viewers: number) => number;
}

export const asBuilt: Design = {
  publishGapMs: publishIntervalMs,
  rowPerShard: false,
  chatReaders: (viewers) => viewers,
};

/** The proposed design. See `docs/scale.md`. */
export const proposed: Design = {
  // At most once a second from a thousand voters on.
  publishGapMs: (voters) => Math.max(publishIntervalMs(voters), Math.min(voters, 1000)),
  rowPerShard: true,
  chatReaders: (viewers) => Math.min(viewers, roomSize),
};

/** Viewers of one chat room, in designs with rooms. */
export const roomSize = 500;

/** Without the lease: every batch is published. */
export const withoutLease: Design = { ...asBuilt, publishGapMs: null };
