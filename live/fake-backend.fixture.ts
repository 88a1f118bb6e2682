/** For tests: a backend in memory, behind the same door as the real one. */
import { limits } from '../amplify/limits';
import { noVotes } from '../amplify/show';
import type { ApiEvent, Backend, Client, Message, RoundResult, ScoresUpdate, CurrentRound, Snapshot } from './backend';

interface Observer<T> {
  next: (value: T | null) => void;
  error: (error: unknown) => void;
}

/** One subscription field, and who has subscribed. */
class FakeTopic<T> {
  readonly observers = new Set<Observer<T>>();

  readonly open = () => ({
    subscribe: (observer: Observer<T>) => {
      this.observers.add(observer);
      return { unsubscribe: () => void this.observers.delete(observer) };
    },
  });

  /** @param value - null where the mutation did not select what the subscription asks for */
  publish(value: T | null): void {
    this.observers.forEach((observer) => observer.next(value));
  }

  fail(error: unknown): void {
    const failed = [...this.observers];
    this.observers.clear();
    failed.forEach((observer) => observer.error(error));
  }
}

export function roundStartingAt(startsAt: number, title = `Film ${startsAt}`): CurrentRound {
  const movie = { id: title, title, releaseDate: '1927-01-10', synopsis: '', poster: '/a.svg', source: 'catalogue' };
  return { roundId: String(startsAt), startsAt, endsAt: startsAt + 10, movie, nextPoster: '/b.svg' };
}

export function snapshotOf(round: CurrentRound | null, love = 0): Snapshot {
  const scores = round && { roundId: round.roundId, ...noVotes, love, voters: love === 0 ? 0 : 1 };
  return { round, scores, leaders: [], serverTime: Date.now() };
}

export class FakeBackend implements Backend {
  readonly rounds = new FakeTopic<CurrentRound>();
  readonly scores = new FakeTopic<ScoresUpdate>();
  readonly messages = new FakeTopic<Message>();
  /** Arguments of every `castVotes`, in order. */
  readonly ballots: Record<string, unknown>[] = [];
  readonly listeners = new Set<(event: ApiEvent) => void>();
  snapshotsTaken = 0;
  identities = 1;
  current: CurrentRound | null = null;
  love = 0;
  recent: RoundResult[] = [];
  /** Thrown by every call for as long as it is set. */
  failure: unknown = null;

  readonly client = {
    queries: {
      snapshot: () => this.#answer(() => this.#snapshot()),
      recentRounds: () => this.#answer(() => this.recent),
    },
    mutations: {
      castVotes: (ballot: Record<string, unknown>) =>
        this.#answer(() => {
          this.ballots.push(ballot);
          return ballot;
        }),
      sendMessage: ({ nickname, text }: { nickname: string; text: string }) =>
        this.#answer(() => ({
          id: `${nickname}-${text}`,
          nickname,
          text,
          sender: this.#identityId().slice(-limits.senderLength),
          sentAt: 0,
        })),
    },
    subscriptions: { onRound: this.rounds.open, onScores: this.scores.open, onMessage: this.messages.open },
  } as unknown as Client;

  readonly guest = {
    id: async () => this.#identityId(),
    forget: async () => void (this.identities += 1),
  };

  readonly listen = (listener: (event: ApiEvent) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Reports a state of the WebSocket as Amplify does. */
  report(connectionState: string): void {
    this.#emit({ event: 'ConnectionStateChange', data: { connectionState } });
  }

  acknowledge(): void {
    this.#emit({ event: 'Subscription ack' });
  }

  #emit(event: ApiEvent): void {
    this.listeners.forEach((listener) => listener(event));
  }

  #identityId(): string {
    return `eu-central-1:00000000-0000-0000-0000-${String(this.identities).padStart(12, '0')}`;
  }

  #snapshot(): Snapshot {
    this.snapshotsTaken += 1;
    return snapshotOf(this.current, this.love);
  }

  async #answer<T>(value: () => T): Promise<{ data: T }> {
    if (this.failure !== null) throw this.failure;
    return { data: value() };
  }
}
