/** Compares acknowledged votes with the tables. */
import type { DynamoDbEngineClient } from 'amplify-local/dynamodb';
import { partsOf } from '../../amplify/functions/tally/round-parts';
import { categories, noVotes, show, type Counts } from '../../amplify/show';
import { excessOf, greaterOf, totalOf } from '../../live/counts';
import type { AcknowledgedBallot } from './audience';

type Item = Record<string, { N?: string; S?: string }>;

/** The limit of `BatchGetItem`. */
const keysInCall = 100;

export interface VoteAudit {
  acknowledged: number;
  /** Acknowledged, but not in the totals of the round. */
  lost: number;
  /** Counted or in the totals, but in no ballot. */
  doubled: number;
  /** In a ballot, but not in the totals of the round (yet). */
  uncounted: number;
}

async function get(engine: DynamoDbEngineClient, table: string, keys: Item[]): Promise<Item[]> {
  const items: Item[] = [];
  for (let from = 0; from < keys.length; from += keysInCall) {
    const request = { [table]: { Keys: keys.slice(from, from + keysInCall), ConsistentRead: true } };
    const { Responses } = await engine.call('BatchGetItem', { RequestItems: request });
    items.push(...((Responses as Record<string, Item[]>)[table] ?? []));
  }
  return items;
}

async function tableName(engine: DynamoDbEngineClient, model: string): Promise<string> {
  const { TableNames } = await engine.call('ListTables', {});
  const name = (TableNames as string[]).find((each) => each.startsWith(`${model}-`));
  if (name === undefined) throw new Error(`There is no table of ${model}.`);
  return name;
}

const countsIn = (item: Item): Counts => {
  const counts = { ...noVotes };
  for (const category of categories) counts[category] = Number(item[category]?.N ?? 0);
  return counts;
};

function sum(all: Counts[]): Counts {
  const counts = { ...noVotes };
  for (const each of all) for (const category of categories) counts[category] += each[category];
  return counts;
}

const votersIn = (item: Item | undefined) => Number(item?.voters?.N ?? 0);

/** Reads what is counted of a round in each shard of the stream. */
async function readShards(engine: DynamoDbEngineClient, roundId: string): Promise<Item[]> {
  const TableName = await tableName(engine, 'RoundShard');
  const parts = await Promise.all(
    partsOf(roundId).map(async (part) => {
      const { Items } = await engine.call('Query', {
        TableName,
        KeyConditionExpression: 'part = :part',
        ExpressionAttributeValues: { ':part': { S: part } },
        ConsistentRead: true,
      });
      return Items as Item[];
    }),
  );
  return parts.flat();
}

/** Returns the counted votes of a round, which may not have started. */
export async function countedVotes(engine: DynamoDbEngineClient, roundId: string): Promise<Counts> {
  return sum((await readShards(engine, roundId)).map(countsIn));
}

/**
 * @param engine - contains the tables
 * @param receipts - of rounds in which only these guests have voted
 */
export async function auditVotes(engine: DynamoDbEngineClient, receipts: AcknowledgedBallot[]): Promise<VoteAudit> {
  // Copied before the tables are read, because answers that arrive in the meantime may include later votes.
  const entries = receipts.map((entry) => ({ ...entry }));
  const roundIds = [...new Set(entries.map(({ roundId }) => roundId))];
  const [rounds, shards, ballots] = await Promise.all([
    get(
      engine,
      await tableName(engine, 'Round'),
      roundIds.map((startsAt) => ({ show: { S: show }, startsAt: { N: startsAt } })),
    ),
    Promise.all(roundIds.map((roundId) => readShards(engine, roundId))),
    get(
      engine,
      await tableName(engine, 'Ballot'),
      entries.map(({ roundId, guest }) => ({ id: { S: `${roundId}#${guest}` } })),
    ),
  ]);
  const result: VoteAudit = { acknowledged: 0, lost: 0, doubled: 0, uncounted: 0 };
  for (const [index, roundId] of roundIds.entries()) {
    const round = rounds.find(({ startsAt }) => startsAt?.N === roundId);
    const totals = round ? countsIn(round) : noVotes;
    const ofShards = shards[index] ?? [];
    const counted = greaterOf(totals, sum(ofShards.map(countsIn)));
    const voters = Math.max(
      votersIn(round),
      ofShards.reduce((many, shard) => many + votersIn(shard), 0),
    );
    const stored = ballots.filter((ballot) => ballot.roundId?.S === roundId);
    const inBallots = sum(stored.map(countsIn));
    const acknowledged = sum(
      entries.filter((entry) => entry.roundId === roundId).map((entry) => entry.votesAcknowledged),
    );
    result.acknowledged += totalOf(acknowledged);
    result.lost += totalOf(excessOf(acknowledged, totals));
    // An extra voter is a ballot that was counted twice.
    result.doubled += totalOf(excessOf(counted, inBallots)) + Math.max(0, voters - stored.length);
    result.uncounted += totalOf(excessOf(inBallots, totals));
  }
  return result;
}
