/** How Lambda reads a DynamoDB stream: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
import { quotas } from './quotas';

/** Lambda polls each shard four times a second. */
export const streamPollMs = 250;

/** A new table on demand has the partitions, and so the shards, for its initial throughput. */
export const minShards = quotas.newTableWrites.value / quotas.partitionWrites.value;
