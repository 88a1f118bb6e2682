/** Which publications raise records: votes of a round by category, against the best so far. */
import { categories } from '../../amplify/show';
import type { Random } from './random';

/** More votes than this at once fall on the categories evenly. */
const fewVotes = 200;

export class Leaderboard {
  readonly #best: number[];
  readonly #rounds = new Map<number, number[]>();
  #rest = 0;

  /** @param record - that stands at the start in each category; Infinity where none falls */
  constructor(
    private readonly record: number,
    private readonly random: Random,
  ) {
    this.#best = categories.map(() => record);
  }

  /** @param votes - need not be whole: what is over counts with the next */
  add(round: number, votes: number): void {
    if (this.record === Infinity) return;
    const counts = this.#countsOf(round);
    this.#rest += votes;
    const whole = Math.floor(this.#rest);
    this.#rest -= whole;
    if (whole > fewVotes) counts.forEach((each, category) => (counts[category] = each + whole / categories.length));
    else for (let vote = 0; vote < whole; vote++) this.#addOne(counts);
  }

  /** Takes the records that a round beats. Returns how many. */
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
