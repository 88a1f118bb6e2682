/** The tally's tables in memory, with the same rules and a hook around every step. */
import { categories, noVotes } from '../../show';
import type { RoundTotals, TallyTables } from './count-batch';
import type { CategoryRecord } from './category-records';
import type { Lease } from './publish-lease';

/** Runs a step of the tally. May fail before or after the effect. */
export type RunStep = <T>(name: string, effect: () => T) => Promise<T>;

const withoutFailure: RunStep = (_, effect) => Promise.resolve(effect());

export function movieOf(roundId: string) {
  return { title: `Movie of ${roundId}`, poster: `/${roundId}.svg` };
}

/** The attributes of a row of `Round` that the tally uses. */
interface RoundRow {
  totals: RoundTotals;
  batches: { firsts: Set<string>; lasts: Set<string>; isRecut: boolean };
  lease: Lease;
}

/**
 * Creates the tables.
 *
 * @param startedRoundIds rounds that have started
 */
export function createMemoryTables(startedRoundIds: string[], runStep: RunStep = withoutFailure) {
  const rows = new Map<string, RoundRow>();
  const records = new Map<string, CategoryRecord>();

  const rowOf = (roundId: string): RoundRow => {
    const row = rows.get(roundId) ?? {
      totals: { ...noVotes, voters: 0, movie: undefined },
      batches: { firsts: new Set<string>(), lasts: new Set<string>(), isRecut: false },
      lease: { publishedAt: undefined, claim: undefined },
    };
    rows.set(roundId, row);
    return row;
  };
  const statusOf = ({ totals, lease }: RoundRow) => ({ totals: { ...totals }, lease: { ...lease } });
  const startRound = (roundId: string): void => {
    rowOf(roundId).totals.movie = movieOf(roundId);
  };
  startedRoundIds.forEach(startRound);

  const tables: TallyTables = {
    addOnce: (roundId, { first, last }, { counts, voters }, now, compared) =>
      runStep('addOnce', () => {
        const row = rowOf(roundId);
        const { totals, batches, lease } = row;
        const isNew = compared
          ? compared.lasts.size === batches.lasts.size
          : !batches.isRecut && !batches.firsts.has(first) && !batches.lasts.has(first) && !batches.lasts.has(last);
        if (!isNew) return { ...statusOf(row), knownBatches: structuredClone(batches) };
        batches.firsts.add(first);
        batches.lasts.add(last);
        for (const category of categories) totals[category] += counts[category];
        totals.voters += voters;
        if (totals.movie) lease.claim ??= { claimedBy: first, claimedAt: now };
        return statusOf(row);
      }),
    acquirePublish: (roundId, seen, now) =>
      runStep('acquirePublish', () => {
        const row = rows.get(roundId);
        if (!row?.totals.movie) return undefined;
        const isAcquired =
          row.lease.publishedAt === seen.publishedAt && row.lease.claim?.claimedBy === seen.claim?.claimedBy;
        if (isAcquired) row.lease = { publishedAt: now, claim: undefined };
        return { ...statusOf(row), isAcquired };
      }),
    markRecut: (roundId) =>
      runStep('markRecut', () => {
        const row = rows.get(roundId);
        if (row) row.batches.isRecut = true;
      }),
    readRecords: () => runStep('readRecords', () => [...records.values()]),
    raiseRecord: (record) =>
      runStep('raiseRecord', () => {
        if (record.votes > (records.get(record.category)?.votes ?? 0)) records.set(record.category, record);
      }),
  };
  /** @returns the totals of a round, or undefined if it has no row */
  const totalsOf = (roundId: string) => rows.get(roundId)?.totals;
  return { tables, rows, totalsOf, records, startRound };
}
