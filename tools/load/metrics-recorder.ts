/** Records the calls, deliveries and acknowledgements of the viewers of one thread. */
import { createHistogram } from 'node:perf_hooks';
import { categories, noVotes, type Counts } from '../../amplify/show';
import type { Message, ScoresUpdate, ShowControls, CurrentRound } from '../../live/backend';
import { countsOf, excessOf, greaterOf } from '../../live/counts';
import { DeliveryTracker } from './delivery-tracker';
import type { SubscriptionField } from '../guest/documents';
import { increase, emptyMetrics, recordMs, sumOf, type Metrics } from './metrics';
import { probeCategoryOf, ProbeLog } from './probe-log';

export interface MetricsRecorderOptions {
  /** The maximum number of viewers. */
  maxViewers: number;
  /** In milliseconds, of a clock that all threads share. */
  now: () => number;
  /** Called for the first delivery of a publication in this thread. */
  onPublished: (kind: string, id: string, at: number) => void;
  /** The total of the probes' category has risen. */
  onProbeTotal: (roundId: string, total: number) => void;
}

/** AppSync counts deliveries in steps of this. */
const updateBytes = 5 * 1024;

/** A viewer may receive the acknowledgement of a round after it ended. */
const maxBallots = 3;

export class MetricsRecorder {
  readonly deliveries: DeliveryTracker;
  readonly probes: ProbeLog;
  readonly #metrics: Metrics = emptyMetrics();
  /** The confirmed ballots, by viewer and round. */
  readonly #recordBallot: Map<string, Counts>[] = [];
  #probeTotals = new Map<string, number>();

  constructor(private readonly options: MetricsRecorderOptions) {
    this.deliveries = new DeliveryTracker(options.maxViewers, roomOfPublication);
    this.probes = new ProbeLog(options.maxViewers, (viewer) => this.deliveries.liveSince(viewer));
  }

  /** Returns the metrics so far. */
  get metrics(): Metrics {
    const { delays, longest } = this.probes;
    return { ...this.#metrics, delays, longest, deliveries: this.deliveries.totals };
  }

  /** The highest total received for the probe category of a round. */
  probeTotal(roundId: string): number {
    return this.#probeTotals.get(roundId) ?? 0;
  }

  recordVote(): void {
    this.#metrics.votesCast += 1;
  }

  recordCall(operation: string, durationMs: number, errorType?: string): void {
    const { calls, errors } = this.#metrics;
    const times = calls.get(operation) ?? createHistogram();
    calls.set(operation, times);
    recordMs(times, durationMs);
    if (errorType !== undefined) increase(errors, `${operation} ${errorType}`);
  }

  /** @param arrivedMs - since the viewer arrived; undefined if it had been live before */
  recordConnected(viewer: number, connectMs: number, arrivedMs: number | undefined): void {
    recordMs(this.#metrics.connects, connectMs);
    if (arrivedMs !== undefined) recordMs(this.#metrics.arrivals, arrivedMs);
    this.deliveries.joined(viewer, this.options.now());
  }

  /** @param reason - undefined if the viewer itself has left */
  recordDisconnected(viewer: number, reason: string | undefined, wasLive: boolean): void {
    if (reason !== undefined) increase(this.#metrics.errors, `connection ${reason}`);
    if (!wasLive) return;
    this.#metrics.connectedMs += this.options.now() - this.deliveries.liveSince(viewer);
    this.deliveries.left(viewer);
  }

  recordDelivery(viewer: number, field: SubscriptionField, value: unknown, bytes: number): void {
    const received = this.#metrics.received.get(field) ?? { count: 0, updates: 0 };
    this.#metrics.received.set(field, received);
    received.count += 1;
    received.updates += Math.ceil(bytes / updateBytes);
    if (typeof value !== 'object' || value === null) return;
    const at = this.options.now();
    const id = idOf(field, value);
    const scores = field === 'onScores' ? (value as ScoresUpdate).scores : undefined;
    if (this.deliveries.received(viewer, field, id, at)) {
      this.options.onPublished(field, id, at);
      if (scores) this.#totalsHeard(scores);
    }
    if (scores) this.probes.recordTotal(viewer, scores.roundId, scores[probeCategoryOf(scores.roundId)], at);
  }

  /** Records the ballot that the backend confirmed to a viewer. */
  recordBallot(viewer: number, roundId: string, votes: Counts): void {
    const ballots = (this.#recordBallot[viewer] ??= new Map());
    const { acknowledged } = this.#metrics;
    const before = ballots.get(roundId) ?? noVotes;
    acknowledged.set(roundId, sumOf(acknowledged.get(roundId) ?? noVotes, excessOf(votes, before)));
    ballots.set(roundId, greaterOf(votes, before));
    if (ballots.size > maxBallots) ballots.delete(ballots.keys().next().value ?? '');
  }

  #totalsHeard(scores: ScoresUpdate['scores']): void {
    const { roundId } = scores;
    const { totals } = this.#metrics;
    totals.set(roundId, greaterOf(totals.get(roundId) ?? noVotes, countsOf(scores)));
    const total = scores[probeCategoryOf(roundId)];
    if (total <= this.probeTotal(roundId)) return;
    // Earlier rounds are no longer needed.
    if (!this.#probeTotals.has(roundId)) this.#probeTotals.clear();
    this.#probeTotals.set(roundId, total);
    this.options.onProbeTotal(roundId, total);
  }
}

/** The id of a message begins with its room. */
function roomOfPublication(kind: string, id: string): number | undefined {
  return kind === 'onMessage' ? Number(id.split(':', 1)[0]) : undefined;
}

const ids = new WeakMap<object, string>();

/** The id of a message object, which all guests of a process share. */
function idOf(field: SubscriptionField, value: object): string {
  let id = ids.get(value);
  if (id === undefined) {
    id = writtenId(field, value);
    ids.set(value, id);
  }
  return id;
}

/** Totals only rise, so no two of a round are the same. */
function writtenId(field: SubscriptionField, value: object): string {
  if (field === 'onRound') return (value as CurrentRound).roundId;
  if (field === 'onMessage') return (value as Message).id;
  if (field === 'onShow') return `show ${(value as ShowControls).version}`;
  const { roundId, voters, ...counts } = (value as ScoresUpdate).scores;
  return [roundId, ...categories.map((category) => counts[category]), voters].join(':');
}
