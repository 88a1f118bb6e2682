/** The viewers of one thread. Each is the app's own `ShowSession` on a headless guest; all of them vote and talk at odd moments. */
import { createHistogram } from 'node:perf_hooks';
import { limits } from '../amplify/limits';
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import type { Backend, Message, ScoresUpdate, Showing } from '../live/backend';
import { countsOf, excessOf, greaterOf } from '../live/counts';
import { memoryStore } from '../live/device-store';
import { ShowSession } from '../live/show-session';
import { DeliveryLedger } from './delivery-ledger';
import type { Documents, SubscriptionField } from './documents';
import type { Endpoints } from './endpoints';
import { increase, noFigures, recordMs, sumOf, type Figures } from './figures';
import { Guest } from './guest';
import { guestBackend } from './guest-backend';
import { poisson } from './poisson';
import type { Post } from './post';
import { probeCategoryOf, ProbeLog, type Probe } from './probe-log';

export interface CrowdOptions {
  endpoints: Endpoints;
  documents: Documents;
  post: Post;
  /** How many will enter at most. */
  size: number;
  /** In milliseconds, of a clock that all crowds share. */
  now: () => number;
  random: () => number;
  /** Somebody was the first here to hear what all should hear. */
  onPublished: (kind: string, id: string, at: number) => void;
  /** The total of the probes' category has risen. */
  onRise: (roundId: string, total: number) => void;
}

interface Seat {
  guest: Guest;
  session: ShowSession;
  leave: () => void;
  spokeAt: number;
  /** The ballots that were confirmed, by round: the answer of one may come when another is open. */
  confirmed: Map<string, Counts>;
}

/** AppSync counts deliveries in steps of this. */
const updateBytes = 5 * 1024;

const maxBallots = 3;

/** A probe must reach the screens before its round ends, in milliseconds. */
const probeReserveMs = 1500;

export class Crowd {
  readonly figures: Figures = noFigures();
  readonly ledger: DeliveryLedger;
  readonly probes: ProbeLog;
  readonly #seats: Seat[] = [];
  #live = 0;
  #probeTotals = new Map<string, number>();

  constructor(private readonly options: CrowdOptions) {
    this.ledger = new DeliveryLedger(options.size);
    this.probes = new ProbeLog(options.size, (viewer) => this.ledger.liveSince(viewer));
  }

  get entered(): number {
    return this.#seats.length;
  }

  /** Viewers with all their subscriptions. */
  get live(): number {
    return this.#live;
  }

  /** Of all who have one. */
  get identityIds(): string[] {
    return this.#seats.flatMap(({ guest }) => guest.identityId ?? []);
  }

  /** One more viewer opens the app. */
  enter(identityId?: string): void {
    const { endpoints, documents, post, random, now } = this.options;
    const viewer = this.#seats.length;
    const guest = new Guest({
      endpoints, documents, post, random,
      ...(identityId === undefined ? {} : { identityId }),
      onCall: (operation, durationMs, errorType) => this.#called(operation, durationMs, errorType),
    });
    const enteredAt = now();
    let hasBeenLive = false;
    const backend = guestBackend(guest, {
      live: (connectMs) => {
        recordMs(this.figures.connects, connectMs);
        if (!hasBeenLive) recordMs(this.figures.arrivals, now() - enteredAt);
        hasBeenLive = true;
        this.#live += 1;
        this.ledger.joined(viewer, now());
      },
      lost: (reason, wasLive) => {
        if (reason !== 'Left') increase(this.figures.errors, `connection ${reason}`);
        if (!wasLive) return;
        this.#live -= 1;
        this.figures.connectedMs += now() - this.ledger.liveSince(viewer);
        this.ledger.left(viewer);
      },
      data: (field, value, bytes) => this.#heard(viewer, field, value, bytes),
    });
    const session = new ShowSession({ backend: this.#observed(backend, viewer), initial: null, storage: memoryStore(), random });
    this.#seats.push({ guest, session, spokeAt: -Infinity, confirmed: new Map(), leave: session.start() });
  }

  /** As many votes as viewers cast in some seconds, if each casts so many a second. */
  vote(seconds: number, perSecond: number): void {
    for (let left = poisson(this.entered * perSecond * seconds, this.options.random); left > 0; left--) {
      const session = this.#anybody()?.session;
      const roundId = session?.getState().round?.roundId;
      if (!session || roundId === undefined) continue;
      const reserved = probeCategoryOf(roundId);
      const others = categories.filter((category) => category !== reserved);
      this.#cast(session, others[Math.floor(this.options.random() * others.length)] ?? 'love');
    }
  }

  /** The same for chat messages. */
  talk(seconds: number, perSecond: number): void {
    const { random, now } = this.options;
    for (let left = poisson(this.entered * perSecond * seconds, random); left > 0; left--) {
      const seat = this.#anybody();
      // Slow mode would refuse a second message.
      if (!seat?.session.getState().sender || now() - seat.spokeAt < 2 * limits.messageIntervalMs) continue;
      seat.spokeAt = now();
      // What went wrong is counted as a call.
      seat.session.say('Load', `Message ${Math.floor(random() * 1e9)}`).catch(() => undefined);
    }
  }

  /**
   * Somebody casts the first vote of theirs in the probes' category.
   * @returns null where nobody can now
   */
  probe(): Probe | null {
    const { now, random } = this.options;
    const offset = Math.floor(random() * this.#seats.length);
    for (let index = 0; index < this.#seats.length; index++) {
      const viewer = (offset + index) % this.#seats.length;
      const session = this.#seats[viewer]?.session;
      const state = session?.getState();
      if (!session || !state?.round || this.ledger.liveSince(viewer) > now()) continue;
      const { roundId, endsAt } = state.round;
      const category = probeCategoryOf(roundId);
      if (endsAt * 1000 - session.clock.now() < probeReserveMs) return null;
      if (state.mine[category] > 0) continue;
      const castAt = now();
      if (this.#cast(session, category)) return { roundId, castAt, total: (this.#probeTotals.get(roundId) ?? 0) + 1 };
    }
    return null;
  }

  /** Everybody goes. */
  close(): void {
    for (const { leave } of this.#seats) leave();
    this.figures.delays = this.probes.delays;
    this.figures.longest = this.probes.longest;
    this.figures.deliveries = this.ledger.deliveries;
  }

  #anybody(): Seat | undefined {
    return this.#seats[Math.floor(this.options.random() * this.#seats.length)];
  }

  #cast(session: ShowSession, category: Category): boolean {
    const isCast = session.vote(category);
    if (isCast) this.figures.votesCast += 1;
    return isCast;
  }

  #called(operation: string, durationMs: number, errorType?: string): void {
    const calls = this.figures.calls.get(operation) ?? { count: 0, times: createHistogram() };
    this.figures.calls.set(operation, calls);
    calls.count += 1;
    recordMs(calls.times, durationMs);
    if (errorType !== undefined) increase(this.figures.errors, `${operation} ${errorType}`);
  }

  #heard(viewer: number, field: SubscriptionField, value: unknown, bytes: number): void {
    const received = this.figures.received.get(field) ?? { count: 0, bytes: 0, updates: 0 };
    this.figures.received.set(field, received);
    received.count += 1;
    received.bytes += bytes;
    received.updates += Math.ceil(bytes / updateBytes);
    if (value === null) return;
    const at = this.options.now();
    const id = idOf(field, value as object);
    if (this.ledger.heard(viewer, field, id, at)) this.#first(field, id, value as object, at);
    if (field !== 'onScores') return;
    const { scores } = value as ScoresUpdate;
    this.probes.heard(viewer, scores.roundId, scores[probeCategoryOf(scores.roundId)], at);
  }

  #first(field: SubscriptionField, id: string, value: object, at: number): void {
    this.options.onPublished(field, id, at);
    if (field !== 'onScores') return;
    const { scores } = value as ScoresUpdate;
    const { totals } = this.figures;
    totals.set(scores.roundId, greaterOf(totals.get(scores.roundId) ?? noVotes, countsOf(scores)));
    const total = scores[probeCategoryOf(scores.roundId)];
    if (total <= (this.#probeTotals.get(scores.roundId) ?? 0)) return;
    // Of a round that is over, no more will be asked.
    if (!this.#probeTotals.has(scores.roundId)) this.#probeTotals.clear();
    this.#probeTotals.set(scores.roundId, total);
    this.options.onRise(scores.roundId, total);
  }

  /** The backend, with a note made of what it confirms. */
  #observed(backend: Backend, viewer: number): Backend {
    const { castVotes, sendMessage } = backend.client.mutations;
    const mutations = {
      castVotes: async (...args: Parameters<typeof castVotes>) => {
        const answer = await castVotes(...args);
        if (answer.data) this.#confirmed(viewer, args[0].roundId, countsOf(answer.data));
        return answer;
      },
      sendMessage: async (...args: Parameters<typeof sendMessage>) => {
        const answer = await sendMessage(...args);
        // Whoever hears it.
        if (answer.data) this.ledger.expect('onMessage', answer.data.id, this.options.now());
        return answer;
      },
    };
    return { ...backend, client: { ...backend.client, mutations } as Backend['client'] };
  }

  #confirmed(viewer: number, roundId: string, votes: Counts): void {
    const confirmed = this.#seats[viewer]?.confirmed;
    if (!confirmed) return;
    const { acknowledged } = this.figures;
    const before = confirmed.get(roundId) ?? noVotes;
    acknowledged.set(roundId, sumOf(acknowledged.get(roundId) ?? noVotes, excessOf(votes, before)));
    confirmed.set(roundId, greaterOf(votes, before));
    if (confirmed.size > maxBallots) confirmed.delete(confirmed.keys().next().value ?? '');
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
