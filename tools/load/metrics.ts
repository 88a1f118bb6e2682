/** The counters of a thread: plain data that is sent to the main thread and summed there. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { noVotes, perCategory, type Counts } from '../../amplify/show';
import { greaterOf } from '../../live/counts';
import { noDeliveries, type Deliveries } from './delivery-tracker';

/** In microseconds, because a histogram takes whole numbers. */
export type Times = RecordableHistogram;

export interface Metrics {
  /** By operation. */
  calls: Map<string, Times>;
  /** By operation and error type, such as `castVotes RoundOver`. `connection` counts as an operation. */
  errors: Map<string, number>;
  /** From arrival until all subscriptions are confirmed. */
  arrivals: Times;
  /** From opening a socket to the last confirmation. */
  connects: Times;
  /** All connections together, in milliseconds. */
  connectedMs: number;
  /** Deliveries over all sockets, by subscription. `updates` counts steps of 5 KB, as AppSync does. */
  received: Map<string, { count: number; updates: number }>;
  deliveries: Map<string, Deliveries>;
  /** See `probe-log.ts`. */
  delays: Times;
  longest: Map<string, number>;
  votesCast: number;
  /** The votes that the backend confirmed to all viewers together, by round. */
  acknowledged: Map<string, Counts>;
  /** The highest totals that any viewer received, by round. */
  totals: Map<string, Counts>;
  /** Of each thread. */
  eventLoops: EventLoopMetrics[];
}

export interface EventLoopMetrics {
  /** Delay of the event loop in milliseconds. Measured times may be too long by this much. */
  lateMs: { p99: number; longest: number };
  /** The share of time in which it was busy. */
  busy: number;
}

export function emptyMetrics(): Metrics {
  return {
    calls: new Map(),
    errors: new Map(),
    arrivals: createHistogram(),
    connects: createHistogram(),
    connectedMs: 0,
    received: new Map(),
    deliveries: new Map(),
    delays: createHistogram(),
    longest: new Map(),
    votesCast: 0,
    acknowledged: new Map(),
    totals: new Map(),
    eventLoops: [],
  };
}

export function recordMs(times: Times, ms: number): void {
  times.record(Math.max(1, Math.round(ms * 1000)));
}

export function increase(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

export function sumOf(a: Counts, b: Counts): Counts {
  return perCategory((category) => a[category] + b[category]);
}

/** Sums the metrics of all threads. */
export function mergeMetrics(all: Metrics[]): Metrics {
  const sum = emptyMetrics();
  for (const figures of all) {
    for (const [operation, times] of figures.calls) {
      const known = sum.calls.get(operation) ?? createHistogram();
      known.add(times);
      sum.calls.set(operation, known);
    }
    for (const [key, count] of figures.errors) increase(sum.errors, key, count);
    sum.arrivals.add(figures.arrivals);
    sum.connects.add(figures.connects);
    sum.connectedMs += figures.connectedMs;
    for (const [field, { count, updates }] of figures.received) {
      const known = sum.received.get(field) ?? { count: 0, updates: 0 };
      sum.received.set(field, { count: known.count + count, updates: known.updates + updates });
    }
    for (const [kind, one] of figures.deliveries)
      sum.deliveries.set(kind, mergeDeliveries(sum.deliveries.get(kind) ?? noDeliveries, one));
    sum.delays.add(figures.delays);
    for (const [key, ms] of figures.longest) sum.longest.set(key, Math.max(ms, sum.longest.get(key) ?? 0));
    sum.votesCast += figures.votesCast;
    for (const [roundId, counts] of figures.acknowledged)
      sum.acknowledged.set(roundId, sumOf(counts, sum.acknowledged.get(roundId) ?? noVotes));
    for (const [roundId, counts] of figures.totals)
      sum.totals.set(roundId, greaterOf(counts, sum.totals.get(roundId) ?? noVotes));
    sum.eventLoops.push(...figures.eventLoops);
  }
  return sum;
}

/** All threads receive the same publications. */
function mergeDeliveries(a: Deliveries, b: Deliveries): Deliveries {
  return {
    published: Math.max(a.published, b.published),
    due: a.due + b.due,
    missed: a.missed + b.missed,
    duplicated: a.duplicated + b.duplicated,
    late: a.late + b.late,
  };
}
