/**
 * Simulates the path from the stream of ballots to publications, event by event. A poller per shard takes the waiting
 * records, counts them, and publishes under the lease or leaves that to others. All times are in milliseconds.
 */
import { overtimeMs, type VoterSample } from './voter-sample';
import type { Counters } from './counters';
import { isWithin, Meter } from './meter';
import { RowPerRound } from './row-per-round';
import { RowPerShard } from './row-per-shard';
import { readStream, type Batch, type StreamOptions } from './shard';
import type { Design, System } from './system';

export interface PipelineOptions extends StreamOptions {
  /** The voters: see `VoterSample`. */
  voterSample: Pick<VoterSample, 'votes' | 'calls' | 'knownVotersAt'>;
  voters: number;
  /** The number of first rounds that are not measured. */
  warmUpRounds: number;
  system: System;
  design: Design;
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
  /** Batches by round: a batch with the end of a round and the start of the next counts twice. */
  counts: number;
  publications: number;
  /** Writes and reads of counters, totals and leases. */
  meter: Meter;
  /** Total running time of the functions, in milliseconds. */
  lambdaMs: number;
}

/** Longer delays are counted as this, in milliseconds. */
export const longestDelayMs = 30_000;

/** A counted batch whose publication was left to others. */
interface Left {
  round: number;
  shard: number;
  batch: Batch;
  countedAt: number;
}

export function runPipeline(options: PipelineOptions): PipelineResult {
  const { voterSample, voters, roundMs, rounds: roundCount, system, design, random } = options;
  const length = roundCount * roundMs + overtimeMs;
  const measuredFrom = options.warmUpRounds * roundMs;
  const measured = { from: measuredFrom, to: roundCount * roundMs };
  const isMeasured = (at: number) => isWithin(measured, at);
  const shards = readStream(options);
  const nextPoll = Float64Array.from(shards, () => random() * Math.max(1, system.pollMs));
  const meter = new Meter(measured);
  const counters: Counters =
    design.counters === 'row per round'
      ? new RowPerRound(system, meter)
      : new RowPerShard({ system, publishing: design.publishing, meter, shards: shards.length, roundMs });
  /** What was counted and left to a later publication. */
  const left: Left[] = [];
  /** The end of the window in which a shard has left something; Infinity if there is none. */
  const windowEnds = Float64Array.from(shards, () => Infinity);
  const lastSize = design.knowsLastSize ? Math.round(voters * (voterSample.knownVotersAt.at(-1) ?? 0)) : 0;

  const result: PipelineResult = {
    seconds: (roundCount * roundMs - measuredFrom) / 1000,
    delays: new Float64Array(longestDelayMs + 1),
    calls: 0,
    turns: 0,
    counts: 0,
    publications: 0,
    meter,
    lambdaMs: 0,
  };

  /** The number of voters by which the pace of a round is set at this time. */
  function votersOf(round: number, at: number): number {
    const slot = Math.min(voterSample.knownVotersAt.length - 1, Math.max(0, Math.floor(at - round * roundMs)));
    return Math.max(lastSize, Math.round(voters * (voterSample.knownVotersAt[slot] ?? 0)));
  }

  function addDelays(slot: number, calls: number, toldAt: number): void {
    if (!isMeasured(slot)) return;
    const delay = Math.min(longestDelayMs, Math.round(toldAt - slot));
    result.delays[delay] = (result.delays[delay] ?? 0) + calls;
    result.calls += calls;
  }

  /**
   * Publishes a round, unless others do.
   *
   * @returns when this tally has published; null if others do, or will
   */
  function publish(round: number, countedAt: number, isLast: boolean): number | null {
    const intervalMs = design.publishIntervalMs?.(votersOf(round, countedAt)) ?? null;
    const publication = counters.publish(round, countedAt, intervalMs, isLast);
    if (!publication) return null;
    const { publishedAt, includesUntil, isHolder } = publication;
    const toldAt = publishedAt + system.publishMs;
    if (isHolder && isMeasured(publishedAt)) result.publications += 1;
    for (let index = left.length - 1; index >= 0; index--) {
      const each = left[index];
      if (!each || each.round !== round || each.countedAt > includesUntil) continue;
      shards[each.shard]?.tell(round, each.batch, (slot, calls) => addDelays(slot, calls, toldAt));
      left.splice(index, 1);
    }
    return isHolder ? toldAt : null;
  }

  const windowEndAfter = (at: number) => system.windowMs * (Math.floor(at / system.windowMs) + 1);

  /** Runs the end of a shard's window: publishes what was left and that nobody has published. */
  function endWindow(index: number, at: number): void {
    windowEnds[index] = Infinity;
    let endsAt = at + system.readMs;
    for (const round of new Set(left.filter(({ shard }) => shard === index).map((each) => each.round)))
      endsAt = Math.max(endsAt, publish(round, at, true) ?? endsAt);
    nextPoll[index] = Math.max(nextPoll[index] ?? 0, endsAt);
    addTurn(at, endsAt);
  }

  function addTurn(at: number, endsAt: number): void {
    if (!isMeasured(at)) return;
    result.turns += 1;
    result.lambdaMs += endsAt - at;
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
    for (const round of batch.inRounds.keys()) {
      const countedAt = counters.count(round, index, readyAt);
      if (isMeasured(countedAt)) result.counts += 1;
      left.push({ round, shard: index, batch, countedAt });
      const publishedAt = publish(round, countedAt, false);
      if (publishedAt === null) windowEnds[index] = Math.min(windowEnds[index] ?? Infinity, windowEndAfter(countedAt));
      endsAt = Math.max(endsAt, publishedAt ?? countedAt);
    }
    addTurn(at, endsAt);
    return batch.records >= system.batchSize ? endsAt : Math.max(endsAt, at + system.pollMs);
  }

  for (;;) {
    const [poll, window] = [earliest(nextPoll), earliest(windowEnds)];
    const [pollAt, windowAt] = [nextPoll[poll] ?? Infinity, windowEnds[window] ?? Infinity];
    if (Math.min(pollAt, windowAt) >= length + longestDelayMs) break;
    if (windowAt <= pollAt) endWindow(window, windowAt);
    else nextPoll[poll] = turn(poll, pollAt);
  }
  for (const shard of shards) {
    for (let round = 0; round < roundCount; round++)
      shard.tell(round, shard.rest, (slot, calls) => addDelays(slot, calls, Infinity));
  }
  return result;
}

/** The index of the least value. */
function earliest(times: Float64Array): number {
  let first = 0;
  for (let other = 1; other < times.length; other++) if ((times[other] ?? 0) < (times[first] ?? 0)) first = other;
  return first;
}
