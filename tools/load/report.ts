/** The report of a run, as data. */
import type { Histogram } from 'node:perf_hooks';
import { excessOf, totalOf } from '../../live/counts';
import { noVotes } from '../../amplify/show';
import { quantileOf } from '../statistics/quantile';
import { updatesPerArrival } from '../pricing/usage';
import { noDeliveries, type Deliveries } from './delivery-tracker';
import { costOf, type CostLine, type Usage } from './estimate';
import type { Metrics } from './metrics';
import type { LoadResult } from './load-run';

/** Milliseconds; null if nothing was measured. */
export interface Percentiles {
  count: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  longest: number | null;
}

export interface Report {
  viewers: number;
  seconds: { arriving: number; watching: number };
  wasEndedEarly: boolean;
  /** From arrival until all subscriptions are confirmed, credentials included. */
  arrivals: Percentiles;
  /** From opening a socket to the last confirmation. */
  connects: Percentiles;
  /** From casting a vote to each screen that shows it, and to the last of them. */
  delays: Percentiles;
  delaysToLastScreen: Percentiles;
  watchedVotes: { shown: number; lost: number };
  votes: { cast: number; acknowledged: number; lost: number };
  /** By subscription. */
  deliveries: Record<string, { received: number } & Deliveries>;
  /** By operation; `connection` is one. */
  errors: Record<string, number>;
  calls: Record<string, Percentiles>;
  usage: Usage;
  cost: { lines: CostLine[]; total: number };
  /** `cores` that it kept busy on average; the rest is of its slowest and its busiest thread. */
  generator: {
    threads: number;
    cores: number;
    lateMs: { p99: number; longest: number };
    busy: number;
    isBottleneck: boolean;
  };
}

/** Above these, the generator itself causes part of the delays. */
const limitsOfGenerator = { lateMs: 50, busy: 0.8 };

export function reportOf(
  viewers: number,
  { metrics: figures, seconds, cores, probes }: LoadResult,
  wasEndedEarly: boolean,
): Report {
  const usage = usageIn(figures);
  const longest = (pick: (loop: Metrics['eventLoops'][number]) => number) =>
    Math.max(0, ...figures.eventLoops.map(pick));
  const p99 = longest(({ lateMs }) => lateMs.p99);
  const busy = longest((loop) => loop.busy);
  return {
    viewers,
    seconds,
    wasEndedEarly,
    arrivals: percentilesOf(figures.arrivals),
    connects: percentilesOf(figures.connects),
    delays: percentilesOf(figures.delays),
    delaysToLastScreen: percentilesOfList([...figures.longest.values()]),
    watchedVotes: probes,
    votes: { cast: figures.votesCast, ...accountOf(figures) },
    deliveries: Object.fromEntries(
      [...figures.received].map(([field, { count }]) => [
        field,
        { received: count, ...(figures.deliveries.get(field) ?? noDeliveries) },
      ]),
    ),
    errors: Object.fromEntries([...figures.errors].sort(([, a], [, b]) => b - a)),
    calls: Object.fromEntries([...figures.calls].map(([operation, times]) => [operation, percentilesOf(times)])),
    usage,
    cost: costOf(usage),
    generator: {
      threads: figures.eventLoops.length,
      cores,
      lateMs: { p99, longest: longest(({ lateMs }) => lateMs.longest) },
      busy,
      isBottleneck: p99 > limitsOfGenerator.lateMs || busy > limitsOfGenerator.busy,
    },
  };
}

/** Votes that were confirmed but are in no received total. */
function accountOf({ acknowledged, totals }: Metrics): { acknowledged: number; lost: number } {
  let sum = 0;
  let lost = 0;
  for (const [roundId, counts] of acknowledged) {
    sum += totalOf(counts);
    lost += totalOf(excessOf(counts, totals.get(roundId) ?? noVotes));
  }
  return { acknowledged: sum, lost };
}

function usageIn({ calls, connects, connectedMs, deliveries, received }: Metrics): Usage {
  const count = (operation: string) => calls.get(operation)?.count ?? 0;
  const published = (field: string) => deliveries.get(field)?.published ?? 0;
  return {
    connectionMinutes: connectedMs / 60_000,
    snapshots: count('snapshot'),
    recentRounds: count('recentRounds'),
    voteCalls: count('castVotes'),
    messages: count('sendMessage'),
    publications: published('onRound') + published('onScores'),
    updates: [...received.values()].reduce((sum, { updates }) => sum + updates, connects.count * updatesPerArrival),
  };
}

/** @param times - in microseconds */
function percentilesOf(times: Histogram): Percentiles {
  const { count } = times;
  const at = (share: number) => (count > 0 ? times.percentile(share) / 1000 : null);
  return { count, p50: at(50), p95: at(95), p99: at(99), longest: at(100) };
}

/** @param times - in milliseconds */
function percentilesOfList(times: number[]): Percentiles {
  const at = (share: number) => (times.length > 0 ? quantileOf(times, share) : null);
  return { count: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), longest: at(1) };
}
