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
  const batches = new Map<string, Set<string>>(roundIds.map((id) => [id, new Set()]));
  const records = new Map<string, Leader>();

  const tables: TallyTables = {
    addOnce: (roundId, { first, last }, { counts, voters }) =>
      step('addOnce', () => {
        const [totals, known] = [rounds.get(roundId), batches.get(roundId)];
        if (!totals || !known) return undefined;
        if (known.has(first) || known.has(last)) return { totals: { ...totals }, known: new Set(known) };
        known.add(first).add(last);
        for (const category of categories) totals[category] += counts[category];
        totals.voters += voters;
        return { totals: { ...totals } };
      }),
    leaders: () => step('leaders', () => [...records.values()]),
    raise: (leader) =>
      step('raise', () => {
        if (leader.votes > (records.get(leader.category)?.votes ?? 0)) records.set(leader.category, leader);
      }),
  };
  return { tables, rounds, records };
}
