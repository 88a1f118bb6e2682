/**
 * Simulates the path from the stream of ballots to publications, event by event. A poller per shard takes the waiting
 * records, counts them on the round's row, and publishes under the lease. All times are in milliseconds.
 */
import { overtimeMs, type VoterSample } from './voter-sample';
import { Leaderboard } from './leaderboard';
import { countUnits } from '../pricing/round-row';
import { readStream, type StreamOptions } from './shard';
import type { Design, System } from './system';

export interface PipelineOptions extends StreamOptions {
  /** The voters: see `VoterSample`. */
  voterSample: Pick<VoterSample, 'votes' | 'calls' | 'knownVotersAt'>;
  voters: number;
  /** The number of first rounds that are not measured. */
  warmUpRounds: number;
  system: System;
  design: Design;
  /** The record of each category at the start, in votes. Infinity if no record is ever broken. */
  record: number;
}

export interface PipelineResult {
  /** Measured rounds, in seconds. */
  seconds: number;
  /**
   * Number of calls by delay in milliseconds, from a call to its publication. The last slot holds calls that were never
   * published.
   */
  delays: Float64Array;
  calls: number;
  turns: number;
  publications: number;
  /**
   * Writes on `Round`: batches that are counted, and publications that are taken; the write units of both; and those on
   * `CategoryRecord`.
   */
  counts: number;
  takes: number;
  totalsUnits: number;
  records: number;
  /** Write units on the round's partition in its busiest second. */
  busiestUnits: number;
  /** Longest wait for the round's partition. */
  longestWaitMs: number;
  /** Total running time of the functions, in milliseconds. */
  lambdaMs: number;
}

/** Longer delays are counted as this, in milliseconds. */
export const longestDelayMs = 30_000;

interface Round {
  number: number;
  batches: number;
  shardBatches: Map<number, number>;
  /** When the last publication was taken; in the future if it is claimed. */
  takenAt: number;
}

export function runPipeline(options: PipelineOptions): PipelineResult {
  const { voterSample, voters, roundMs, rounds: roundCount, system, design, random } = options;
  const length = roundCount * roundMs + overtimeMs;
  const measuredFrom = options.warmUpRounds * roundMs;
  const shards = readStream(options);
  const leaderboard = new Leaderboard(options.record, random);
  const rounds = Array.from({ length: roundCount }, (_, number): Round => ({
    number,
    batches: 0,
    shardBatches: new Map(),
    takenAt: -Infinity,
  }));
  const nextPoll = Float64Array.from(shards, () => random() * Math.max(1, system.pollMs));
  const unitsIn = new Float64Array(Math.ceil((length + 2 * longestDelayMs) / 1000));
  let rowFreeAt = 0;

  const result: PipelineResult = {
    seconds: (roundCount * roundMs - measuredFrom) / 1000,
    delays: new Float64Array(longestDelayMs + 1),
    calls: 0,
    turns: 0,
    publications: 0,
    counts: 0,
    takes: 0,
    totalsUnits: 0,
    records: 0,
    busiestUnits: 0,
    longestWaitMs: 0,
    lambdaMs: 0,
  };
  const isMeasured = (at: number) => at >= measuredFrom && at < roundCount * roundMs;

  /** Voters that the round knows of at this time. */
  function knownVoters({ number }: Round, at: number): number {
    const slot = Math.min(voterSample.knownVotersAt.length - 1, Math.max(0, Math.floor(at - number * roundMs)));
    return voters * (voterSample.knownVotersAt[slot] ?? 0);
  }

  /** Writes to a row of totals as soon as its partition has capacity, and returns that time. */
  function write(units: number, at: number): number {
    // Each shard's row has its own partition.
    const startsAt = design.rowPerShard ? at : Math.max(at, rowFreeAt);
    if (!design.rowPerShard) rowFreeAt = startsAt + (1000 * units) / system.partitionWrites;
    if (isMeasured(startsAt)) {
      result.totalsUnits += units;
      result.longestWaitMs = Math.max(result.longestWaitMs, startsAt - at);
      const second = Math.floor(startsAt / 1000);
      unitsIn[second] = (unitsIn[second] ?? 0) + units;
    }
    return startsAt;
  }

  function countOn(round: Round, shard: number, at: number): number {
    const known = design.rowPerShard ? (round.shardBatches.get(shard) ?? 0) : round.batches;
    round.shardBatches.set(shard, known + 1);
    round.batches += 1;
    const countedAt = write(countUnits(known, design.rowPerShard), at);
    if (isMeasured(countedAt)) result.counts += 1;
    return countedAt;
  }

  /** Claims the publication unless a claim is pending, waits until it is due, and takes it with one write. */
  function takeTurn(round: Round, countedAt: number): { takenAt: number; isHolder: boolean } {
    if (design.publishGapMs === null) {
      if (isMeasured(countedAt)) result.publications += 1;
      return { takenAt: countedAt, isHolder: true };
    }
    // A claimed publication that is not taken yet includes this count.
    if (round.takenAt >= countedAt) return { takenAt: round.takenAt, isHolder: false };
    const dueAt = Math.max(
      countedAt + system.takeMs,
      round.takenAt + design.publishGapMs(knownVoters(round, countedAt)),
    );
    const units = design.rowPerShard ? 1 : countUnits(round.batches - 1, false);
    round.takenAt = Math.max(dueAt, write(units, countedAt));
    if (isMeasured(round.takenAt)) {
      result.takes += 1;
      result.publications += 1;
    }
    return { takenAt: round.takenAt, isHolder: true };
  }

  function addDelays(slot: number, calls: number, toldAt: number): void {
    if (!isMeasured(slot)) return;
    const delay = Math.min(longestDelayMs, Math.round(toldAt - slot));
    result.delays[delay] = (result.delays[delay] ?? 0) + calls;
    result.calls += calls;
  }

  /** Runs one poll of a shard's reader and returns the time of its next poll. */
  function turn(index: number, at: number): number {
    const shard = shards[index];
    const batch = shard?.take(at, system.batchSize);
    if (!shard || !batch) return Infinity;
    if (batch.records === 0) {
      const nextAt = shard.nextAt();
      // A reader that polls finds the record at its next poll; one that is notified, at once.
      return system.pollMs === 0 || nextAt === Infinity
        ? nextAt
        : at + system.pollMs * Math.max(1, Math.ceil((nextAt - at) / system.pollMs));
    }
    const readyAt = at + system.countMs(random) + batch.records * system.recordMs;
    let endsAt = readyAt;
    for (const [number, calls] of batch.inRounds) {
      const round = rounds[number];
      if (!round) continue;
      const countedAt = countOn(round, index, readyAt);
      leaderboard.add(number, (calls * voterSample.votes) / voterSample.calls);
      const { takenAt, isHolder } = takeTurn(round, countedAt);
      const raised = isHolder ? leaderboard.raise(number) : 0;
      if (isMeasured(takenAt)) result.records += raised;
      const toldAt = takenAt + system.publishMs;
      shard.tell(number, batch, (slot, many) => addDelays(slot, many, toldAt));
      endsAt = Math.max(endsAt, isHolder ? toldAt : countedAt);
    }
    if (isMeasured(at)) {
      result.turns += 1;
      result.lambdaMs += endsAt - at;
    }
    return batch.records >= system.batchSize ? endsAt : Math.max(endsAt, at + system.pollMs);
  }

  for (;;) {
    let first = 0;
    for (let other = 1; other < shards.length; other++)
      if ((nextPoll[other] ?? 0) < (nextPoll[first] ?? 0)) first = other;
    const at = nextPoll[first] ?? Infinity;
    if (at >= length + longestDelayMs) break;
    nextPoll[first] = turn(first, at);
  }
  for (const shard of shards) {
    for (const { number } of rounds) shard.tell(number, shard.rest, (slot, calls) => addDelays(slot, calls, Infinity));
  }
  result.busiestUnits = unitsIn.reduce((most, units) => Math.max(most, units), 0);
  return result;
}
