/** Memory by number of connections, as rows of a table. */
import { medianRow, row, type Row } from '../goal';
import type { Reading } from '../memory';
import { quantileOf } from '../../statistics/quantile';

export interface Readings {
  /** Readings by number of connections, including 0. */
  at: Map<number, Reading[]>;
  left: Reading[];
}

type Part = keyof Reading;

const medianOf = (readings: Reading[], part: Part) =>
  quantileOf(
    readings.map((each) => each[part]),
    0.5,
  );

/** KB of one connection. */
function perConnection({ at }: Readings, count: number, part: Part): number {
  return ((medianOf(at.get(count) ?? [], part) - medianOf(at.get(0) ?? [], part)) * 1024) / count;
}

/**
 * Omits the resident memory per connection if it rose by less than the held memory, because connections then used space
 * that garbage had left. It is omitted for all servers if it is for one, to keep them comparable.
 *
 * @param servers - by name
 */
export function connectionRows(servers: Record<string, Readings>): Record<string, Row> {
  const isHidden = (count: number) =>
    Object.values(servers).some(
      (readings) => perConnection(readings, count, 'resident') < perConnection(readings, count, 'held'),
    );
  const rows: Record<string, Row> = {};
  for (const [name, readings] of Object.entries(servers)) {
    for (const [count, values] of readings.at) {
      const connections = count.toLocaleString('en');
      rows[`${name}, ${connections} connected`] = medianRow(
        values.map(({ resident }) => resident),
        'MB',
      );
      if (count === 0) continue;
      const ofOne = (part: Part) => row(perConnection(readings, count, part), 'KB', undefined, 1);
      if (!isHidden(count)) rows[`${name}, each of ${connections}`] = ofOne('resident');
      rows[`${name}, each of ${connections}, heap and buffers`] = ofOne('held');
    }
    rows[`${name}, all left`] = medianRow(
      readings.left.map(({ resident }) => resident),
      'MB',
    );
  }
  return rows;
}
