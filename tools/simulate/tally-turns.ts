/** Measures the duration of the tally's turns from its writes. */
import type { Write } from '../backend/counted-tables';
import { quantileOf } from '../statistics/quantile';

/** The share of turns that did not wait. */
const soonestShare = 0.1;
/** Shorter than any turn of the tally. */
const soonMs = 5;

export class TallyTurns {
  /** When writes reached the tables, by `performance.now()`. */
  readonly #ballotsAt: number[] = [];
  readonly #totalsAt: { at: number; isCount: boolean }[] = [];

  write({ operation, table, body }: Write): void {
    if (table === 'Ballot') this.#ballotsAt.push(performance.now());
    // The start of a round is not a turn of the tally.
    if (table === 'Round' && operation === 'UpdateItem' && !body.includes('movie = :movie'))
      this.#totalsAt.push({ at: performance.now(), isCount: body.includes('ADD ') });
  }

  /**
   * Returns the durations of some turns without their waits for the lease, in milliseconds: from the tally's last write on
   * the round to the first one of the next turn, if a ballot was waiting.
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

  /** Returns the shortest time from a count until its publication is taken, in milliseconds. */
  soonestTakeSince(time: number): number {
    const gaps = this.#totalsAt.flatMap(({ at, isCount }, index) => {
      const before = this.#totalsAt[index - 1];
      return !isCount && before?.isCount && before.at >= time ? [at - before.at] : [];
    });
    return quantileOf(gaps, soonestShare);
  }
}
