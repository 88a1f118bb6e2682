/** A backend for operators in memory, for tests. */
import type { ApiResponse, Message, Movie, RoundResult } from './backend';
import { controlsWith, FakeBackend } from './fake-backend.fixture';
import type {
  Account,
  HostBackend,
  HostOperations,
  HostView,
  Mute,
  RecordedAction,
  ReportedMessage,
} from './host-backend';

/** The arguments of a call, with the name of the operation. */
export interface FakeCall {
  operation: string;
  args: unknown;
}

export class FakeHostBackend extends FakeBackend {
  view: HostView = {
    show: controlsWith({}),
    playlist: [],
    isPlaylistRepeating: false,
    blockedWords: [],
  };
  reported: ReportedMessage[] = [];
  closed: ReportedMessage[] = [];
  actions: RecordedAction[] = [];
  muted: Mute[] = [];
  movies: Movie[] = [];
  /** The pages of `rounds`, in order. */
  pages: RoundResult[][] = [[]];
  /** Every mutation of operators, in order. */
  readonly calls: FakeCall[] = [];
  /** Mutations and queries of operators fail with it while it is set. */
  hostFailure: { errorType: string; message: string } | null = null;
  signedIn: Account | null = { id: 'operator-1', isOperator: true };
  /** Mutations wait for it while it is set. */
  delay: Promise<void> | null = null;

  readonly hostOperations: HostOperations = {
    queries: {
      hostView: () => this.#answer(() => this.view),
      reports: () => this.#answer(() => this.reported),
      mutes: () => this.#answer(() => this.muted),
      hostActions: () => this.#answer(() => this.actions),
      searchMovies: ({ text }) =>
        this.#answer(() => this.movies.filter(({ title }) => title.toLowerCase().includes(text.toLowerCase()))),
      rounds: ({ nextToken }) =>
        this.#answer(() => {
          const page = Number(nextToken ?? 0);
          const isLast = page >= this.pages.length - 1;
          return { rounds: this.pages[page] ?? [], nextToken: isLast ? null : String(page + 1) };
        }),
    },
    mutations: {
      setPaused: (args) => this.#change('setPaused', args, { isPaused: args.isPaused }),
      skipMovie: () => this.#change('skipMovie', {}, {}),
      changeSettings: (args) => {
        const { blockedWords, ...show } = args;
        if (blockedWords) this.view = { ...this.view, blockedWords };
        const given = Object.entries(show).filter(([, value]) => value !== null);
        return this.#change('changeSettings', args, Object.fromEntries(given));
      },
      setPlaylist: (args) =>
        this.#change('setPlaylist', args, {}, { playlist: args.entries, isPlaylistRepeating: args.isRepeating }),
      setMessageRemoved: (args) => {
        const others = this.view.show.removedMessages.filter((id) => id !== args.messageId);
        const removedMessages = args.isRemoved ? [...others, args.messageId] : others;
        return this.#change('setMessageRemoved', args, { removedMessages });
      },
      setReportClosed: async (args) => {
        this.calls.push({ operation: 'setReportClosed', args });
        await this.delay;
        return this.#answer(() => {
          const report = [...this.reported, ...this.closed].find(({ id }) => id === args.id);
          const others = (reports: ReportedMessage[]) => reports.filter((other) => other !== report);
          const add = (isHere: boolean) => (report && isHere ? [report] : []);
          this.reported = [...others(this.reported), ...add(!args.isClosed)];
          this.closed = [...others(this.closed), ...add(args.isClosed)];
          return true;
        });
      },
      pinMessage: (args) => this.#change('pinMessage', args, { pinned: args.message ?? null }),
      resetLeaderboard: () => this.#change('resetLeaderboard', {}, {}),
      muteSender: async (args) => {
        this.calls.push({ operation: 'muteSender', args });
        await this.delay;
        const { sender, nickname, seconds } = args;
        const mute = { sender, nickname, mutedUntil: Math.floor(Date.now() / 1000) + seconds };
        return this.#answer(() => {
          this.muted = [...(seconds > 0 ? [mute] : []), ...this.muted.filter((other) => other.sender !== sender)];
          return mute;
        });
      },
    },
  };

  readonly host: HostBackend = {
    client: {
      queries: { ...this.client.queries, ...this.hostOperations.queries },
      mutations: { ...this.client.mutations, ...this.hostOperations.mutations },
      subscriptions: this.client.subscriptions,
    },
    guest: this.guest,
    publicSnapshot: this.publicSnapshot,
    listen: this.listen,
    account: () => Promise.resolve(this.signedIn),
  };

  async #change(
    operation: string,
    args: unknown,
    show: Partial<HostView['show']>,
    more: Partial<HostView> = {},
  ): Promise<ApiResponse<HostView['show']>> {
    this.calls.push({ operation, args });
    await this.delay;
    return this.#answer(() => {
      this.view = {
        ...this.view,
        ...more,
        show: { ...this.view.show, ...controlsWith(show), ...keep(this.view, show) },
      };
      return this.view.show;
    });
  }

  #answer<T>(value: () => T): Promise<ApiResponse<T>> {
    const { hostFailure } = this;
    return Promise.resolve(hostFailure ? { data: null, errors: [hostFailure] } : { data: value() });
  }
}

/** What a change leaves as it is. */
function keep({ show }: HostView, changes: Partial<HostView['show']>): Partial<HostView['show']> {
  return Object.fromEntries(Object.entries(show).filter(([name]) => name !== 'version' && !(name in changes)));
}

let sent = 0;

/** A message in room 0. */
export function roomMessage(nickname: string, text: string, changes: Partial<Message> = {}): Message {
  sent += 1;
  return { id: `0:m${sent}`, nickname, text, sender: `sender${sent}`, sentAt: Date.now(), ...changes };
}
