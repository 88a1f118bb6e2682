/** The tally's tables in memory, with the same rules and a hook around every step. */
import { categories } from '../../show';
import type { RoundTotals, StartedRound, TallyTables } from './count-batch';
import type { Lease } from './publish-lease';
import { addTotals, noTotals } from './round-totals';

/** Runs a step of the tally. May fail before or after the effect. */
export type RunStep = <T>(name: string, effect: () => T) => Promise<T>;

const withoutFailure: RunStep = (_, effect) => Promise.resolve(effect());

const keys = [...categories, 'voters'] as const;

/** What the tables contain of a round. */
interface RoundRows {
  started: StartedRound | undefined;
  /** The totals in `Round`. */
  totals: RoundTotals;
  shards: Map<string, { counted: RoundTotals; watermark: string }>;
  lease: Lease;
}

/**
 * Creates the tables.
 *
 * @param startedRoundIds rounds that have started
 */
export function createMemoryTables(startedRoundIds: string[], runStep: RunStep = withoutFailure) {
  const rounds = new Map<string, RoundRows>();

  const rowsOf = (roundId: string): RoundRows => {
    const rows = rounds.get(roundId) ?? { started: undefined, totals: noTotals, shards: new Map(), lease: {} };
    rounds.set(roundId, rows);
    return rows;
  };
  const startRound = (roundId: string, expectedVoters = 0, endsAt = Number(roundId) + 10): void => {
    rowsOf(roundId).started = { expectedVoters, endsAt };
  };
  /** Ends a round early, at a time in seconds since the epoch. */
  const endRound = (roundId: string, endsAt: number): void => {
    const { started } = rowsOf(roundId);
    if (started) rowsOf(roundId).started = { ...started, endsAt: Math.min(started.endsAt, endsAt) };
  };
  startedRoundIds.forEach((roundId) => startRound(roundId));
  /** Sums what is counted of a round in all shards. */
  const countedOf = (roundId: string): RoundTotals => {
    return [...rowsOf(roundId).shards.values()].map(({ counted }) => counted).reduce(addTotals, noTotals);
  };
  const isUnchanged = (lease: Lease, seen: Lease) =>
    lease.publishedAt === seen.publishedAt && lease.claim?.claimedBy === seen.claim?.claimedBy;

  const tables: TallyTables = {
    addAbove: (roundId, shard, { first, last }, difference) =>
      runStep('addAbove', () => {
        const { shards } = rowsOf(roundId);
        const row = shards.get(shard);
        if (row && row.watermark >= first) return row.watermark;
        shards.set(shard, { counted: addTotals(row?.counted ?? noTotals, difference), watermark: last });
        return undefined;
      }),
    readRound: (roundId) => runStep('readRound', () => rowsOf(roundId).started),
    sumRound: (roundId) => runStep('sumRound', () => countedOf(roundId)),
    raiseTotals: (roundId, totals) =>
      runStep('raiseTotals', () => {
        const rows = rowsOf(roundId);
        if (rows.started && keys.every((key) => rows.totals[key] <= totals[key])) rows.totals = { ...totals };
      }),
    readLease: (roundId) => runStep('readLease', () => structuredClone(rowsOf(roundId).lease)),
    claimPublish: (roundId, seen, claim) =>
      runStep('claimPublish', () => {
        const rows = rowsOf(roundId);
        if (!isUnchanged(rows.lease, seen)) return false;
        rows.lease = { ...rows.lease, claim };
        return true;
      }),
    acquirePublish: (roundId, seen, now) =>
      runStep('acquirePublish', () => {
        const rows = rowsOf(roundId);
        if (!isUnchanged(rows.lease, seen)) return false;
        rows.lease = { ...rows.lease, publishedAt: now, claim: undefined };
        return true;
      }),
    storeVoters: (roundId, voters) =>
      runStep('storeVoters', () => {
        const rows = rowsOf(roundId);
        rows.lease = { ...rows.lease, voters };
      }),
  };
  /** The totals in `Round`, which snapshots show. */
  const totalsOf = (roundId: string) => rowsOf(roundId).totals;
  return { tables, rounds, countedOf, totalsOf, startRound, endRound };
}
