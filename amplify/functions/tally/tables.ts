/** The tally's tables in DynamoDB: `RoundShard` (what is counted), `PublishLease`, and `Round` (totals for snapshots). */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { perFavourite } from '../../favourite';
import { limits } from '../../limits';
import { categories, perCategory, show } from '../../show';
import { countsSchema } from '../counts-schema';
import { createDynamoDbClient } from '../dynamodb-client';
import { addTotals, noTotals } from './round-totals';
import type { RoundTotals, StartedRound, TallyTables } from './count-batch';
import type { Lease } from './publish-lease';
import { isEndKnown } from './round-end';
import { partOf, partsOf } from './round-parts';

export interface TableNames {
  round: string;
  roundShard: string;
  publishLease: string;
}

const votes = z.int().nonnegative();

/** Rows that an older version has written have no favourites. */
const favouriteVoters = z.int().default(0);

/** A row of `RoundShard`. A shard that has only the later votes of a guest may have a negative number of favourites. */
const totalsSchema = z
  .object({
    ...countsSchema.shape,
    voters: votes,
    ...perFavourite(() => favouriteVoters),
  } satisfies Partial<Record<keyof Schema['RoundShard']['type'], z.ZodType>>)
  .transform((row): RoundTotals => ({
    ...perCategory((category) => row[category]),
    voters: row.voters,
    favourites: perCategory((category) => row[`${category}Voters`]),
  }));

const watermarkSchema = z.object({ watermark: z.string() }) satisfies z.ZodType<
  Pick<Schema['RoundShard']['type'], 'watermark'>
>;

/** `startRound` writes both. A round that has votes but has not started has no movie. */
const roundSchema = z
  .object({
    movie: z.unknown().nonoptional(),
    expectedVoters: votes.nullish(),
    endsAt: z.int(),
  } satisfies Partial<Record<keyof Schema['Round']['type'], z.ZodType>>)
  .transform(({ expectedVoters, endsAt }): StartedRound => ({ expectedVoters: expectedVoters ?? 0, endsAt }));

const leaseSchema = z
  .object({
    publishedAt: z.number().optional(),
    claimedBy: z.string().optional(),
    claimedAt: z.number().optional(),
    voters: votes.optional(),
  } satisfies Partial<Record<keyof Schema['PublishLease']['type'], z.ZodType>>)
  .transform(({ publishedAt, claimedBy, claimedAt, voters }): Lease => ({
    publishedAt,
    voters,
    claim: claimedBy === undefined || claimedAt === undefined ? undefined : { claimedBy, claimedAt },
  }));

const categoryNames = Object.fromEntries(categories.map((category) => [`#${category}`, category]));
const valuesOf = (totals: RoundTotals) =>
  Object.fromEntries([...categories, 'voters' as const].map((name) => [`:${name}`, totals[name]]));
const favouriteValuesOf = ({ favourites }: RoundTotals) =>
  Object.fromEntries(categories.map((category) => [`:${category}Voters`, favourites[category]]));

const addsDifference = `ADD ${categories.map((category) => `#${category} :${category}, ${category}Voters :${category}Voters`).join(', ')}, voters :voters`;
const setsTotals = `SET ${categories.map((category) => `#${category} = :${category}`).join(', ')}, voters = :voters, favourites = :favourites`;
const noTotalFalls = [...categories.map((category) => `#${category} <= :${category}`), 'voters <= :voters'].join(
  ' AND ',
);

/** The condition that publication and claim of a lease are those that were seen. */
function isUnchanged({ publishedAt, claim }: Lease) {
  return {
    expression: [
      publishedAt === undefined ? 'attribute_not_exists(publishedAt)' : 'publishedAt = :seenPublishedAt',
      claim ? 'claimedBy = :seenClaimedBy' : 'attribute_not_exists(claimedBy)',
    ].join(' AND '),
    values: {
      ...(publishedAt !== undefined && { ':seenPublishedAt': publishedAt }),
      ...(claim && { ':seenClaimedBy': claim.claimedBy }),
    },
  };
}

const expiryOf = (roundId: string) => Number(roundId) + limits.shardRetentionSeconds;
const roundKey = (roundId: string) => ({ show, startsAt: Number(roundId) });

/** How many rounds receive votes at the same time: the current one, and the one before it during its grace period. */
const openRounds = 2;

/**
 * Creates the tally's tables in DynamoDB.
 *
 * @param now the time, in milliseconds since the epoch
 */
export function createTallyTables(names: TableNames, now: () => number = Date.now): TallyTables {
  const client = createDynamoDbClient();
  const startedRounds = new Map<string, { round: StartedRound; readAtMs: number }>();

  /** Returns whether the condition of the update held. */
  async function updateIf(input: UpdateCommandInput): Promise<boolean> {
    try {
      await client.send(new UpdateCommand(input));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async function readItem(tableName: string, key: Record<string, unknown>, ConsistentRead = true): Promise<unknown> {
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead }));
    return Item;
  }

  async function* readPart(part: string): AsyncGenerator {
    let startKey: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: names.roundShard,
          KeyConditionExpression: 'part = :part',
          ExpressionAttributeValues: { ':part': part },
          ConsistentRead: true,
          ExclusiveStartKey: startKey,
        }),
      );
      yield* Items;
      startKey = LastEvaluatedKey;
    } while (startKey);
  }

  async function sumPart(part: string) {
    let sum = noTotals;
    for await (const item of readPart(part)) sum = addTotals(sum, totalsSchema.parse(item));
    return sum;
  }

  return {
    async addAbove(roundId, shard, { first, last }, difference) {
      const key = { part: partOf(roundId, shard), shard };
      const isAdded = await updateIf({
        TableName: names.roundShard,
        Key: key,
        UpdateExpression: `${addsDifference} SET watermark = :last, expiresAt = :expiresAt`,
        ConditionExpression: 'attribute_not_exists(watermark) OR watermark < :first',
        ExpressionAttributeNames: categoryNames,
        ExpressionAttributeValues: {
          ...valuesOf(difference),
          ...favouriteValuesOf(difference),
          ':first': first,
          ':last': last,
          ':expiresAt': expiryOf(roundId),
        },
      });
      return isAdded ? undefined : watermarkSchema.parse(await readItem(names.roundShard, key)).watermark;
    },

    async readRound(roundId, castAt) {
      const known = startedRounds.get(roundId);
      if (known && isEndKnown(known.round, known.readAtMs, castAt)) return known.round;
      const readAtMs = now();
      const key = roundKey(roundId);
      // All rounds share a partition key. Every shard reads each round about every two seconds, and a read that may miss the
      // last second costs half.
      const item = (await readItem(names.round, key, false)) ?? (await readItem(names.round, key));
      if (item === undefined) return undefined;
      const round = roundSchema.parse(item);
      startedRounds.set(roundId, { round, readAtMs });
      const [oldest] = startedRounds.keys();
      if (oldest !== undefined && startedRounds.size > openRounds) startedRounds.delete(oldest);
      return round;
    },

    async sumRound(roundId) {
      const parts = await Promise.all(partsOf(roundId).map(sumPart));
      return parts.reduce(addTotals, noTotals);
    },

    async raiseTotals(roundId, totals) {
      // If the condition fails, later totals are stored, or the round has expired.
      await updateIf({
        TableName: names.round,
        Key: roundKey(roundId),
        UpdateExpression: setsTotals,
        ConditionExpression: noTotalFalls,
        ExpressionAttributeNames: categoryNames,
        ExpressionAttributeValues: { ...valuesOf(totals), ':favourites': totals.favourites },
      });
    },

    async readLease(roundId) {
      return leaseSchema.parse((await readItem(names.publishLease, { roundId })) ?? {});
    },

    claimPublish(roundId, seen, { claimedBy, claimedAt }) {
      const { expression, values } = isUnchanged(seen);
      return updateIf({
        TableName: names.publishLease,
        Key: { roundId },
        UpdateExpression: 'SET claimedBy = :claimedBy, claimedAt = :claimedAt, expiresAt = :expiresAt',
        ConditionExpression: expression,
        ExpressionAttributeValues: {
          ...values,
          ':claimedBy': claimedBy,
          ':claimedAt': claimedAt,
          ':expiresAt': expiryOf(roundId),
        },
      });
    },

    acquirePublish(roundId, seen, now) {
      const { expression, values } = isUnchanged(seen);
      return updateIf({
        TableName: names.publishLease,
        Key: { roundId },
        UpdateExpression: 'SET publishedAt = :now, expiresAt = :expiresAt REMOVE claimedBy, claimedAt',
        ConditionExpression: expression,
        ExpressionAttributeValues: { ...values, ':now': now, ':expiresAt': expiryOf(roundId) },
      });
    },

    async storeVoters(roundId, voters) {
      await client.send(
        new UpdateCommand({
          TableName: names.publishLease,
          Key: { roundId },
          UpdateExpression: 'SET voters = :voters, expiresAt = :expiresAt',
          ExpressionAttributeValues: { ':voters': voters, ':expiresAt': expiryOf(roundId) },
        }),
      );
    },
  };
}
