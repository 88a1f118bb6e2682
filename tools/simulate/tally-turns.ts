/** Measures the duration of the tally's steps from its writes. All times are in milliseconds. */
import { allHashes, divide, hashOf, includes } from 'amplify-local/dynamodb';
import type { Write } from '../backend/counted-tables';

export interface StepTimes {
  /** From one batch of a shard to the next, of a tally that does not publish; one time for each measured turn. */
  turns: number[];
  /** From an acquired publication until its tally counts the next batch, on average. */
  publishMs: number;
  /** How much later than after the interval a claimed publication is acquired: its claim is written before the wait. */
  lateMs: number;
}

interface Step {
  shard: string;
  from: number;
  ms: number;
  /** The position of the next batch's first change in its shard. */
  next: number;
}

interface Count {
  at: number;
  /** The position of the last change. */
  last: number;
  /** When the tally of the shard has acquired a publication since; Infinity if it has not, NaN while it waits. */
  acquiredAt: number;
}

type Key = Record<string, { S: string }>;
type Values = Record<string, { S?: string; N?: string } | undefined>;

interface Update {
  Key: Key;
  UpdateExpression: string;
  ExpressionAttributeValues: Values;
}

export class TallyTurns {
  /** When each ballot was written, by the part of all hashes that a shard has. */
  readonly #ballotsAt: { range: readonly [number, number]; at: number[] }[];
  /** The sequence number of each shard's first change. Those that follow are consecutive in the local backend. */
  readonly #firsts = new Map<string, bigint>();
  /** The latest count of each shard. */
  readonly #counts = new Map<string, Count>();
  readonly #turns: Step[] = [];
  readonly #publications: Step[] = [];
  /** Times between two publications of a round, of which the second was claimed. */
  readonly #intervals: { from: number; ms: number }[] = [];

  /** @param shards - of the stream */
  constructor(shards: number) {
    this.#ballotsAt = divide(allHashes, shards).map((range) => ({ range, at: [] }));
  }

  /** @param now - when the write reached the tables, by `performance.now()` */
  write({ operation, table, body }: Write, now = performance.now()): void {
    if (operation !== 'UpdateItem') return;
    const update = JSON.parse(body) as Update;
    if (table === 'Ballot') this.#ballotsAt.find(({ range }) => includes(range, hashOf(update.Key)))?.at.push(now);
    if (table === 'RoundShard') this.#count(update, now);
    if (table === 'PublishLease') this.#changeLease(update, now);
  }

  /**
   * Returns the durations of the steps after which the next change was waiting. All others have waited for a change.
   *
   * @param time - earlier steps are ignored
   * @param intervalMs - the interval between publications
   */
  since(time: number, intervalMs: number): StepTimes {
    const ballots = new Map([...this.#counts.keys()].map((shard) => [shard, this.#ballotsOf(shard)]));
    const wasWaiting = ({ shard, from, next }: Step) => (ballots.get(shard)?.[next] ?? Infinity) < from;
    const measured = (steps: Step[]) =>
      steps.filter((step) => step.from >= time && wasWaiting(step)).map(({ ms }) => ms);
    const intervals = this.#intervals.flatMap(({ from, ms }) => (from >= time ? [ms] : []));
    return {
      turns: measured(this.#turns),
      publishMs: meanOf(measured(this.#publications)),
      lateMs: Math.max(0, meanOf(intervals) - intervalMs),
    };
  }

  #count({ Key, ExpressionAttributeValues: values }: Update, at: number): void {
    const shard = Key['shard']?.S ?? '';
    const [first, last] = [BigInt(values[':first']?.S ?? 0), BigInt(values[':last']?.S ?? 0)];
    const start = this.#firsts.get(shard) ?? first;
    this.#firsts.set(shard, start);
    const next = Number(first - start);
    const before = this.#counts.get(shard);
    // A batch with changes of two rounds is counted twice.
    if (before?.last === next - 1) {
      if (before.acquiredAt === Infinity) this.#turns.push({ shard, from: before.at, ms: at - before.at, next });
      else if (!Number.isNaN(before.acquiredAt))
        this.#publications.push({ shard, from: before.acquiredAt, ms: at - before.acquiredAt, next });
    }
    this.#counts.set(shard, { at, last: Number(last - start), acquiredAt: Infinity });
  }

  #changeLease({ UpdateExpression, ExpressionAttributeValues: values }: Update, at: number): void {
    const claiming = this.#counts.get(values[':claimedBy']?.S ?? '');
    if (claiming) claiming.acquiredAt = NaN;
    if (!UpdateExpression.includes('REMOVE claimedBy')) return;
    const acquiring = this.#counts.get(values[':seenClaimedBy']?.S ?? '');
    if (!acquiring) return;
    acquiring.acquiredAt = at;
    const [seen, acquired] = [values[':seenPublishedAt']?.N, values[':now']?.N];
    if (seen !== undefined) this.#intervals.push({ from: at, ms: Number(acquired) - Number(seen) });
  }

  /** Returns when the ballots of a shard were written: as many as were counted, and each before it was counted. */
  #ballotsOf(shard: string): number[] {
    const steps = [...this.#turns, ...this.#publications].filter((step) => step.shard === shard);
    const last = this.#counts.get(shard)?.last ?? 0;
    const [{ at } = { at: [] }] = this.#ballotsAt
      .filter(({ at }) => at.length > last && steps.every(({ from, ms, next }) => (at[next] ?? 0) < from + ms))
      .toSorted((a, b) => a.at.length - b.at.length);
    return at;
  }
}

export const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
