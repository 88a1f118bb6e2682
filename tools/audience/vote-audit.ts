/** Compares acknowledged votes with the tables. */
import type { DynamoDbEngineClient } from 'amplify-local/dynamodb';
import { categories, noVotes, show, type Counts } from '../../amplify/show';
import { excessOf, totalOf } from '../../live/counts';
import type { AcknowledgedBallot } from './audience';

type Item = Record<string, { N?: string; S?: string }>;

/** The limit of `BatchGetItem`. */
const keysInCall = 100;

export interface VoteAudit {
  acknowledged: number;
  /** Acknowledged, but not in the totals. */
  lost: number;
  /** In the totals, but in no ballot. */
  doubled: number;
  /** In a ballot, but not in the totals (yet). */
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

/**
 * @param engine - contains the tables
 * @param receipts - of rounds in which only these guests have voted
 */
export async function auditVotes(engine: DynamoDbEngineClient, receipts: AcknowledgedBallot[]): Promise<VoteAudit> {
  // Copied before the tables are read, because answers that arrive in the meantime may include later votes.
  const entries = receipts.map((entry) => ({ ...entry }));
  const { TableNames } = await engine.call('ListTables', {});
  const named = (prefix: string) => (TableNames as string[]).find((name) => name.startsWith(prefix)) ?? prefix;
  const roundIds = [...new Set(entries.map(({ roundId }) => roundId))];
  const [rounds, ballots] = await Promise.all([
    get(
      engine,
      named('Round'),
      roundIds.map((startsAt) => ({ show: { S: show }, startsAt: { N: startsAt } })),
    ),
    get(
      engine,
      named('Ballot'),
      entries.map(({ roundId, guest }) => ({ id: { S: `${roundId}#${guest}` } })),
    ),
  ]);
  const result: VoteAudit = { acknowledged: 0, lost: 0, doubled: 0, uncounted: 0 };
  for (const roundId of roundIds) {
    const round = rounds.find(({ startsAt }) => startsAt?.N === roundId);
    const totals = round ? countsIn(round) : noVotes;
    const stored = ballots.filter((ballot) => ballot.roundId?.S === roundId);
    const inBallots = sum(stored.map(countsIn));
    const acknowledged = sum(
      entries.filter((entry) => entry.roundId === roundId).map((entry) => entry.votesAcknowledged),
    );
    result.acknowledged += totalOf(acknowledged);
    result.lost += totalOf(excessOf(acknowledged, totals));
    // An extra voter is a ballot that was counted twice.
    result.doubled += totalOf(excessOf(totals, inBallots)) + Math.max(0, Number(round?.voters?.N ?? 0) - stored.length);
    result.uncounted += totalOf(excessOf(inBallots, totals));
  }
  return result;
}
