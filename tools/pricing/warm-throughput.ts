/** What preparing the tables for an audience costs. */
import { newTableWriteUnits, warmTables, warmWriteUnits } from '../../amplify/warm-throughput';
import { warmWriteUnitPrice } from './prices';

/** US dollars, once, for tables that were never busier than a new one. */
export function warmThroughputCost(viewers: number): number {
  const added = warmTables.reduce(
    (sum, table) => sum + (warmWriteUnits(table, viewers) ?? newTableWriteUnits) - newTableWriteUnits,
    0,
  );
  return (added * warmWriteUnitPrice.value) / warmWriteUnitPrice.per;
}
