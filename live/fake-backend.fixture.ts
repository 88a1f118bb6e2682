/** A backend in memory, for tests. */
import { limits } from '../amplify/limits';
import { noVotes } from '../amplify/show';
import type {
  ApiEvent,
  ApiResponse,
  Backend,
  BackendClient,
  CurrentRound,
  Message,
  Observable,
  Observer,
  RoundResult,
  ScoresUpdate,
  ShowControls,
  Snapshot,
} from './backend';
import { defaultControls } from './show-controls';

/** A subscription field and its subscribers. */
class FakeTopic<T> {
  readonly observers = new Set<Observer<T>>();

  readonly open = (): Observable<T> => ({
    subscribe: (observer) => {
      this.observers.add(observer);
      return { unsubscribe: () => void this.observers.delete(observer) };
    },
  });

  publish(value: T | null): void {
    this.observers.forEach((observer) => observer.next(value));
  }

  fail(error: unknown): void {
    const failed = [...this.observers];
    this.observers.clear();
    failed.forEach((observer) => observer.error(error));
  }
}

export function roundStartingAt(startsAt: number, title = `Movie ${startsAt}`): CurrentRound {
  const movie = { id: title, title, releaseDate: '1927-01-10', synopsis: '', poster: '/a.svg', source: 'catalogue' };
  return { roundId: String(startsAt), startsAt, endsAt: startsAt + 10, movie, nextPoster: '/b.svg' };
}

export function snapshotOf(round: CurrentRound | null, love = 0): Snapshot {
  const scores = round && { roundId: round.roundId, ...noVotes, love, voters: love === 0 ? 0 : 1 };
  return { round, scores, leaders: [], serverTime: Date.now() };
}

/** What hosts have set. Each state is newer than those before. */
export function controlsWith(changes: Partial<ShowControls>): ShowControls {
  version += 1;
  return { ...defaultControls, version, ...changes };
}

let version = 0;

export class FakeBackend implements Backend {
  readonly rounds = new FakeTopic<CurrentRound>();
  readonly scores = new FakeTopic<ScoresUpdate>();
  readonly messages = new FakeTopic<Message>();
  readonly controls = new FakeTopic<ShowControls>();
  /** The ids of the reported messages, in order. */
  readonly reports: string[] = [];
  /** The rooms that were subscribed to, in order. */
  readonly roomsEntered: (number | null | undefined)[] = [];
  /** The arguments of every call of `castVotes`, in order. */
  readonly ballots: Parameters<BackendClient['mutations']['castVotes']>[0][] = [];
  readonly listeners = new Set<(event: ApiEvent) => void>();
  snapshotsTaken = 0;
  publicSnapshotsTaken = 0;
  identities = 1;
  current: CurrentRound | null = null;
  love = 0;
  recent: RoundResult[] = [];
  /** The content of every snapshot, public or not. */
  readSnapshot = (): Snapshot => snapshotOf(this.current, this.love);
  /** Every call fails with this error while it is set. */
  failure: Error | null = null;
  /** Public snapshots and requests for an identity fail with these while they are set. */
  publicFailure: Error | null = null;
  identityFailure: Error | null = null;

  readonly client: BackendClient = {
    queries: {
      snapshot: () => this.#respond(() => this.#snapshot()),
      recentRounds: () => this.#respond(() => this.recent),
    },
    mutations: {
      castVotes: (votes) =>
        this.#respond(() => {
          this.ballots.push(votes);
          return votes;
        }),
      sendMessage: ({ nickname, text, room }) =>
        this.#respond(() => ({
          id: `${room ?? 0}:${nickname}-${text}`,
          nickname,
          text,
          sender: this.#identityId().slice(-limits.senderLength),
          sentAt: Date.now(),
        })),
      reportMessage: ({ messageId }) =>
        this.#respond(() => {
          this.reports.push(messageId);
          return true;
        }),
    },
    subscriptions: {
      onRound: this.rounds.open,
      onScores: this.scores.open,
      onShow: this.controls.open,
      onMessage: ({ room }) => {
        this.roomsEntered.push(room);
        return this.messages.open();
      },
    },
  };

  readonly guest = {
    id: () =>
      this.identityFailure === null ? Promise.resolve(this.#identityId()) : Promise.reject(this.identityFailure),
    forget: () => {
      this.identities += 1;
      return Promise.resolve();
    },
  };

  readonly publicSnapshot: Backend['publicSnapshot'] = () => {
    const failure = this.publicFailure ?? this.failure;
    if (failure !== null) return Promise.reject(failure);
    this.publicSnapshotsTaken += 1;
    return Promise.resolve({ snapshot: { ...this.readSnapshot(), recentRounds: this.recent }, maxAgeMs: 1000 });
  };

  readonly listen = (listener: (event: ApiEvent) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Reports a state of the WebSocket as Amplify does. */
  report(connectionState: string): void {
    this.#emit({ event: 'ConnectionStateChange', data: { connectionState } });
  }

  /** @param query of the confirmed subscription */
  acknowledge(query = 'subscription { onRound { roundId } }'): void {
    this.#emit({ event: 'Subscription ack', data: { query } });
  }

  #emit(event: ApiEvent): void {
    this.listeners.forEach((listener) => listener(event));
  }

  #identityId(): string {
    return `eu-central-1:00000000-0000-0000-0000-${String(this.identities).padStart(12, '0')}`;
  }

  #snapshot(): Snapshot {
    this.snapshotsTaken += 1;
    return this.readSnapshot();
  }

  #respond<T>(value: () => T): Promise<ApiResponse<T>> {
    return this.failure === null ? Promise.resolve({ data: value() }) : Promise.reject(this.failure);
  }
}
