/** The tally's tables in DynamoDB: `Round` (totals) and `CategoryRecord` (records). */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { limits } from '../../limits';
import { categories, show } from '../../show';
import { createDynamoDbClient } from '../dynamodb-client';
import type { CategoryRecord } from './category-records';
import type { TallyTables } from './count-batch';
import { parseKnownBatches, parseStatus } from './round-row';

const recordSchema = z.object({
  category: z.enum(categories),
  votes: z.int().nonnegative(),
  title: z.string(),
  poster: z.string(),
}) satisfies z.ZodType<CategoryRecord & Omit<Schema['CategoryRecord']['type'], 'show' | 'createdAt' | 'updatedAt'>>;

const isCurrentCategory = (name: unknown) => categories.some((category) => category === name);

const categoryNames = Object.fromEntries(categories.map((category) => [`#${category}`, category]));
const categorySums = categories.map((category) => `#${category} :${category}`).join(', ');
const addsBatch = `ADD ${categorySums}, voters :voters, firsts :firsts, lasts :lasts`;
const claimsPublish =
  'SET claimedBy = if_not_exists(claimedBy, :claimedBy), claimedAt = if_not_exists(claimedAt, :claimedAt)';
const setsExpiry = 'SET expiresAt = if_not_exists(expiresAt, :expiresAt)';

/** `startRound` writes the movie. Until then a row has only votes. */
const hasStarted = 'attribute_exists(movie)';
const hasNotStarted = 'attribute_not_exists(movie)';
const isNewBatch =
  'attribute_not_exists(isRecut) AND NOT (contains(firsts, :first) OR contains(lasts, :first) OR contains(lasts, :last))';
/** Every batch that is added also adds its last change. */
const isUnchangedSince = (batches: number) =>
  batches === 0 ? 'attribute_not_exists(lasts)' : 'size(lasts) = :batches';

const roundKey = (roundId: string) => ({ show, startsAt: Number(roundId) });

/**
 * Creates the tally's tables in DynamoDB.
 *
 * @param roundTable name of `Round`
 * @param recordTable name of `CategoryRecord`
 */
export function createTallyTables(roundTable: string, recordTable: string): TallyTables {
  const client = createDynamoDbClient();

  /** @returns the item after the update, or undefined if its condition fails */
  async function updateIf(input: UpdateCommandInput): Promise<Record<string, unknown> | undefined> {
    try {
      const { Attributes } = await client.send(new UpdateCommand({ ...input, ReturnValues: 'ALL_NEW' }));
      return Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  const updateRoundIf = (roundId: string, input: Omit<UpdateCommandInput, 'TableName' | 'Key'>) =>
    updateIf({ TableName: roundTable, Key: roundKey(roundId), ...input });

  async function readRound(roundId: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: roundTable, Key: roundKey(roundId), ConsistentRead: true }),
    );
    return Item;
  }

  return {
    async addOnce(roundId, { first, last }, { counts, voters }, now, compared) {
      const isUncounted = compared ? isUnchangedSince(compared.lasts.size) : isNewBatch;
      const comparedValues = compared
        ? compared.lasts.size > 0 && { ':batches': compared.lasts.size }
        : { ':first': first, ':last': last };
      const names = { ExpressionAttributeNames: categoryNames };
      const values = {
        ...Object.fromEntries(categories.map((category) => [`:${category}`, counts[category]])),
        ':voters': voters,
        ':firsts': new Set([first]),
        ':lasts': new Set([last]),
        ...comparedValues,
      };
      const added = await updateRoundIf(roundId, {
        UpdateExpression: `${addsBatch} ${claimsPublish}`,
        ConditionExpression: `${hasStarted} AND ${isUncounted}`,
        ...names,
        ExpressionAttributeValues: { ...values, ':claimedBy': first, ':claimedAt': now },
      });
      if (added) return parseStatus(added);
      const round = await readRound(roundId);
      if (round?.['movie'] !== undefined) return { ...parseStatus(round), knownBatches: parseKnownBatches(round) };

      // The round cannot be published yet, so this claims nothing: a pending claim would keep later batches from publishing.
      const addedEarly = await updateRoundIf(roundId, {
        UpdateExpression: `${addsBatch} ${setsExpiry}`,
        ConditionExpression: `${hasNotStarted} AND ${isUncounted}`,
        ...names,
        ExpressionAttributeValues: { ...values, ':expiresAt': Number(roundId) + limits.roundRetentionSeconds },
      });
      if (addedEarly) return parseStatus(addedEarly);
      const current = await readRound(roundId);
      return { ...parseStatus(current), knownBatches: parseKnownBatches(current) };
    },

    async acquirePublish(roundId, { publishedAt, claim }, now) {
      const acquired = await updateRoundIf(roundId, {
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
      });
      if (acquired) return { ...parseStatus(acquired), isAcquired: true };
      const round = await readRound(roundId);
      return round?.['movie'] === undefined ? undefined : { ...parseStatus(round), isAcquired: false };
    },

    async markRecut(roundId) {
      // An expired round needs no mark.
      await updateRoundIf(roundId, {
        UpdateExpression: 'SET isRecut = :true',
        ConditionExpression: 'attribute_exists(startsAt)',
        ExpressionAttributeValues: { ':true': true },
      });
    },

    async readRecords() {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: recordTable,
          KeyConditionExpression: '#show = :show',
          ExpressionAttributeNames: { '#show': 'show' },
          ExpressionAttributeValues: { ':show': show },
          ConsistentRead: true,
        }),
      );
      // Another version of the app may have had other categories.
      return Items.filter(({ category }) => isCurrentCategory(category)).map((item) => recordSchema.parse(item));
    },

    async raiseRecord({ category, votes, title, poster }) {
      // If the condition fails, an equal or higher record exists.
      await updateIf({
        TableName: recordTable,
        Key: { show, category },
        UpdateExpression: 'SET votes = :votes, title = :title, poster = :poster',
        ConditionExpression: 'attribute_not_exists(votes) OR votes < :votes',
        ExpressionAttributeValues: { ':votes': votes, ':title': title, ':poster': poster },
      });
    },
  };
}
