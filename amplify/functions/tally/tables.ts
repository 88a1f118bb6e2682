/** The tally's tables in DynamoDB: `Round` (counters) and `CategoryRecord` (records). */
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { categories, show } from '../../show';
import type { RoundStatus, TallyTables } from './count-batch';
import type { Lease } from './publish-lease';

const votes = z.int().nonnegative();

const totalsSchema = z.object({
  love: votes,
  like: votes,
  meh: votes,
  unknown: votes,
  hate: votes,
  voters: votes,
  movie: z.object({ title: z.string(), poster: z.string() }),
});

const idsSchema = z.set(z.string()).default(new Set());

/** A round has the sets from its first batch on, and the mark where it was needed. */
const knownSchema = z.object({ firsts: idsSchema, lasts: idsSchema, isRecut: z.boolean().default(false) });

const leaseSchema = z
  .object({ publishedAt: z.number().optional(), claimedBy: z.string().optional(), claimedAt: z.number().optional() })
  .transform(({ publishedAt, claimedBy: by, claimedAt: at }): Lease => ({
    publishedAt,
    claim: by === undefined || at === undefined ? undefined : { claimedBy: by, claimedAt: at },
  }));

const standingOf = (round: unknown): RoundStatus => ({
  totals: totalsSchema.parse(round),
  lease: leaseSchema.parse(round),
});

const leaderSchema = z.object({ category: z.string(), votes, title: z.string(), poster: z.string() });

const categoryNames = Object.fromEntries(categories.map((category) => [`#${category}`, category]));
const hasStarted = 'attribute_exists(startsAt)';
const isNew =
  'attribute_not_exists(isRecut) AND NOT (contains(firsts, :first) OR contains(lasts, :first) OR contains(lasts, :last))';
/** Each batch that was added meanwhile has a last change of its own. */
const isUnchanged = 'size(lasts) = :batches';

const claimsUnlessClaimed =
  'SET claimedBy = if_not_exists(claimedBy, :claimedBy), claimedAt = if_not_exists(claimedAt, :claimedAt)';

const categorySums = categories.map((category) => `#${category} :${category}`).join(', ');

const keyOf = (roundId: string) => ({ show, startsAt: Number(roundId) });

/**
 * @param roundTable name of `Round`
 * @param recordTable name of `CategoryRecord`
 */
export function createTallyTables(roundTable: string, recordTable: string): TallyTables {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient());

  /** As it stands after everything that was written before. */
  const read = async (roundId: string) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: roundTable, Key: keyOf(roundId), ConsistentRead: true }),
    );
    return Item;
  };

  return {
    async addOnce(roundId, { first, last }, { counts, voters }, now, compared) {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: roundTable,
            Key: keyOf(roundId),
            UpdateExpression: `ADD ${categorySums}, voters :voters, firsts :firsts, lasts :lasts ${claimsUnlessClaimed}`,
            ConditionExpression: `${hasStarted} AND ${compared ? isUnchanged : isNew}`,
            ExpressionAttributeNames: categoryNames,
            ExpressionAttributeValues: {
              ...Object.fromEntries(categories.map((category) => [`:${category}`, counts[category]])),
              ':voters': voters,
              ':firsts': new Set([first]),
              ':lasts': new Set([last]),
              ':claimedBy': first,
              ':claimedAt': now,
              ...(compared ? { ':batches': compared.lasts.size } : { ':first': first, ':last': last }),
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return standingOf(Attributes);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const round = await read(roundId);
        return round && { ...standingOf(round), knownBatches: knownSchema.parse(round) };
      }
    },

    async acquirePublish(roundId, { publishedAt, claim }, now) {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: roundTable,
            Key: keyOf(roundId),
            UpdateExpression: 'SET publishedAt = :now REMOVE claimedBy, claimedAt',
            ConditionExpression: [
              hasStarted,
              publishedAt === undefined ? 'attribute_not_exists(publishedAt)' : 'publishedAt = :publishedAt',
              claim ? 'claimedBy = :claimedBy' : 'attribute_not_exists(claimedBy)',
            ].join(' AND '),
            ExpressionAttributeValues: {
              ':now': now,
              ...(publishedAt !== undefined && { ':publishedAt': publishedAt }),
              ...(claim && { ':claimedBy': claim.claimedBy }),
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return { ...standingOf(Attributes), isAcquired: true };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const round = await read(roundId);
        return round && { ...standingOf(round), isAcquired: false };
      }
    },

    async markRecut(roundId) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: roundTable,
            Key: keyOf(roundId),
            UpdateExpression: 'SET isRecut = :true',
            ConditionExpression: hasStarted,
            ExpressionAttributeValues: { ':true': true },
          }),
        );
      } catch (error) {
        // The round has expired, and with it all that it knew.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async categoryRecords() {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: recordTable,
          KeyConditionExpression: '#show = :show',
          ExpressionAttributeNames: { '#show': 'show' },
          ExpressionAttributeValues: { ':show': show },
          ConsistentRead: true,
        }),
      );
      return z.array(leaderSchema).parse(Items ?? []);
    },

    async raiseRecord({ category, votes, title, poster }) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: recordTable,
            Key: { show, category },
            UpdateExpression: 'SET votes = :votes, title = :title, poster = :poster',
            ConditionExpression: 'attribute_not_exists(votes) OR votes < :votes',
            ExpressionAttributeValues: { ':votes': votes, ':title': title, ':poster': poster },
          }),
        );
      } catch (error) {
        // A higher record was set meanwhile, and stands.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
