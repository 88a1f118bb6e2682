/** The tally's tables in memory, with the same rules, and with a hook around every step. */
import { categories, noVotes } from '../../show';
import type { RoundTotals, TallyTables } from './count';
import type { Leader } from './leaders';

/** Runs a step of the tally, and may fail before or after it. */
export type Step = <T>(name: string, effect: () => T) => Promise<T>;

const withoutFail: Step = async (_, effect) => effect();

export function movieOf(roundId: string) {
  return { title: `Movie of ${roundId}`, poster: `/${roundId}.svg` };
}

/** @param roundIds rounds that have started */
export function tablesInMemory(roundIds: string[], step: Step = withoutFail) {
  const rounds = new Map<string, RoundTotals>(roundIds.map((id) => [id, { ...noVotes, voters: 0, movie: movieOf(id) }]));
  const batches = new Set<string>();
  const records = new Map<string, Leader>();

  const tables: TallyTables = {
    addOnce: (roundId, batchId, { counts, voters }) =>
      step('addOnce', () => {
        const totals = rounds.get(roundId);
        const batch = `${roundId}/${batchId}`;
        if (!totals) return undefined;
        if (batches.has(batch)) return { ...totals };
        batches.add(batch);
        for (const category of categories) totals[category] += counts[category];
        totals.voters += voters;
        return { ...totals };
      }),
    leaders: () => step('leaders', () => [...records.values()]),
    raise: (leader) =>
      step('raise', () => {
        if (leader.votes > (records.get(leader.category)?.votes ?? 0)) records.set(leader.category, leader);
      }),
  };
  return { tables, rounds, records };
}
