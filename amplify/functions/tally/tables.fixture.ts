/** The tally's tables in memory, with the same rules, and with a hook around every step. */
import { categories, noVotes } from '../../show';
import type { RoundTotals, TallyTables } from './count-batch';
import type { CategoryRecord } from './category-records';
import type { Lease } from './publish-lease';

/** Runs a step of the tally, and may fail before or after it. */
export type RunStep = <T>(name: string, effect: () => T) => Promise<T>;

const withoutFail: RunStep = async (_, effect) => effect();

export function movieOf(roundId: string) {
  return { title: `Movie of ${roundId}`, poster: `/${roundId}.svg` };
}

/** @param roundIds rounds that have started */
export function createMemoryTables(roundIds: string[], step: RunStep = withoutFail) {
  const rounds = new Map<string, RoundTotals>(
    roundIds.map((id) => [id, { ...noVotes, voters: 0, movie: movieOf(id) }]),
  );
  const batches = new Map(
    roundIds.map((id) => [id, { firsts: new Set<string>(), lasts: new Set<string>(), isRecut: false }]),
  );
  const leases = new Map<string, Lease>(roundIds.map((id) => [id, { publishedAt: undefined, claim: undefined }]));
  const records = new Map<string, CategoryRecord>();

  const tables: TallyTables = {
    addOnce: (roundId, { first, last }, { counts, voters }, now, compared) =>
      step('addOnce', () => {
        const [totals, known, lease] = [rounds.get(roundId), batches.get(roundId), leases.get(roundId)];
        if (!totals || !known || !lease) return undefined;
        const isNew = compared
          ? compared.lasts.size === known.lasts.size
          : !known.isRecut && !known.firsts.has(first) && !known.lasts.has(first) && !known.lasts.has(last);
        if (!isNew) return { totals: { ...totals }, lease: { ...lease }, knownBatches: structuredClone(known) };
        known.firsts.add(first);
        known.lasts.add(last);
        for (const category of categories) totals[category] += counts[category];
        totals.voters += voters;
        lease.claim ??= { claimedBy: first, claimedAt: now };
        return { totals: { ...totals }, lease: { ...lease } };
      }),
    acquirePublish: (roundId, seen, now) =>
      step('acquirePublish', () => {
        const [totals, lease] = [rounds.get(roundId), leases.get(roundId)];
        if (!totals || !lease) return undefined;
        const isAcquired = lease.publishedAt === seen.publishedAt && lease.claim?.claimedBy === seen.claim?.claimedBy;
        if (isAcquired) leases.set(roundId, { publishedAt: now, claim: undefined });
        return { totals: { ...totals }, lease: { ...leases.get(roundId) }, isAcquired };
      }),
    markRecut: (roundId) =>
      step('markRecut', () => {
        const known = batches.get(roundId);
        if (known) known.isRecut = true;
      }),
    categoryRecords: () => step('leaders', () => [...records.values()]),
    raiseRecord: (leader) =>
      step('raise', () => {
        if (leader.votes > (records.get(leader.category)?.votes ?? 0)) records.set(leader.category, leader);
      }),
  };
  return { tables, rounds, batches, leases, records };
}
