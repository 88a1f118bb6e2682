/** Which publications raise records: compares the votes of a round by category with the highest so far. */
import { categories } from '../../amplify/show';
import type { Random } from '../statistics/random';

/** More votes than this at once are spread evenly over the categories. */
const fewVotes = 200;

export class Leaderboard {
  readonly #best: number[];
  readonly #rounds = new Map<number, number[]>();
  #rest = 0;

  /** @param record - the record of each category at the start; Infinity if none is ever broken */
  constructor(
    private readonly record: number,
    private readonly random: Random,
  ) {
    this.#best = categories.map(() => record);
  }

  /** @param votes - may be a fraction; the remainder is added to the next call */
  add(round: number, votes: number): void {
    if (this.record === Infinity) return;
    const counts = this.#countsOf(round);
    this.#rest += votes;
    const whole = Math.floor(this.#rest);
    this.#rest -= whole;
    if (whole > fewVotes) counts.forEach((each, category) => (counts[category] = each + whole / categories.length));
    else for (let vote = 0; vote < whole; vote++) this.#addOne(counts);
  }

  /** Raises the records that a round beats and returns their number. */
  raise(round: number): number {
    let raised = 0;
    this.#countsOf(round).forEach((votes, category) => {
      if (votes <= (this.#best[category] ?? 0)) return;
      this.#best[category] = votes;
      raised += 1;
    });
    return raised;
  }

  #addOne(counts: number[]): void {
    const category = Math.floor(this.random() * categories.length);
    counts[category] = (counts[category] ?? 0) + 1;
  }

  #countsOf(round: number): number[] {
    const counts = this.#rounds.get(round) ?? categories.map(() => 0);
    this.#rounds.set(round, counts);
    return counts;
  }
}
