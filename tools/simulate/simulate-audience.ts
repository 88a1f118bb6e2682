/** Simulates an audience of one size with Matinee's design and, for the same taps, with the old sample's. */
import { limits } from '../../amplify/limits';
import { warmWriteUnits } from '../../amplify/warm-throughput';
import { quotaNames, quotas, type QuotaName } from '../pricing/quotas';
import { costOf, type Cost } from '../pricing/cost';
import { busiestSecond, drawRound, type VoterSample } from './voter-sample';
import { sumOfDelays, delaysOf, uniformDelays, type Delays } from './delays';
import type { Habits } from './habits';
import { messageBytes } from './messages';
import { runPipeline } from './pipeline';
import { seededRandom } from '../statistics/random';
import {
  presenceUsage,
  requestsPerArrival,
  requestsPerVisit,
  cdnLocations,
  roundReadUnitsPerSnapshot,
  serverReadUnits,
  showReadUnitsPerSnapshot,
  snapshotsPerVisit,
} from './presence';
import { raised } from './quota-raises';
import { roundRowBytes } from './row-per-round';
import { roundReadUnitsPerShard } from './row-per-shard';
import type { Design, System } from './system';
import { deliveries, requests, sumUsage, use, writes, type UsageByPart } from '../pricing/usage';

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
  /** Write units on counters, totals and leases, in a second. */
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

const tallyGigabytes = 0.25;
const rotatorGigabytes = 0.25;
/** Size of a new row of `Round`, which the rotator writes. */
const roundUnits = Math.ceil(roundRowBytes(0) / 1024);
/** A message to a room other than the first reads the last two rounds, which have the number of rooms. */
const readUnitsPerRoomMessage = 0.5;
/** A message reads what operators have set for the chat. */
const showReadUnitsPerMessage = 0.5;
/**
 * Read units of the rotator in a round: 50 rows of `Round`, twice a row of `Show`, and once that of `Playlist`. It also reads
 * `Show`, `Playlist` and the last row of `Round` eleven times a minute, before each time at which a round of any length could
 * start. A playlist of 100 movies has 20 units instead of the one that is assumed here.
 */
const rotatorReadUnitsPerRound = 17;
const rotatorLooksPerSecond = 11 / 60;
const rotatorReadUnitsPerSecond = 3 * rotatorLooksPerSecond;

export function simulateAudience(options: SimulationOptions): SimulatedAudience {
  const { viewers, habits, voterSample, system, design, seed } = options;
  const voters = Math.round(viewers * habits.votingShare);
  const seconds = roundMs / 1000;
  const votes = (voters * voterSample.votes) / seconds;
  const calls = (voters * voterSample.calls) / seconds;
  const busiestCalls = voters * busiestSecond(voterSample, roundMs);
  const preparedFor = Math.max(busiestCalls, warmWriteUnits('Ballot', viewers) ?? 0);
  const shards = Math.max(system.minShards, Math.ceil(preparedFor / system.writesPerShard));
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
  });
  const { meter } = run;
  const publications = run.publications / run.seconds;
  const turns = run.turns / run.seconds;
  const rooms = design.rooms(voters);
  const roomReads = (talk * readUnitsPerRoomMessage * (rooms - 1)) / rooms;

  // Usage that both designs share.
  const shared = {
    presence: presenceUsage(viewers),
    rounds: sumUsage([
      requests(1 / seconds),
      writes(1 / seconds, roundUnits / seconds),
      use({
        gigabyteSeconds: rotatorGigabytes,
        invocations: 1 / 60,
        readUnits: rotatorReadUnitsPerRound / seconds + rotatorReadUnitsPerSecond,
      }),
      deliveries(viewers / seconds, messageBytes.round),
    ]),
    chat: sumUsage([
      requests(talk),
      writes(talk),
      use({ readUnits: roomReads + talk * showReadUnitsPerMessage }),
      deliveries((talk * viewers) / rooms, messageBytes.chat),
    ]),
  };
  const tallyWrites = Object.values(meter.writes).reduce((sum, each) => sum + each, 0);
  const totalsUnits = meter.writeUnits / run.seconds;
  const ours: UsageByPart = {
    ...shared,
    votes: sumUsage([
      requests(calls),
      writes(calls),
      writes(tallyWrites / run.seconds, totalsUnits),
      use({
        readUnits: meter.readUnits / run.seconds,
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

  const arrivals = viewers / arrivalSeconds;
  const arriving = { newIdentities: arrivals, credentials: arrivals, connects: arrivals };
  const arrivingRequests = arrivals * requestsPerArrival;
  // All rows of `Round` have one partition key. Pages set their clocks an hour after they arrived, which adds nothing.
  const roundReads =
    arrivals * roundReadUnitsPerSnapshot + roomReads + shards * roundReadUnitsPerShard + serverReadUnits;
  // `Show` has one row.
  const showReads =
    talk * showReadUnitsPerMessage + (arrivals + cdnLocations) * showReadUnitsPerSnapshot + rotatorLooksPerSecond;
  // In the busiest second a round starts, and the one before is published for the last time.
  const chatUpdates = shared.chat.updates;
  const intervalMs = design.publishIntervalMs?.(voters) ?? 1000 / publications;
  const busiestUpdates = viewers * (2 + Math.ceil(1000 / intervalMs)) + chatUpdates;
  const toPublication = sumOfDelays(run.delays, uniformDelays((1000 * viewers) / raised('outbound', busiestUpdates)));
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
      totalsUnits,
      quotas: sharesOf({
        ...arriving,
        requests: busiestCalls + talk + publications + arrivingRequests,
        inbound: publications + talk + 1 / seconds,
        outbound: busiestUpdates,
        tableWrites: busiestCalls,
        newTableWrites: busiestCalls,
        partitionWrites: meter.busiestWriteUnits,
        partitionReads: Math.max(roundReads, showReads, meter.busiestReadUnits),
        concurrency: shards,
        hosting: arrivals * (requestsPerVisit + snapshotsPerVisit),
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
        partitionReads: Math.max(roundReads, showReads),
        concurrency: 1,
        hosting: arrivals * (requestsPerVisit + snapshotsPerVisit),
      }),
    },
  };
}

function sharesOf(demand: Record<QuotaName, number>): Record<QuotaName, number> {
  return Object.fromEntries(quotaNames.map((name) => [name, demand[name] / quotas[name].value])) as Record<
    QuotaName,
    number
  >;
}

/** Small audiences are simulated for longer, because chance matters more. */
function roundsFor(voters: number): number {
  if (voters <= 100) return 31;
  if (voters <= 5000) return 21;
  return 7;
}
