/** One shard of the stream of ballots: calls by millisecond, and the position of its reader. */
import { overtimeMs } from './voter-sample';
import { poisson, type Random } from '../statistics/random';

/** What a reader takes in one poll. */
export interface Batch {
  /** Start in milliseconds, inclusive; `to` is exclusive. */
  from: number;
  to: number;
  records: number;
  /** Number of calls by round. The last calls of a round arrive after its end, together with the first of the next. */
  inRounds: Map<number, number>;
}

export class Shard {
  readonly #inTime: Uint16Array;
  readonly #inOvertime: Uint16Array;
  #position = 0;

  /** @param length - of the simulation, in milliseconds */
  constructor(
    length: number,
    private readonly roundMs: number,
  ) {
    this.#inTime = new Uint16Array(length);
    this.#inOvertime = new Uint16Array(length);
  }

  /** @param slot - milliseconds from the start of the round */
  add(round: number, slot: number, calls: number): void {
    const bins = slot < this.roundMs ? this.#inTime : this.#inOvertime;
    const at = round * this.roundMs + slot;
    bins[at] = (bins[at] ?? 0) + calls;
  }

  /** Takes records that arrived before a time, whole milliseconds at a time, until there are enough. */
  take(before: number, enough: number): Batch {
    const batch: Batch = { from: this.#position, to: this.#position, records: 0, inRounds: new Map() };
    const end = Math.min(before, this.#inTime.length);
    for (; batch.to < end && batch.records < enough; batch.to++) {
      const [inTime, inOvertime] = [this.#inTime[batch.to] ?? 0, this.#inOvertime[batch.to] ?? 0];
      if (inTime + inOvertime === 0) continue;
      const round = Math.floor(batch.to / this.roundMs);
      if (inTime > 0) batch.inRounds.set(round, (batch.inRounds.get(round) ?? 0) + inTime);
      if (inOvertime > 0) batch.inRounds.set(round - 1, (batch.inRounds.get(round - 1) ?? 0) + inOvertime);
      batch.records += inTime + inOvertime;
    }
    this.#position = batch.to;
    return batch;
  }

  /** Returns when the next record can be read; Infinity if there is none. */
  nextAt(): number {
    for (let slot = this.#position; slot < this.#inTime.length; slot++) {
      if ((this.#inTime[slot] ?? 0) + (this.#inOvertime[slot] ?? 0) > 0) return slot + 1;
    }
    return Infinity;
  }

  /** Reports the calls of a round within a range of milliseconds. */
  tell(round: number, { from, to }: Pick<Batch, 'from' | 'to'>, call: (slot: number, calls: number) => void): void {
    const endsAt = (round + 1) * this.roundMs;
    for (let slot = Math.max(from, round * this.roundMs); slot < Math.min(to, endsAt + this.roundMs); slot++) {
      const calls = (slot < endsAt ? this.#inTime : this.#inOvertime)[slot] ?? 0;
      if (calls > 0) call(slot, calls);
    }
  }

  /** All that was not taken. */
  get rest(): Pick<Batch, 'from' | 'to'> {
    return { from: this.#position, to: this.#inTime.length };
  }
}

export interface StreamOptions {
  roundMs: number;
  rounds: number;
  shards: number;
  /** Tells the calls of a round: in which millisecond from its start, and how many. */
  callsOf: (round: number, add: (slot: number, calls: number) => void) => void;
  random: Random;
}

/** The calls of all rounds, each on the shard that its ballot's key falls to. */
export function readStream({ roundMs, rounds, shards: count, callsOf, random }: StreamOptions): Shard[] {
  const shards = Array.from({ length: count }, () => new Shard(rounds * roundMs + overtimeMs, roundMs));
  for (let round = 0; round < rounds; round++) {
    callsOf(round, (slot, calls) => {
      if (calls <= count)
        for (let call = 0; call < calls; call++) shards[Math.floor(random() * count)]?.add(round, slot, 1);
      else for (const shard of shards) shard.add(round, slot, poisson(calls / count, random));
    });
  }
  return shards;
}
