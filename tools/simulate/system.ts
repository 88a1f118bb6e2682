/** The parameters of the modeled system. Times of the deployed backend are assumptions. None of them was measured. */
import { valueFor } from '../../amplify/by-voters';
import { roomsFor } from '../../amplify/chat-rooms';
import { pace } from '../../amplify/limits';
import { quotas } from '../pricing/quotas';
import { minShards, streamPollMs } from '../pricing/stream-polling';
import type { Random } from '../statistics/random';
import type { SendingPace } from '../../live/vote-batcher';

export interface System {
  /** Interval at which Lambda polls a shard, in milliseconds. With 0, it is notified of each record at once. */
  pollMs: number;
  /** Records in a batch. After a full batch, the next poll follows at once. */
  batchSize: number;
  /** From a page's call to the record in the stream, and from AppSync's fan-out to the screen, in milliseconds. */
  callMs: number;
  deliveryMs: number;
  /** Times of one turn of the tally, in milliseconds: until it has counted, and per record. */
  countMs: (random: Random) => number;
  recordMs: number;
  /** The length of a shard's window. Its tally is called at the end, too. */
  windowMs: number;
  /** Times of a consistent read, of a write, and of a publication, in milliseconds. */
  readMs: number;
  writeMs: number;
  publishMs: number;
  /** Write units that one partition accepts in a second. */
  partitionWrites: number;
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
  windowMs: 1000,
  readMs: 5,
  writeMs: 10,
  publishMs: 25,
  partitionWrites: quotas.partitionWrites.value,
  minShards,
  writesPerShard: quotas.partitionWrites.value,
};

/** When the totals of a round are published. */
export interface Publishing {
  /** The longest time that a tally waits until it may publish, in milliseconds. Its shard is not read meanwhile. */
  longestWaitMs: number;
  /** Whether the first publication comes one interval after the start of the round, instead of at once. */
  firstAfterInterval: boolean;
}

/** Design decisions that the model can vary. */
export interface Design {
  /** Where batches are counted. A row per shard is small and constant, and the publisher sums the rows. */
  counters: 'row per round' | 'row per shard';
  /** Minimum time between two publications of a round, in milliseconds. With null, every batch is published. */
  publishIntervalMs: ((voters: number) => number) | null;
  /** Whether a round starts with the number of voters of the last one, instead of none. */
  knowsLastSize: boolean;
  publishing: Publishing;
  sending: (voters: number) => SendingPace;
  /** The number of chat rooms. A message goes to the viewers of one room. */
  rooms: (voters: number) => number;
}

/** The tally that claims a publication waits until it may publish. */
export const holderWaits: Publishing = { longestWaitMs: Infinity, firstAfterInterval: true };
/**
 * A tally waits no longer than until the next poll of its shard. It leaves a later publication to the batches that
 * follow, and to the end of its shard's window if none follows.
 */
export const nextBatchPublishes: Publishing = { ...holderWaits, longestWaitMs: streamPollMs };

export const asBuilt: Design = {
  counters: 'row per shard',
  publishIntervalMs: (voters) => valueFor(pace.publishIntervalMs, voters),
  publishing: holderWaits,
  knowsLastSize: true,
  sending: (voters) => ({
    holdMs: valueFor(pace.holdMs, voters),
    endSpreadMs: valueFor(pace.endSpreadMs, voters),
  }),
  rooms: (voters) => roomsFor(voters, 1),
};

/** An earlier design: all shards count on the row of the round, at one pace for audiences of any size, and all chat goes to all. */
export const oneRow: Design = {
  counters: 'row per round',
  publishIntervalMs: (voters) => Math.min(Math.max(Math.round(250 * (voters / 100) ** 2), 10), 250),
  publishing: holderWaits,
  knowsLastSize: false,
  sending: () => ({ holdMs: 2000, endSpreadMs: 300 }),
  rooms: () => 1,
};

/** As built, if a tally left to later batches what it may not publish soon. */
export const leavesToNext: Design = { ...asBuilt, publishing: nextBatchPublishes };

/** Without the lease: every batch is published. */
export const withoutLease: Design = { ...asBuilt, publishIntervalMs: null };

export const comparedDesigns: Record<string, Design> = {
  'one row per round, chat to all (earlier design)': oneRow,
  'a row per shard': { ...oneRow, counters: 'row per shard' },
  'a row per shard, and rooms': { ...oneRow, counters: 'row per shard', rooms: asBuilt.rooms },
  'as built: also at a pace by voters': asBuilt,
  'if a round were first published with its first vote': {
    ...asBuilt,
    publishing: { ...holderWaits, firstAfterInterval: false },
  },
  'if publications were left to the next batch': leavesToNext,
};
