/** One run of several tallies, whose steps the caller orders. The tallies are the deployed code on tables in memory. */
import type { BallotChange } from './ballot-changes';
import { countBatch, type Clock, type Scores, type TallyTables } from './count-batch';
import { publishIntervalMs, claimTimeoutMs } from './publish-lease';
import { createMemoryTables } from './tables.fixture';

export interface Scenario {
  roundId: string;
  /** The batches of each shard, in order. */
  shards: BallotChange[][][];
  /** The parent of a shard that was split. Lambda reads a shard once all of its parent is finished. */
  parents?: Record<number, number>;
  /**
   * Maximum number of faults in a run. A fault is one of these: a tally crashes after a step, and its batch is
   * redelivered unchanged, longer, shorter, or with the batches before it; the response to a step is lost, and the client
   * tries again; all tallies pause for a long time.
   */
  maxFaults: number;
  /** Whether the round has not started at first, and starts at any later step. */
  startsLate?: boolean;
  /** The error of each shard's clock, in milliseconds. */
  clockOffsetsMs?: number[];
  /** Steps that are taken together with the step before them, which reduces the number of states. */
  joined?: (keyof TallyTables)[];
  /** Replaces a rule by a broken one. */
  breakRule?: ((tables: TallyTables, shard: string) => TallyTables) | undefined;
}

/** Longer than a claim may be pending. */
const longPauseMs = claimTimeoutMs(0) + 500;

/** Steps with an effect. A crash after any other step has the same result as a crash before it. */
const effects = ['addAbove', 'claimPublish', 'acquirePublish', 'raiseTotals', 'publish'];

interface Gate {
  name: string;
  args?: unknown[];
  /** When the step is a sleep: when it ends, by the common clock. */
  wakesAt?: number;
  /** @param isReceived whether the response arrives. Otherwise the client tries again */
  open: (isReceived: boolean) => void;
}

interface Shard {
  /** Index of the next change to finish. */
  next: number;
  /** Where the current batch ends, exclusive. */
  end: number;
  /** The steps that the tally waits for: several if it takes them at once. */
  gates: Gate[];
  /** Responses since the tally last read the lease. The next steps of the tally depend on these alone. */
  responses: unknown[];
  attempt: number;
}

/** One run. Its moves are the possible next steps. Repeating the moves repeats the run. */
export class TallyRun {
  time: number;
  faults = 0;
  readonly #scenario: Scenario;
  readonly #memory: ReturnType<typeof createMemoryTables>;
  readonly #shards: Shard[];
  readonly #screen = { love: 0, lovers: 0 };
  #acquiredAt = -Infinity;
  #violation: string | undefined;
  /** Whether a batch was added after the round started: then everything must be published. */
  #mustPublish = false;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.time = Number(scenario.roundId) * 1000;
    this.#memory = createMemoryTables(scenario.startsLate ? [] : [scenario.roundId]);
    this.#shards = scenario.shards.map((batches) => ({
      next: 0,
      end: batches[0]?.length ?? 0,
      gates: [],
      responses: [],
      attempt: 0,
    }));
    this.#shards.forEach((_, index) => {
      if (scenario.parents?.[index] === undefined) this.#deliver(index);
    });
  }

  #changes(index: number): BallotChange[] {
    return (this.#scenario.shards[index] ?? []).flat();
  }

  /** The positions at which the batches of a shard end. */
  #ends(index: number): number[] {
    let end = 0;
    return (this.#scenario.shards[index] ?? []).map(({ length }) => (end += length));
  }

  #deliver(index: number): void {
    const shard = this.#shard(index);
    const { clockOffsetsMs = [], breakRule } = this.#scenario;
    const changes = this.#changes(index).slice(shard.next, shard.end);
    const responses: unknown[] = [];
    Object.assign(shard, { responses, gates: [] });
    const attempt = ++shard.attempt;
    if (changes.length === 0) return;

    const isCurrent = () => shard.attempt === attempt;
    const wait = (gate: Omit<Gate, 'open'>) =>
      new Promise<boolean>((open) => {
        if (isCurrent()) shard.gates.push({ ...gate, open });
      });
    const gated =
      <Args extends unknown[], Result>(name: string, call: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        let isReceived: boolean;
        let result: Result;
        do {
          isReceived = await wait({ name, args });
          result = structuredClone(await call(...args));
        } while (!isReceived);
        // Earlier responses about the round no longer matter.
        if (name === 'addAbove' || name === 'readLease') responses.length = 0;
        responses.push(name, result);
        return result;
      };
    const clock: Clock = {
      // Not a response: a tally uses the time only as an argument of its next step.
      now: () => this.time + (clockOffsetsMs[index] ?? 0),
      sleep: (milliseconds) => wait({ name: 'sleep', wakesAt: this.time + milliseconds }),
    };
    const { tables } = this.#memory;
    const { startsLate, joined = [] } = this.#scenario;
    const atOnce = Object.fromEntries(joined.map((name) => [name, tables[name]])) as Partial<TallyTables>;
    const stepwise: TallyTables = {
      ...tables,
      addAbove: gated('addAbove', (...args) => this.#addAbove(...args)),
      readRound: startsLate ? gated('readRound', tables.readRound) : tables.readRound,
      sumRound: gated('sumRound', tables.sumRound),
      raiseTotals: gated('raiseTotals', tables.raiseTotals),
      readLease: gated('readLease', tables.readLease),
      claimPublish: gated('claimPublish', tables.claimPublish),
      acquirePublish: gated('acquirePublish', (roundId, seen, now) => this.#acquirePublish(roundId, seen, now)),
      ...atOnce,
    };
    const publish = gated('publish', ({ love, favourites }: Scores) => {
      // Totals only rise, so a screen shows the greater ones.
      if (love > this.#screen.love) Object.assign(this.#screen, { love, lovers: favourites?.love ?? 0 });
      return Promise.resolve();
    });
    const name = `shard-${index}`;
    countBatch({ shard: name, changes }, breakRule ? breakRule(stepwise, name) : stepwise, publish, clock).then(
      () => isCurrent() && this.#finish(index),
      (error: unknown) => isCurrent() && void (this.#violation ??= String(error)),
    );
  }

  async #addAbove(...args: Parameters<TallyTables['addAbove']>) {
    this.#mustPublish ||= this.#hasStarted();
    return this.#memory.tables.addAbove(...args);
  }

  async #acquirePublish(...args: Parameters<TallyTables['acquirePublish']>) {
    const isAcquired = await this.#memory.tables.acquirePublish(...args);
    const isPaced = this.faults === 0 && !this.#scenario.clockOffsetsMs;
    if (isPaced && isAcquired) {
      const [roundId, , now] = args;
      if (now < this.#acquiredAt + publishIntervalMs(this.#memory.countedOf(roundId).voters))
        this.#violation ??= 'two publications are too close';
      this.#acquiredAt = now;
    }
    return isAcquired;
  }

  #finish(index: number): void {
    const shard = this.#shard(index);
    shard.next = shard.end;
    shard.end = this.#ends(index).find((end) => end > shard.next) ?? shard.next;
    this.#deliver(index);
    if (shard.next < this.#changes(index).length) return;
    this.#shards.forEach(({ attempt }, child) => {
      if (this.#scenario.parents?.[child] === index && attempt === 0) this.#deliver(child);
    });
  }

  #shard(index: number): Shard {
    const shard = this.#shards[index];
    if (!shard) throw new Error(`There is no shard ${index}.`);
    return shard;
  }

  /** When the current sleeps end. */
  #wakeTimes(): number[] {
    return this.#shards.flatMap(({ gates }) =>
      gates.flatMap(({ wakesAt }) => (wakesAt !== undefined && wakesAt > this.time ? [wakesAt] : [])),
    );
  }

  /** The possible next steps. */
  moves(): string[] {
    const moves: string[] = [];
    const mayFail = this.faults < this.#scenario.maxFaults;
    this.#shards.forEach(({ gates, next, end }, index) => {
      for (const { name, wakesAt } of gates) {
        if (wakesAt === undefined || wakesAt <= this.time) moves.push(`${index} ${name} goes`);
        if (!mayFail || !effects.includes(name)) continue;
        moves.push(`${index} ${name} crashes`, `${index} ${name} gets no response`);
        if (this.#changes(index).length > end) moves.push(`${index} ${name} crashes, longer`);
        if (end > next + 1) moves.push(`${index} ${name} crashes, shorter`);
        if (next > 0) moves.push(`${index} ${name} crashes, from the start`);
      }
    });
    if (this.#scenario.startsLate && !this.#hasStarted()) moves.push('start');
    if (this.#wakeTimes().length > 0) moves.push('time');
    if (mayFail && [...this.#memory.rounds.values()].some(({ lease }) => lease.claim)) moves.push('pause');
    return moves;
  }

  #hasStarted(): boolean {
    return this.#memory.rounds.get(this.#scenario.roundId)?.started !== undefined;
  }

  /** Makes one of the {@link moves}. */
  async move(move: string): Promise<void> {
    const [shardIndex = '', name, what] = move.split(' ');
    if (move === 'start') {
      this.#memory.startRound(this.#scenario.roundId);
    } else if (move === 'time') {
      this.time = Math.min(...this.#wakeTimes());
    } else if (move === 'pause') {
      this.faults++;
      this.time += longPauseMs;
    } else {
      const index = Number(shardIndex);
      const shard = this.#shard(index);
      const gate = shard.gates.find((waiting) => waiting.name === name);
      shard.gates = shard.gates.filter((waiting) => waiting !== gate);
      if (what === 'goes') {
        gate?.open(true);
      } else if (what === 'gets') {
        this.faults++;
        gate?.open(false);
      } else {
        this.faults++;
        // Run the step, but none of the steps after it.
        shard.attempt++;
        gate?.open(true);
        await settled();
        if (move.endsWith('from the start')) shard.next = 0;
        else if (move.endsWith('longer')) shard.end = this.#changes(index).length;
        else if (move.endsWith('shorter')) shard.end--;
        this.#deliver(index);
      }
    }
    await settled();
  }

  /** Identifies the state. Runs in the same state have the same possible continuations. */
  state(): string {
    const { rounds } = this.#memory;
    const shards = this.#shards.map(({ next, end, gates, responses }) => [next, end, gates, responses]);
    return JSON.stringify(
      [this.time, this.faults, this.#mustPublish, rounds, this.#screen, shards],
      (_, value: unknown) => (value instanceof Map ? [...value] : value),
    );
  }

  /** Returns the first violation of a rule. Totals are checked once all tallies have finished. */
  violation(): string | undefined {
    if (this.#violation) return this.#violation;
    if (this.#shards.some(({ gates }) => gates.length > 0)) return undefined;
    const { roundId, shards } = this.#scenario;
    const added = shards.flat(2).reduce((sum, { newImage }) => sum + newImage.love, 0);
    const counted = this.#memory.countedOf(roundId).love;
    const stored = this.#memory.totalsOf(roundId).love;
    const guests = shards.flat(2).length;
    const storedGuests = this.#memory.totalsOf(roundId).favourites.love;
    if (counted !== added) return `${added} votes were added, ${counted} are counted`;
    if (!this.#mustPublish) return undefined;
    if (stored !== added) return `${added} votes are counted, ${stored} are stored with the round`;
    if (this.#screen.love !== added) return `${added} votes are counted, ${this.#screen.love} are published`;
    if (storedGuests !== guests || this.#screen.lovers !== guests)
      return `${guests} guests have the favourite, ${storedGuests} are stored and ${this.#screen.lovers} published`;
    return undefined;
  }
}

/** Resolves once no tally can continue without another move. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
