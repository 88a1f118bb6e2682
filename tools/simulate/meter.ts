/** Counts the tally's reads and writes in the measured rounds. */

export type CountedTable = 'Round' | 'RoundShard' | 'PublishLease';

export class Meter {
  readonly writes: Record<CountedTable, number> = { Round: 0, RoundShard: 0, PublishLease: 0 };
  writeUnits = 0;
  readUnits = 0;
  /** The longest wait of a write for its partition, in milliseconds. */
  longestWaitMs = 0;
  /** Units by partition key and second. */
  readonly #writesIn = new Map<string, Float64Array>();
  readonly #readsIn = new Map<string, Float64Array>();

  /** Only what happens in these milliseconds is counted. */
  constructor(private readonly measured: { from: number; to: number }) {}

  /** @param key - the partition key */
  write(table: CountedTable, units: number, at: number, { key = '', waitedMs = 0 } = {}): void {
    if (!isWithin(this.measured, at)) return;
    this.writes[table] += 1;
    this.writeUnits += units;
    this.longestWaitMs = Math.max(this.longestWaitMs, waitedMs);
    this.#add(this.#writesIn, `${table}#${key}`, units, at);
  }

  /** @param key - the partition key */
  read(table: CountedTable, units: number, at: number, key: string): void {
    if (!isWithin(this.measured, at)) return;
    this.readUnits += units;
    this.#add(this.#readsIn, `${table}#${key}`, units, at);
  }

  /** The most write units on one partition key in any second. */
  get busiestWriteUnits(): number {
    return busiest(this.#writesIn);
  }

  /** The most read units on one partition key in any second. */
  get busiestReadUnits(): number {
    return busiest(this.#readsIn);
  }

  #add(unitsIn: Map<string, Float64Array>, key: string, units: number, at: number): void {
    const seconds = unitsIn.get(key) ?? new Float64Array(Math.ceil(this.measured.to / 1000) + 1);
    unitsIn.set(key, seconds);
    const second = Math.floor(at / 1000);
    seconds[second] = (seconds[second] ?? 0) + units;
  }
}

const busiest = (unitsIn: Map<string, Float64Array>) =>
  [...unitsIn.values()].reduce((most, seconds) => seconds.reduce((max, units) => Math.max(max, units), most), 0);

export const isWithin = ({ from, to }: { from: number; to: number }, at: number): boolean => at >= from && at < to;
