/** Compares what viewers were told with what stands in the tables. */
import { categories, noVotes, type Counts } from '../amplify/show';
import { totalOf } from '../live/counts';
import type { EngineClient } from '../local/dynamodb/engine-client';
import type { Entry } from './audience';

type Item = Record<string, { N?: string; S?: string }>;

export interface Balance {
  acknowledged: number;
  /** Acknowledged, and in no total. */
  lost: number;
  /** In a total, and in no ballot. */
  doubled: number;
  /** In a ballot, and in no total (yet). */
  uncounted: number;
}

async function scan(engine: EngineClient, table: string): Promise<Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await engine.call('Scan', { TableName: table, ExclusiveStartKey, ConsistentRead: true });
    items.push(...(page.Items as Item[]));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
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

const excess = (a: Counts, b: Counts) => categories.reduce((total, category) => total + Math.max(0, a[category] - b[category]), 0);

/** @param names of the tables */
export async function balance(engine: EngineClient, names: { round: string; ballot: string }, entries: Entry[]): Promise<Balance> {
  const [rounds, ballots] = await Promise.all([scan(engine, names.round), scan(engine, names.ballot)]);
  const result: Balance = { acknowledged: 0, lost: 0, doubled: 0, uncounted: 0 };
  for (const roundId of new Set(entries.map((entry) => entry.roundId))) {
    const round = rounds.find(({ startsAt }) => startsAt?.N === roundId);
    const totals = round ? countsIn(round) : noVotes;
    const stored = ballots.filter((ballot) => ballot.roundId?.S === roundId);
    const inBallots = sum(stored.map(countsIn));
    const acknowledged = sum(entries.filter((entry) => entry.roundId === roundId).map((entry) => entry.acknowledged));
    result.acknowledged += totalOf(acknowledged);
    result.lost += excess(acknowledged, totals);
    // A voter too many is a ballot counted twice.
    result.doubled += excess(totals, inBallots) + Math.max(0, Number(round?.voters?.N ?? 0) - stored.length);
    result.uncounted += excess(inBallots, totals);
  }
  return result;
}
