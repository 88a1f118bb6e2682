/** Estimates what a run uses of AWS and what it costs. */
import { valueFor } from '../../amplify/by-voters';
import { roomsFor } from '../../amplify/chat-rooms';
import { publishIntervalMs } from '../../amplify/functions/tally/publish-lease';
import { limits, pace } from '../../amplify/limits';
import { categories } from '../../amplify/show';
import { prices } from '../pricing/prices';
import { minShards, streamPollMs } from '../pricing/stream-polling';
import { updatesPerArrival } from '../pricing/usage';

export interface Usage {
  connectionMinutes: number;
  snapshots: number;
  recentRounds: number;
  voteCalls: number;
  messages: number;
  /** Mutations of the backend itself: `startRound` and `publishScores`. */
  publications: number;
  /**
   * Deliveries to subscribers, in steps of 5 KB; a connection and a subscription that are opened count as one each,
   * too.
   */
  updates: number;
}

export interface Plan {
  viewers: number;
  minutes: number;
  /** Of each viewer. */
  votesPerSecond: number;
  /** Of each viewer. */
  messagesPerMinute: number;
  /** Time until all viewers have arrived. */
  rampSeconds: number;
}

/** Each poll of a shard may publish. The publish lease limits the rate. */
const publicationsPerSecond = (voters: number) =>
  Math.min((minShards * 1000) / streamPollMs, 1000 / publishIntervalMs(voters));

/**
 * A screen requests a public snapshot when it opens and once it has been live for some seconds, for which a headless one asks
 * the API for both, and a snapshot when its subscriptions are confirmed.
 */
const perArrival = { snapshots: 3, recentRounds: 2 };

/** Estimates what a run uses if no connection is lost. */
export function usageOf({ viewers, minutes, votesPerSecond, messagesPerMinute, rampSeconds }: Plan): Usage {
  const seconds = minutes * 60 + rampSeconds;
  const viewerSeconds = viewers * (minutes * 60 + rampSeconds / 2);
  // The first vote of each category is sent at once, later ones are held and sent together.
  const holdMs = valueFor(pace.holdMs, viewers);
  const callsPerSecond = Math.min(votesPerSecond, categories.length / limits.roundSeconds + 1000 / holdMs);
  const voteCalls = viewerSeconds * callsPerSecond;
  const messages = (viewerSeconds / 60) * messagesPerMinute;
  const publications = Math.min(voteCalls, seconds * publicationsPerSecond(viewers)) + seconds / limits.roundSeconds;
  return {
    connectionMinutes: viewerSeconds / 60,
    snapshots: viewers * perArrival.snapshots,
    recentRounds: viewers * perArrival.recentRounds,
    voteCalls,
    messages,
    publications,
    updates: viewers * updatesPerArrival + (publications + messages / roomsFor(viewers, 1)) * (viewerSeconds / seconds),
  };
}

/** The prices that the estimate includes. */
const billed = {
  appSyncOperations: prices.requests,
  appSyncUpdates: prices.updates,
  appSyncConnectionMinutes: prices.connectionMinutes,
  dynamoDbWriteUnits: prices.writeUnits,
  dynamoDbReadUnits: prices.readUnits,
};

export interface CostLine {
  what: keyof typeof billed;
  amount: number;
  /** US dollars. */
  cost: number;
}

/**
 * Read units of a `snapshot` (a consistent query and one that is not), of `recentRounds`, and of a publication: the lease,
 * and a query for each part of the round.
 */
const readUnits = { snapshot: 1.5, recentRounds: 1.5, publication: 1 + limits.partsPerRound };

/**
 * Write units of a ballot, of a row of slow mode, and of a publication: a count, a claim and its end, and the totals. The
 * last is a lower bound, because several batches may be counted before a publication.
 */
const writeUnits = { vote: 1, message: 1, publication: 1 + 2 + 2 };

/** Returns the cost of AppSync and DynamoDB. Data transfer, firewall, logs and Lambda are not included. */
export function costOf(usage: Usage): { lines: CostLine[]; total: number } {
  const { snapshots, recentRounds, voteCalls, messages, publications } = usage;
  const amounts: Record<CostLine['what'], number> = {
    appSyncOperations: snapshots + recentRounds + voteCalls + messages + publications,
    appSyncUpdates: usage.updates,
    appSyncConnectionMinutes: usage.connectionMinutes,
    dynamoDbWriteUnits:
      voteCalls * writeUnits.vote + messages * writeUnits.message + publications * writeUnits.publication,
    dynamoDbReadUnits:
      snapshots * readUnits.snapshot + recentRounds * readUnits.recentRounds + publications * readUnits.publication,
  };
  const lines = (Object.keys(amounts) as CostLine['what'][]).map((what) => {
    const { value, per } = billed[what];
    return { what, amount: amounts[what], cost: (amounts[what] * value) / per };
  });
  return { lines, total: lines.reduce((sum, { cost }) => sum + cost, 0) };
}
