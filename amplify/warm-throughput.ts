/**
 * Prepares the busy tables for the expected audience. A new table on demand takes 4,000 write units a second and doubles
 * its last peak in half an hour, which is too slow for an audience that arrives at once.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
 */

/** Write units that a new table on demand takes in a second. */
export const newTableWriteUnits = 4000;

/** The most write units in a second, for each expected viewer: see `docs/scale.md`. */
const writeUnitsPerViewer = {
  Ballot: 0.31,
  // Few writes, but on few keys: with more partitions they rarely share one.
  RoundShard: 0.016,
};

export type WarmTable = keyof typeof writeUnitsPerViewer;
export const warmTables = Object.keys(writeUnitsPerViewer) as WarmTable[];

/**
 * Returns the write units in a second for which a table must be prepared, or null if a new table suffices.
 *
 * @param expectedViewers from 1
 */
export function warmWriteUnits(table: WarmTable, expectedViewers: number): number | null {
  const units = Math.ceil((writeUnitsPerViewer[table] * expectedViewers) / 1000) * 1000;
  return units > newTableWriteUnits ? units : null;
}
