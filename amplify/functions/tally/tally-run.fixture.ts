/** One run of several tallies, whose steps the caller orders. The tallies are the deployed code on tables in memory. */
import type { BallotChange } from './ballot-changes';
import { countBatch, type Clock, type ScoresUpdate, type TallyTables } from './count-batch';
import { publishIntervalMs, claimTimeoutMs, type Lease } from './publish-lease';
import { createMemoryTables } from './tables.fixture';

export interface Scenario {
  roundId: string;
  /** The batches of each shard, in order. */
  shards: BallotChange[][][];
  /**
   * Maximum number of faults in a run. A fault is one of these: a tally crashes after a step, and its batch is
   * redelivered unchanged, longer, or with the batches before it; the response to a step is lost, and the client tries
   * again; all tallies pause for a long time.
   */
  maxFaults: number;
  /** Whether the round has no row at first, and starts at any later step. */
  startsLate?: boolean;
  /** The error of each shard's clock, in milliseconds. */
  clockOffsetsMs?: number[];
  /** Replaces a rule by a broken one. */
  breakRule?: ((tables: TallyTables, batch: BallotChange[]) => TallyTables) | undefined;
}

/** Longer than a claim may be pending. */
const longPauseMs = claimTimeoutMs + 500;

/** Steps with an effect. A crash after any other step has the same result as a crash before it. */
const effects = ['addOnce', 'acquirePublish', 'raiseRecord', 'publish'];

interface Gate {
  name: string;
  args?: unknown[];
  /** When the step is a sleep: when it ends, by the common clock. */
  wakesAt?: number;
  /** @param isReceived whether the response arrives. Otherwise the client tries again */
  open: (isReceived: boolean) => void;
}

interface Shard {
  /** Index of the next batch to finish. */
  next: number;
  /** How many batches are delivered as one. */
  joined: number;
  gate: Gate | undefined;
  /** Responses since the attempt began. The next steps of the tally depend on these alone. */
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
  readonly #screen = { love: 0, record: 0 };
  #acquiredAt = -Infinity;
  #violation: string | undefined;
  /** Whether a batch was added after the round started: then everything must be published. */
  #mustPublish = false;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.time = Number(scenario.roundId) * 1000;
    this.#memory = createMemoryTables(scenario.startsLate ? [] : [scenario.roundId]);
    this.#shards = scenario.shards.map(() => ({ next: 0, joined: 1, gate: undefined, responses: [], attempt: 0 }));
    this.#shards.forEach((_, index) => this.#deliver(index));
  }

  #deliver(index: number): void {
    const shard = this.#shard(index);
    const { shards, clockOffsetsMs = [], breakRule } = this.#scenario;
    const batch = (shards[index] ?? []).slice(shard.next, shard.next + shard.joined).flat();
    const responses: unknown[] = [];
    Object.assign(shard, { responses, gate: undefined });
    const attempt = ++shard.attempt;
    if (batch.length === 0) return;

    const isCurrent = () => shard.attempt === attempt;
    const wait = (gate: Omit<Gate, 'open'>) =>
      new Promise<boolean>((open) => {
        if (isCurrent()) shard.gate = { ...gate, open };
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
        if (name === 'addOnce' || name === 'acquirePublish') responses.length = 0;
        responses.push(name, result);
        return result;
      };
    const clock: Clock = {
      // Not a response: a tally uses the time only as an argument of its next step.
      now: () => this.time + (clockOffsetsMs[index] ?? 0),
      sleep: (milliseconds) => wait({ name: 'sleep', wakesAt: this.time + milliseconds }),
    };
    const { tables } = this.#memory;
    const stepwise: TallyTables = {
      addOnce: gated('addOnce', (...args) => this.#addOnce(...args)),
      acquirePublish: gated('acquirePublish', (roundId, seen, now) => this.#acquirePublish(roundId, seen, now)),
      markRecut: gated('markRecut', tables.markRecut),
      readRecords: gated('readRecords', tables.readRecords),
      raiseRecord: gated('raiseRecord', tables.raiseRecord),
    };
    const publish = gated('publish', ({ scores, leaders }: ScoresUpdate) => {
      // Totals and records only rise, so a screen shows the greater one.
      this.#screen.love = Math.max(this.#screen.love, scores.love);
      this.#screen.record = Math.max(this.#screen.record, ...leaders.map(({ votes }) => votes));
      return Promise.resolve();
    });
    countBatch(batch, breakRule ? breakRule(stepwise, batch) : stepwise, publish, clock).then(
      () => isCurrent() && this.#finish(index),
      (error: unknown) => isCurrent() && void (this.#violation ??= String(error)),
    );
  }

  async #addOnce(...args: Parameters<TallyTables['addOnce']>) {
    const result = await this.#memory.tables.addOnce(...args);
    this.#mustPublish ||= result.totals.movie !== undefined;
    return result;
  }

  async #acquirePublish(roundId: string, seen: Lease, now: number) {
    const answer = await this.#memory.tables.acquirePublish(roundId, seen, now);
    const isPaced = this.faults === 0 && !this.#scenario.clockOffsetsMs;
    if (isPaced && !answer?.isAcquired) this.#violation ??= 'a write failed';
    if (isPaced && answer?.isAcquired) {
      if (now < this.#acquiredAt + publishIntervalMs(answer.totals.voters))
        this.#violation ??= 'two publications are too close';
      this.#acquiredAt = now;
    }
    return answer;
  }

  #finish(index: number): void {
    const shard = this.#shard(index);
    shard.next += shard.joined;
    shard.joined = 1;
    this.#deliver(index);
  }

  #shard(index: number): Shard {
    const shard = this.#shards[index];
    if (!shard) throw new Error(`There is no shard ${index}.`);
    return shard;
  }

  /** When the current sleeps end. */
  #wakeTimes(): number[] {
    return this.#shards.flatMap(({ gate }) =>
      gate?.wakesAt !== undefined && gate.wakesAt > this.time ? [gate.wakesAt] : [],
    );
  }

  /** The possible next steps. */
  moves(): string[] {
    const moves: string[] = [];
    const mayFail = this.faults < this.#scenario.maxFaults;
    this.#shards.forEach(({ gate, next }, index) => {
      if (!gate) return;
      const isAwake = gate.wakesAt === undefined || gate.wakesAt <= this.time;
      if (isAwake) moves.push(`${index} go`);
      if (!mayFail || !effects.includes(gate.name)) return;
      moves.push(`${index} crashes`, `${index} gets no response`);
      if ((this.#scenario.shards[index] ?? []).length > next + 1) moves.push(`${index} crashes, longer`);
      if (next > 0) moves.push(`${index} crashes, from the start`);
    });
    if (this.#canStart()) moves.push('start');
    if (this.#wakeTimes().length > 0) moves.push('time');
    if (mayFail && [...this.#memory.rows.values()].some(({ lease }) => lease.claim)) moves.push('pause');
    return moves;
  }

  #canStart(): boolean {
    return this.#scenario.startsLate === true && !this.#memory.totalsOf(this.#scenario.roundId)?.movie;
  }

  /** Makes one of the {@link moves}. */
  async move(move: string): Promise<void> {
    const [shardIndex = '', what] = move.split(' ');
    if (move === 'start') {
      this.#memory.startRound(this.#scenario.roundId);
    } else if (move === 'time') {
      this.time = Math.min(...this.#wakeTimes());
    } else if (move === 'pause') {
      this.faults++;
      this.time += longPauseMs;
    } else {
      const shard = this.#shard(Number(shardIndex));
      const { gate } = shard;
      shard.gate = undefined;
      if (what === 'go') {
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
        if (move.includes('from the start')) [shard.next, shard.joined] = [0, shard.next + 1];
        else if (move.includes('longer'))
          shard.joined = (this.#scenario.shards[Number(shardIndex)] ?? []).length - shard.next;
        this.#deliver(Number(shardIndex));
      }
    }
    await settled();
  }

  /** Identifies the state. Runs in the same state have the same possible continuations. */
  state(): string {
    const { rows, records } = this.#memory;
    const shards = this.#shards.map(({ next, joined, gate, responses }) => [next, joined, gate, responses]);
    return JSON.stringify(
      [this.time, this.faults, this.#mustPublish, rows, records, this.#screen, shards],
      (_, value: unknown) => (value instanceof Map || value instanceof Set ? [...value] : value),
    );
  }

  /** Returns the first violation of a rule. Totals and records are checked once all tallies have finished. */
  violation(): string | undefined {
    if (this.#violation) return this.#violation;
    if (this.#shards.some(({ gate }) => gate)) return undefined;
    const added = this.#scenario.shards.flat(2).reduce((sum, { newImage }) => sum + newImage.love, 0);
    const counted = this.#memory.totalsOf(this.#scenario.roundId)?.love;
    const record = this.#memory.records.get('love')?.votes;
    if (counted !== added) return `${added} votes were added, ${counted ?? 0} are counted`;
    if (!this.#mustPublish) return undefined;
    if (this.#screen.love !== added) return `${added} votes are counted, ${this.#screen.love} are published`;
    if (record !== added || this.#screen.record !== added)
      return `the record is ${added}, ${record ?? 0} is stored and ${this.#screen.record} published`;
    return undefined;
  }
}

/** Resolves once no tally can continue without another move. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
