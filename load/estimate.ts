/** What a run uses of AWS, beforehand and afterwards, and what that costs. Pure. */
import { publishIntervalMs } from '../amplify/functions/tally/publish-lease';
import { limits } from '../amplify/limits';
import { categories } from '../amplify/show';
import { holdMs } from '../live/vote-batcher';
import { prices } from '../simulate/aws';

export interface Usage {
  connectionMinutes: number;
  snapshots: number;
  recentRounds: number;
  voteCalls: number;
  messages: number;
  /** Mutations of the backend itself: `startRound` and `publishScores`. */
  publications: number;
  /** Deliveries to subscribers, in steps of 5 KB. */
  updates: number;
}

export interface Plan {
  viewers: number;
  minutes: number;
  /** Of each viewer. */
  votesPerSecond: number;
  /** Of each viewer. */
  messagesPerMinute: number;
  /** How long it takes until all have come. */
  rampSeconds: number;
}

/**
 * Lambda asks each shard of a stream four times a second (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html), and
 * a new table has four; the tally's lease spaces what they publish.
 */
const publicationsPerSecond = (voters: number) => Math.min(4 * 4, 1000 / publishIntervalMs(voters));

/** A screen asks when it opens and again when its subscriptions are confirmed. */
const snapshotsPerArrival = 2;

/** About what a run of this plan uses, if no connection is lost. */
export function usageOf({ viewers, minutes, votesPerSecond, messagesPerMinute, rampSeconds }: Plan): Usage {
  const seconds = minutes * 60 + rampSeconds;
  const viewerSeconds = viewers * (minutes * 60 + rampSeconds / 2);
  // The first vote of each category goes at once, what follows in a call every two seconds.
  const callsPerSecond = Math.min(votesPerSecond, categories.length / limits.roundSeconds + 1000 / holdMs);
  const voteCalls = viewerSeconds * callsPerSecond;
  const messages = (viewerSeconds / 60) * messagesPerMinute;
  const publications = Math.min(voteCalls, seconds * publicationsPerSecond(viewers)) + seconds / limits.roundSeconds;
  return {
    connectionMinutes: viewerSeconds / 60,
    snapshots: viewers * snapshotsPerArrival,
    recentRounds: viewers,
    voteCalls,
    messages,
    publications,
    updates: (publications + messages) * (viewerSeconds / seconds),
  };
}

/** What a run is billed for, but for what comes on top. */
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

/** Read units of a `snapshot` (a consistent query and one that is not) and of `recentRounds`. */
const readUnits = { snapshot: 1.5, recentRounds: 1.5 };

/** Write units: a ballot, a row of slow mode; a round whose sets of batches have grown takes two. */
const writeUnits = { vote: 1, message: 1, publication: 2 };

/** AppSync and DynamoDB; Lambda, logs and hosting come on top. */
export function costOf(usage: Usage): { lines: CostLine[]; total: number } {
  const { snapshots, recentRounds, voteCalls, messages, publications } = usage;
  const amounts: Record<CostLine['what'], number> = {
    appSyncOperations: snapshots + recentRounds + voteCalls + messages + publications,
    appSyncUpdates: usage.updates,
    appSyncConnectionMinutes: usage.connectionMinutes,
    dynamoDbWriteUnits: voteCalls * writeUnits.vote + messages * writeUnits.message + publications * writeUnits.publication,
    dynamoDbReadUnits: snapshots * readUnits.snapshot + recentRounds * readUnits.recentRounds,
  };
  const lines = (Object.keys(amounts) as CostLine['what'][]).map((what) => {
    const { value, per } = billed[what];
    return { what, amount: amounts[what], cost: (amounts[what] * value) / per };
  });
  return { lines, total: lines.reduce((sum, { cost }) => sum + cost, 0) };
}
