/** Simulates an audience of one size with Matinee's design and, for the same taps, with the old sample's. */
import { limits } from '../../amplify/limits';
import { quotas, type QuotaName } from '../pricing/quotas';
import { costOf, type Cost } from '../pricing/cost';
import { busiestSecond, drawRound, type VoterSample } from './voter-sample';
import { sumOfDelays, delaysOf, uniformDelays, type Delays } from './delays';
import type { Habits } from './habits';
import { messageBytes } from './messages';
import { runPipeline } from './pipeline';
import { seededRandom } from '../statistics/random';
import { bytesPerBatch, emptyRowBytes } from '../pricing/round-row';
import type { Design, System } from './system';
import { deliveries, requests, sumUsage, updatesPerArrival, use, writes, type UsageByPart } from '../pricing/usage';

export interface SimulationOptions {
  viewers: number;
  habits: Habits;
  voterSample: VoterSample;
  system: System;
  design: Design;
  seed: number;
}

export interface Scheme {
  usage: UsageByPart;
  cost: Cost;
  /** Delays to the other screens, from the call and from the tap. */
  fromCall: Delays;
  fromTap: Delays;
  /** Demand in the busiest second as a share of the quota. */
  quotas: Record<QuotaName, number>;
  /** Publications of totals in a second. */
  publications: number;
  /** Write units on rows that hold totals, in a second. */
  totalsUnits: number;
}

export interface SimulatedAudience {
  viewers: number;
  voters: number;
  /** Of all voters in a second. */
  votes: number;
  calls: number;
  shards: number;
  ours: Scheme;
  old: Scheme;
}

/** The default numbers of viewers. */
export const series = [10, 100, 1000, 10_000, 100_000, 1_000_000];

export const roundMs = limits.roundSeconds * 1000;

/** Requests of a screen that arrives: a snapshot before and after it subscribes, and the recent rounds. */
const requestsPerArrival = 3;
/** Size of a first visit, rounded up from the 343 kB that `npm run bench -- page` measured. */
const pageBytes = 350_000;
const tallyGigabytes = 0.25;
const rotatorGigabytes = 0.25;

export function simulateAudience(options: SimulationOptions): SimulatedAudience {
  const { viewers, habits, voterSample, system, design, seed } = options;
  const voters = Math.round(viewers * habits.votingShare);
  const seconds = roundMs / 1000;
  const votes = (voters * voterSample.votes) / seconds;
  const calls = (voters * voterSample.calls) / seconds;
  const busiestCalls = voters * busiestSecond(voterSample, roundMs);
  const shards = Math.max(system.minShards, Math.ceil(busiestCalls / system.writesPerShard));
  const talk = (viewers * habits.messagesPerMinute) / 60;
  const arrivalSeconds = habits.arrivalMinutes * 60;

  const random = seededRandom(seed);
  const run = runPipeline({
    voterSample,
    voters,
    roundMs,
    shards,
    system,
    design,
    random,
    callsOf: (_, add) => drawRound(voterSample, voters, random, add),
    rounds: roundsFor(voters),
    warmUpRounds: 1,
    // Records are rarely broken: seven times an hour if chance alone decides.
    record: Infinity,
  });
  const publications = run.publications / run.seconds;
  const turns = run.turns / run.seconds;
  // The average size during a round: half of its batches.
  const rowBytes =
    emptyRowBytes + (design.rowPerShard ? 0 : ((run.counts / run.seconds) * seconds * bytesPerBatch) / 2);
  const rowReads = Math.ceil(rowBytes / 4096);
  const rowsRead = design.rowPerShard ? publications * Math.min(shards, turns) : 0;

  // Usage that both designs share.
  const shared = {
    presence: sumUsage([
      use({
        connectionMinutes: viewers / 60,
        updates: (viewers * updatesPerArrival) / 3600,
        pages: viewers / 3600,
        pageGigabytes: (viewers * pageBytes) / 3600 / 10 ** 9,
      }),
      requests((viewers * requestsPerArrival) / 3600),
      use({ readUnits: (viewers * (2 * (rowReads + 0.5) + limits.recentRounds * 0.5 * rowReads)) / 3600 }),
    ]),
    rounds: sumUsage([
      requests(1 / seconds),
      writes(1 / seconds, Math.ceil(emptyRowBytes / 1024) / seconds),
      use({ readUnits: (50 * rowReads) / seconds, gigabyteSeconds: rotatorGigabytes, invocations: 1 / 60 }),
      deliveries(viewers / seconds, messageBytes.round),
    ]),
    chat: sumUsage([requests(talk), writes(talk), deliveries(talk * design.chatReaders(viewers), messageBytes.chat)]),
  };
  const ours: UsageByPart = {
    ...shared,
    votes: sumUsage([
      requests(calls),
      writes(calls),
      writes((run.counts + run.takes) / run.seconds, run.totalsUnits / run.seconds),
      use({
        readUnits: publications + rowsRead,
        invocations: turns,
        gigabyteSeconds: ((run.lambdaMs / 1000) * tallyGigabytes) / run.seconds,
      }),
      requests(publications),
      deliveries(publications * viewers, messageBytes.scores),
    ]),
  };
  // Each tap is a mutation, adds to one row, and is sent to every viewer.
  const old: UsageByPart = {
    ...shared,
    votes: sumUsage([requests(votes), writes(votes), deliveries(votes * viewers, messageBytes.scores)]),
  };

  const arriving = {
    newIdentities: viewers / arrivalSeconds,
    credentials: viewers / arrivalSeconds,
    connects: viewers / arrivalSeconds,
  };
  const arrivingRequests = (viewers * requestsPerArrival) / arrivalSeconds;
  const spreadMs = (messagesAtOnce: number, perSecond: number) =>
    (1000 * messagesAtOnce) / Math.max(system.outbound, perSecond);

  const toPublication = sumOfDelays(
    run.delays,
    uniformDelays(spreadMs(viewers, sumUsage(Object.values(ours)).updates)),
  );
  const legsMs = system.callMs + system.deliveryMs;
  const oldLoad = votes / system.partitionWrites;
  const oldWaitMs = oldLoad < 1 ? (oldLoad / (2 * (1 - oldLoad))) * (1000 / system.partitionWrites) : Infinity;
  const oldDelays = { p50: legsMs + 0.69 * oldWaitMs, p95: legsMs + 3 * oldWaitMs, p99: legsMs + 4.6 * oldWaitMs };

  return {
    viewers,
    voters,
    votes,
    calls,
    shards,
    ours: {
      usage: ours,
      cost: costOf(ours),
      fromCall: delaysOf(toPublication, legsMs),
      fromTap: delaysOf(sumOfDelays(toPublication, voterSample.waits), legsMs),
      publications,
      totalsUnits: run.totalsUnits / run.seconds,
      quotas: sharesOf({
        ...arriving,
        requests: busiestCalls + talk + publications + arrivingRequests,
        inbound: publications + talk + 1 / seconds,
        outbound: sumUsage(Object.values(ours)).updates,
        tableWrites: busiestCalls,
        newTableWrites: busiestCalls,
        partitionWrites: design.rowPerShard ? run.busiestUnits / Math.max(1, shards) : run.busiestUnits,
        concurrency: shards,
      }),
    },
    old: {
      usage: old,
      cost: costOf(old),
      fromCall: oldDelays,
      fromTap: oldDelays,
      publications: votes,
      totalsUnits: votes,
      quotas: sharesOf({
        ...arriving,
        requests: votes + talk + arrivingRequests,
        inbound: votes + talk,
        outbound: sumUsage(Object.values(old)).updates,
        tableWrites: votes,
        newTableWrites: votes,
        partitionWrites: votes,
        concurrency: 1,
      }),
    },
  };
}

function sharesOf(demand: Record<QuotaName, number>): Record<QuotaName, number> {
  const names = Object.keys(quotas) as QuotaName[];
  return Object.fromEntries(names.map((name) => [name, demand[name] / quotas[name].value])) as Record<
    QuotaName,
    number
  >;
}

/** Small audiences are simulated for longer, because chance matters more. */
function roundsFor(voters: number): number {
  if (voters <= 100) return 31;
  if (voters <= 5000) return 7;
  return 3;
}
