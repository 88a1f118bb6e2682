/** How long turns of a tally last, read off the writes that it makes. */
import type { Write } from '../backend/counted-tables';
import { quantileOf } from '../statistics/quantile';

/** Of all, those that did not wait for their turn. */
const soonestShare = 0.1;
/** Shorter than any turn of the tally. */
const soonMs = 5;

export class TallyTurns {
  /** When writes came to the engine, in milliseconds of `performance.now()`. */
  readonly #ballotsAt: number[] = [];
  readonly #totalsAt: { at: number; isCount: boolean }[] = [];

  write({ operation, table, body }: Write): void {
    if (table === 'Ballot') this.#ballotsAt.push(performance.now());
    if (table === 'Round' && operation === 'UpdateItem')
      this.#totalsAt.push({ at: performance.now(), isCount: body.includes('ADD ') });
  }

  /**
   * How long turns lasted without their waits for the lease, in milliseconds: some of them. From the tally's last write
   * on the round to the first of the next turn, where a ballot had come and there was something to go on with.
   */
  turnsSince(time: number): number[] {
    const turns: number[] = [];
    let ballot = 0;
    let countedAt = -Infinity;
    this.#totalsAt.forEach(({ at, isCount }, index) => {
      if (!isCount) return;
      const lastWrite = this.#totalsAt[index - 1]?.at ?? Infinity;
      while ((this.#ballotsAt[ballot] ?? Infinity) <= countedAt) ballot += 1;
      const hasNext = (this.#ballotsAt[ballot] ?? Infinity) < lastWrite + soonMs;
      if (countedAt >= time && hasNext) turns.push(at - lastWrite);
      countedAt = at;
    });
    return turns;
  }

  /** How long after a count the publication was taken at the soonest, in milliseconds. */
  soonestTakeSince(time: number): number {
    const gaps = this.#totalsAt.flatMap(({ at, isCount }, index) => {
      const before = this.#totalsAt[index - 1];
      return !isCount && before?.isCount && before.at >= time ? [at - before.at] : [];
    });
    return quantileOf(gaps, soonestShare);
  }
}
