/**
 * Runs several tallies, as they are, through every order of their steps, with faults: from each state that can be
 * reached, each next step. A state is what is stored and shown, and what each tally has heard in its attempt.
 */
import type { BallotChange } from './ballot-changes';
import { countBatch, type Clock, type ScoresUpdate, type TallyTables } from './count-batch';
import { publishIntervalMs, claimTimeoutMs, type Lease } from './publish-lease';
import { createMemoryTables } from './tables.fixture';

export interface Scenario {
  roundId: string;
  /** The batches of each shard, in order. */
  shards: BallotChange[][][];
  /**
   * How many faults there may be in one run: a tally dies after a step and its batch comes again, as it was, longer, or
   * with those before it; the answer to a step is lost and the client tries again; all pause for long.
   */
  maxFaults: number;
  /** How far the clock of each shard is off, in milliseconds. */
  clockOffsetsMs?: number[];
  /** Replaces a rule by a worse one. */
  breakRule?: ((tables: TallyTables, batch: BallotChange[]) => TallyTables) | undefined;
}

/** Longer than any claim may be pending. */
const longPauseMs = claimTimeoutMs + 500;

/** After any other step, a tally that dies leaves what it left after the one before. */
const effects = ['addOnce', 'acquirePublish', 'raiseRecord', 'publish'];

interface Gate {
  name: string;
  args?: unknown[];
  /** Where the step is a sleep: when it ends, by the one clock. */
  wakesAt?: number;
  /** @param isHeard whether the answer comes; otherwise the client tries again */
  open(isHeard: boolean): void;
}

interface Shard {
  /** The next batch to finish. */
  next: number;
  /** How many batches come as one. */
  joined: number;
  gate: Gate | undefined;
  /** Since the attempt began; what it will do depends on this alone. */
  heard: unknown[];
  attempt: number;
}

/** One run. Moves are named by what can happen next; a run is repeated by repeating its moves. */
class Run {
  time: number;
  faults = 0;
  readonly #scenario: Scenario;
  readonly #memory: ReturnType<typeof createMemoryTables>;
  readonly #shards: Shard[];
  readonly #screen = { love: 0, record: 0 };
  #acquiredAt = -Infinity;
  #violation: string | undefined;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.time = Number(scenario.roundId) * 1000;
    this.#memory = createMemoryTables([scenario.roundId]);
    this.#shards = scenario.shards.map(() => ({ next: 0, joined: 1, gate: undefined, heard: [], attempt: 0 }));
    this.#shards.forEach((_, index) => this.#deliver(index));
  }

  #deliver(index: number): void {
    const shard = this.#shard(index);
    const { shards, clockOffsetsMs = [], breakRule } = this.#scenario;
    const batch = (shards[index] ?? []).slice(shard.next, shard.next + shard.joined).flat();
    const heard: unknown[] = [];
    Object.assign(shard, { heard, gate: undefined });
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
        let isHeard: boolean;
        let result: Result;
        do {
          isHeard = await wait({ name, args });
          result = structuredClone(await call(...args));
        } while (!isHeard);
        // Whatever the round was before does not matter to who hears how it is now.
        if (name === 'addOnce' || name === 'acquirePublish') heard.length = 0;
        heard.push(name, result);
        return result;
      };
    const clock: Clock = {
      // Not heard: a tally keeps no time but in what it then calls.
      now: () => this.time + (clockOffsetsMs[index] ?? 0),
      sleep: (milliseconds) => wait({ name: 'sleep', wakesAt: this.time + milliseconds }),
    };
    const { tables } = this.#memory;
    const stepwise: TallyTables = {
      addOnce: gated('addOnce', tables.addOnce),
      acquirePublish: gated('acquirePublish', (roundId, seen, now) => this.#acquirePublish(roundId, seen, now)),
      markRecut: gated('markRecut', tables.markRecut),
      readRecords: gated('readRecords', tables.readRecords),
      raiseRecord: gated('raiseRecord', tables.raiseRecord),
    };
    const publish = gated('publish', ({ scores, leaders }: ScoresUpdate) => {
      // Totals and records only rise, so a screen keeps the greater.
      this.#screen.love = Math.max(this.#screen.love, scores.love);
      this.#screen.record = Math.max(this.#screen.record, ...leaders.map(({ votes }) => votes));
      return Promise.resolve();
    });
    countBatch(batch, breakRule ? breakRule(stepwise, batch) : stepwise, publish, clock).then(
      () => isCurrent() && this.#finish(index),
      (error: unknown) => isCurrent() && void (this.#violation ??= String(error)),
    );
  }

  async #acquirePublish(roundId: string, seen: Lease, now: number) {
    const answer = await this.#memory.tables.acquirePublish(roundId, seen, now);
    const isPaced = this.faults === 0 && !this.#scenario.clockOffsetsMs;
    if (isPaced && !answer?.isAcquired) this.#violation ??= 'a write was in vain';
    if (isPaced && answer?.isAcquired) {
      if (now < this.#acquiredAt + publishIntervalMs(answer.totals.voters))
        this.#violation ??= 'two publishes are too near';
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

  /** When the sleeps end that have not. */
  #wakes(): number[] {
    return this.#shards.flatMap(({ gate }) =>
      gate?.wakesAt !== undefined && gate.wakesAt > this.time ? [gate.wakesAt] : [],
    );
  }

  /** What can happen next. */
  moves(): string[] {
    const moves: string[] = [];
    const mayFail = this.faults < this.#scenario.maxFaults;
    this.#shards.forEach(({ gate, next }, index) => {
      if (!gate) return;
      const isAwake = gate.wakesAt === undefined || gate.wakesAt <= this.time;
      if (isAwake) moves.push(`${index} go`);
      if (!mayFail || !effects.includes(gate.name)) return;
      moves.push(`${index} dies`, `${index} hears nothing`);
      if ((this.#scenario.shards[index] ?? []).length > next + 1) moves.push(`${index} dies, longer`);
      if (next > 0) moves.push(`${index} dies, from the start`);
    });
    if (this.#wakes().length > 0) moves.push('time');
    if (mayFail && [...this.#memory.rows.values()].some(({ lease }) => lease.claim)) moves.push('pause');
    return moves;
  }

  async move(move: string): Promise<void> {
    const [who = '', what] = move.split(' ');
    if (move === 'time') {
      this.time = Math.min(...this.#wakes());
    } else if (move === 'pause') {
      this.faults++;
      this.time += longPauseMs;
    } else {
      const shard = this.#shard(Number(who));
      const { gate } = shard;
      shard.gate = undefined;
      if (what === 'go') {
        gate?.open(true);
      } else if (what === 'hears') {
        this.faults++;
        gate?.open(false);
      } else {
        this.faults++;
        // After the step; what it would do next is nobody's gate any more.
        shard.attempt++;
        gate?.open(true);
        await settled();
        if (move.includes('from the start')) [shard.next, shard.joined] = [0, shard.next + 1];
        else if (move.includes('longer')) shard.joined = (this.#scenario.shards[Number(who)] ?? []).length - shard.next;
        this.#deliver(Number(who));
      }
    }
    await settled();
  }

  /** Of two runs with the same state, the same can become. */
  state(): string {
    const { rows, records } = this.#memory;
    const shards = this.#shards.map(({ next, joined, gate, heard }) => [next, joined, gate, heard]);
    return JSON.stringify([this.time, this.faults, rows, records, this.#screen, shards], (_, value: unknown) =>
      value instanceof Map || value instanceof Set ? [...value] : value,
    );
  }

  /** @returns what is wrong; all of it can only be told when all is quiet */
  violation(): string | undefined {
    if (this.#violation) return this.#violation;
    if (this.#shards.some(({ gate }) => gate)) return undefined;
    const added = this.#scenario.shards.flat(2).reduce((sum, { newImage }) => sum + newImage.love, 0);
    const counted = this.#memory.totalsOf(this.#scenario.roundId)?.love;
    const record = this.#memory.records.get('love')?.votes;
    if (counted !== added) return `${added} votes were added, ${counted} are counted`;
    if (this.#screen.love !== added) return `${added} votes are counted, ${this.#screen.love} are published`;
    if (record !== added || this.#screen.record !== added)
      return `the record is ${added}, ${record} is kept and ${this.#screen.record} published`;
    return undefined;
  }
}

/** When no tally can go on by itself. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** @returns how many states there are, and the first run that breaks a rule */
export async function exploreInterleavings(scenario: Scenario): Promise<{ states: number; violation?: string }> {
  const seen = new Set<string>();
  const paths: string[][] = [[]];
  for (let path = paths.pop(); path; path = paths.pop()) {
    const run = new Run(scenario);
    await settled();
    for (const move of path) await run.move(move);
    // On to an end, leaving what else could have happened for later.
    for (const going = [...path]; ;) {
      const violation = run.violation();
      if (violation) return { states: seen.size, violation: `${violation}: ${going.join(' | ')}` };
      const state = run.state();
      if (seen.has(state)) break;
      seen.add(state);
      const [move, ...others] = run.moves();
      if (!move) break;
      for (const other of others) paths.push([...going, other]);
      await run.move(move);
      going.push(move);
    }
  }
  return { states: seen.size };
}
