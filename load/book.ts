/** Keeps the books of a crowd: what its viewers called, heard and were told. */
import { createHistogram } from 'node:perf_hooks';
import { categories, noVotes, type Counts } from '../amplify/show';
import type { Message, ScoresUpdate, Showing } from '../live/backend';
import { countsOf, excessOf, greaterOf } from '../live/counts';
import { DeliveryLedger } from './delivery-ledger';
import type { SubscriptionField } from './documents';
import { increase, noFigures, recordMs, sumOf, type Figures } from './figures';
import { probeCategoryOf, ProbeLog } from './probe-log';

export interface BookOptions {
  /** How many viewers there will be at most. */
  size: number;
  /** In milliseconds, of a clock that all books share. */
  now: () => number;
  /** Somebody was the first here to hear what all should hear. */
  onPublished: (kind: string, id: string, at: number) => void;
  /** The total of the probes' category has risen. */
  onRise: (roundId: string, total: number) => void;
}

/** AppSync counts deliveries in steps of this. */
const updateBytes = 5 * 1024;

/** A viewer may be told of one round when another is open. */
const maxBallots = 3;

export class Book {
  readonly ledger: DeliveryLedger;
  readonly probes: ProbeLog;
  readonly #figures: Figures = noFigures();
  /** By viewer, the ballots that were confirmed, by round. */
  readonly #confirmed: Map<string, Counts>[] = [];
  #probeTotals = new Map<string, number>();

  constructor(private readonly options: BookOptions) {
    this.ledger = new DeliveryLedger(options.size);
    this.probes = new ProbeLog(options.size, (viewer) => this.ledger.liveSince(viewer));
  }

  /** What stands in the books now. */
  get figures(): Figures {
    const { delays, longest } = this.probes;
    return { ...this.#figures, delays, longest, deliveries: this.ledger.deliveries };
  }

  /** The greatest total of the probes' category that was heard of a round. */
  probeTotal(roundId: string): number {
    return this.#probeTotals.get(roundId) ?? 0;
  }

  voteCast(): void {
    this.#figures.votesCast += 1;
  }

  called(operation: string, durationMs: number, errorType?: string): void {
    const { calls, errors } = this.#figures;
    const times = calls.get(operation) ?? createHistogram();
    calls.set(operation, times);
    recordMs(times, durationMs);
    if (errorType !== undefined) increase(errors, `${operation} ${errorType}`);
  }

  /** @param arrivedMs - since the viewer came in; undefined where it had been live before */
  live(viewer: number, connectMs: number, arrivedMs: number | undefined): void {
    recordMs(this.#figures.connects, connectMs);
    if (arrivedMs !== undefined) recordMs(this.#figures.arrivals, arrivedMs);
    this.ledger.joined(viewer, this.options.now());
  }

  /** @param reason - undefined where the viewer has left by itself */
  lost(viewer: number, reason: string | undefined, wasLive: boolean): void {
    if (reason !== undefined) increase(this.#figures.errors, `connection ${reason}`);
    if (!wasLive) return;
    this.#figures.connectedMs += this.options.now() - this.ledger.liveSince(viewer);
    this.ledger.left(viewer);
  }

  heard(viewer: number, field: SubscriptionField, value: unknown, bytes: number): void {
    const received = this.#figures.received.get(field) ?? { count: 0, updates: 0 };
    this.#figures.received.set(field, received);
    received.count += 1;
    received.updates += Math.ceil(bytes / updateBytes);
    if (typeof value !== 'object' || value === null) return;
    const at = this.options.now();
    const id = idOf(field, value);
    const scores = field === 'onScores' ? (value as ScoresUpdate).scores : undefined;
    if (this.ledger.heard(viewer, field, id, at)) {
      this.options.onPublished(field, id, at);
      if (scores) this.#totalsHeard(scores);
    }
    if (scores) this.probes.heard(viewer, scores.roundId, scores[probeCategoryOf(scores.roundId)], at);
  }

  /** The backend has told a viewer what stands in its ballot. */
  confirmed(viewer: number, roundId: string, votes: Counts): void {
    const ballots = (this.#confirmed[viewer] ??= new Map());
    const { acknowledged } = this.#figures;
    const before = ballots.get(roundId) ?? noVotes;
    acknowledged.set(roundId, sumOf(acknowledged.get(roundId) ?? noVotes, excessOf(votes, before)));
    ballots.set(roundId, greaterOf(votes, before));
    if (ballots.size > maxBallots) ballots.delete(ballots.keys().next().value ?? '');
  }

  #totalsHeard(scores: ScoresUpdate['scores']): void {
    const { roundId } = scores;
    const { totals } = this.#figures;
    totals.set(roundId, greaterOf(totals.get(roundId) ?? noVotes, countsOf(scores)));
    const total = scores[probeCategoryOf(roundId)];
    if (total <= this.probeTotal(roundId)) return;
    // Of a round that is over, no more will be asked.
    if (!this.#probeTotals.has(roundId)) this.#probeTotals.clear();
    this.#probeTotals.set(roundId, total);
    this.options.onRise(roundId, total);
  }
}

const ids = new WeakMap<object, string>();

/** The same for all who hear it: a guest's socket hands out one object for what many hear. */
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
  if (field === 'onRound') return (value as Showing).roundId;
  if (field === 'onMessage') return (value as Message).id;
  const { roundId, voters, ...counts } = (value as ScoresUpdate).scores;
  return [roundId, ...categories.map((category) => counts[category]), voters].join(':');
}
