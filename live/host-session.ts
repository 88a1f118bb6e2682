/**
 * The session of the host's page: what the screens show, what the operators have set, and the actions of this host.
 * Subscriptions deliver changes at once. Queries repeat every few seconds, since reports, mutes and actions have none.
 */
import { BackendError, valueOf } from './backend-error';
import type { ApiResponse, Movie, RoundResult, ShowControls } from './backend';
import { CallQueue } from './call-queue';
import { ServerClock } from './clock';
import { connect, type ShowConnection } from './connect';
import type { HostBackend, HostView, PinnedMessage, PlaylistEntry, RoundPage, Settings } from './host-backend';
import { emptyHost, hostReducer, type HostEvent, type HostState } from './host-state';
import { schedule } from './schedule';
import { StateListeners } from './state-listeners';
import { deviceTime, type TimeSource } from './time';
import { withTimeout } from './with-timeout';

/** Scores arrive many times a second. */
const minScoresIntervalMs = 200;

/** The pages of other hosts change the same show, and guests report messages at any time. */
const pollMs = 4000;

/** Several changes at once are answered by one query. */
const settleMs = 250;

/** How often, and after how long in milliseconds, a change is sent again after a conflict with another one. */
const conflictRetry = { repetitions: 3, minDelayMs: 100, maxDelayMs: 400 };

/** Ends endless pages: 30 days of rounds of ten seconds are 259,200. */
const maxPages = 10_000;

export interface HostSessionOptions {
  backend: HostBackend;
  time?: TimeSource;
  random?: () => number;
  pollIntervalMs?: number;
}

/** Who is muted. */
export interface Sender {
  sender: string;
  nickname: string;
}

/** A session, from sign-in to sign-out. */
export class HostSession {
  readonly clock: ServerClock;
  #state: HostState = emptyHost;
  readonly #listeners: StateListeners;
  readonly #elapsed: () => number;
  readonly #random: () => number;
  readonly #pollMs: number;
  #connection: ShowConnection | null = null;
  #cancelPoll: (() => void) | null = null;
  #isPolling = false;
  #isPollRequested = false;
  #isHidden = false;
  /** How many changes this page has made. */
  #changes = 0;
  /** Rises when a change to reports or mutes is sent, and again when it is answered. */
  #listChanges = 0;
  /** Each change replaces the whole playlist. */
  readonly #playlistChanges = new CallQueue();
  /** The backend reads the list of removed messages and replaces it. */
  readonly #removals = new CallQueue();
  /** The last change of a mute or a report decides. */
  readonly #listChangeQueue = new CallQueue();

  constructor(private readonly options: HostSessionOptions) {
    const { time = deviceTime, random = Math.random, pollIntervalMs = pollMs } = options;
    this.#elapsed = time.elapsed;
    this.#random = random;
    this.#pollMs = pollIntervalMs;
    this.clock = new ServerClock(time);
    this.#listeners = new StateListeners({ minIntervalMs: minScoresIntervalMs, elapsed: time.elapsed, schedule });
  }

  readonly getState = (): HostState => this.#state;

  /** Calls back after changes. Returns a function that unsubscribes. */
  readonly subscribe = (listener: () => void): (() => void) => this.#listeners.add(listener);

  /**
   * Connects.
   *
   * @returns a function that closes the session and forgets its state
   */
  start(): () => void {
    if (this.#connection !== null) throw new Error('The session is already open.');
    const { backend } = this.options;
    const connection = connect({
      backend,
      clock: this.clock,
      dispatch: (event) => {
        this.#dispatch({ type: 'screen', event, at: this.clock.now() });
        if (event.type === 'controlsChanged') this.#dispatch({ type: 'showChanged', show: event.controls });
        // The playlist, and which entry of it was played last, are in the view only.
        if (event.type === 'controlsChanged' || event.type === 'roundStarted') this.#poll(settleMs);
      },
      round: () => this.#state.screen.round,
      voters: () => this.#state.screen.voters,
      chatRoom: () => this.#state.room,
      elapsed: this.#elapsed,
      random: this.#random,
    });
    this.#connection = connection;
    this.#poll(0);
    return () => {
      if (this.#connection === connection) this.#close();
    };
  }

  /** Watches another chat room. @param room from 0 */
  readonly enterRoom = (room: number): void => {
    this.#dispatch({ type: 'roomEntered', room });
    this.#connection?.enterRoom(room);
  };

  /** The page is hidden: its queries pause. */
  readonly pageHidden = (): void => {
    this.#isHidden = true;
  };

  /** The page is shown again, or the network is back. */
  readonly pageShown = (): void => {
    this.#isHidden = false;
    this.refresh();
  };

  /** Asks for everything now. */
  readonly refresh = (): void => {
    this.#connection?.refresh();
    this.#poll(0);
  };

  /** Stops and starts the show. */
  readonly setPaused = (isPaused: boolean): Promise<void> =>
    this.#change('setPaused', changedShow({ isPaused }), (client) => client.mutations.setPaused({ isPaused }));

  /** Ends the round. The next movie follows. */
  readonly skipMovie = (): Promise<void> =>
    this.#change(
      'skipMovie',
      (view) => view,
      (client) => client.mutations.skipMovie(),
    );

  /** Changes the settings that are given. */
  readonly changeSettings = (settings: Settings): Promise<void> =>
    this.#change(
      'changeSettings',
      (view) => ({
        ...view,
        ...(settings.blockedWords && { blockedWords: settings.blockedWords }),
        show: { ...view.show, ...publicSettings(settings) },
      }),
      (client) => client.mutations.changeSettings(settings),
    );

  /** Replaces the playlist. If two hosts change it at once, the last one wins. */
  readonly setPlaylist = (entries: PlaylistEntry[], isRepeating: boolean): Promise<void> =>
    this.#change(
      'setPlaylist',
      (view) => ({ ...view, playlist: entries, isPlaylistRepeating: isRepeating }),
      (client) => client.mutations.setPlaylist({ entries, isRepeating }),
      this.#playlistChanges,
    );

  /** Removes a message from all screens, or brings it back to those that have it. */
  readonly setMessageRemoved = (messageId: string, isRemoved: boolean): Promise<void> =>
    this.#change(
      'setMessageRemoved',
      (view) => {
        const others = view.show.removedMessages.filter((id) => id !== messageId);
        const removedMessages = isRemoved ? [...others, messageId] : others;
        return { ...view, show: { ...view.show, removedMessages } };
      },
      (client) => client.mutations.setMessageRemoved({ messageId, isRemoved }),
      this.#removals,
    );

  /** Pins a message in place of any other; null unpins. */
  readonly pinMessage = (message: PinnedMessage | null): Promise<void> =>
    this.#change('pinMessage', changedShow({ pinned: message }), (client) => client.mutations.pinMessage({ message }));

  /** Takes a report from the list of every host, or brings it back. @param id of the report */
  readonly setReportClosed = async (id: string, isClosed: boolean): Promise<void> => {
    const { mutations } = this.options.backend.client;
    if (isClosed) this.#dispatch({ type: 'reportClosing', id });
    try {
      await this.#changeList('setReportClosed', () => mutations.setReportClosed({ id, isClosed }));
      if (isClosed) this.#dispatch({ type: 'reportClosed', id });
    } catch (error) {
      this.#dispatch({ type: 'reportNotClosed', id });
      throw error;
    }
  };

  /** Mutes a guest. @param seconds from now; 0 ends a mute */
  readonly muteSender = async ({ sender, nickname }: Sender, seconds: number): Promise<void> => {
    const { mutations } = this.options.backend.client;
    const mute = await this.#changeList('muteSender', () => mutations.muteSender({ sender, nickname, seconds }));
    this.#dispatch({ type: 'muted', mute });
  };

  /** Deletes all records. */
  readonly resetLeaderboard = (): Promise<void> =>
    this.#change(
      'resetLeaderboard',
      (view) => view,
      (client) => client.mutations.resetLeaderboard(),
    );

  /** Writes in the watched room. The backend marks messages of operators. */
  readonly sendMessage = async (nickname: string, text: string): Promise<void> => {
    const { client } = this.options.backend;
    const { room } = this.#state;
    const message = await this.#call('sendMessage', client.mutations.sendMessage({ nickname, text, room }));
    const event = { type: 'messageReceived', message } as const;
    this.#dispatch({ type: 'screen', event, at: this.clock.now() });
  };

  /** Returns the movies whose title contains a text. */
  readonly searchMovies = (text: string): Promise<Movie[]> =>
    this.#call('searchMovies', this.options.backend.client.queries.searchMovies({ text }));

  /**
   * Returns the rounds that started in `[from, to)`, oldest first.
   *
   * @param from in epoch seconds
   * @param to in epoch seconds
   * @param onProgress receives how many are read
   * @param signal ends the reading, between two pages
   */
  readonly readRounds = async (
    from: number,
    to: number,
    onProgress: (rounds: number) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<RoundResult[]> => {
    const { queries } = this.options.backend.client;
    const rounds: RoundResult[] = [];
    let nextToken: string | null | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      signal?.throwIfAborted();
      const answer: RoundPage = await this.#call(
        'rounds',
        queries.rounds({ from, to, ...(nextToken && { nextToken }) }),
      );
      rounds.push(...answer.rounds);
      onProgress(rounds.length);
      nextToken = answer.nextToken;
      if (!nextToken) return rounds;
    }
    throw new BackendError('TooManyRounds', 'The period contains too many rounds.');
  };

  #close(): void {
    this.#cancelPoll?.();
    this.#connection?.close();
    this.#connection = null;
    this.#listeners.cancelPending();
    this.#state = emptyHost;
  }

  #dispatch(event: HostEvent): void {
    if (this.#connection === null) return;
    const before = this.#state;
    this.#state = hostReducer(before, event);
    if (this.#state === before) return;
    if (event.type === 'screen' && event.event.type === 'scoresPublished') this.#listeners.notifyThrottled();
    else this.#listeners.notify();
  }

  /** Waits for an answer, and keeps what went wrong. @throws {BackendError} */
  #call<T>(operation: string, response: Promise<ApiResponse<T>>): Promise<T> {
    return this.#keepProblem(operation, withTimeout(valueOf(response), schedule));
  }

  async #keepProblem<T>(operation: string, answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      const type = error instanceof BackendError ? error.type : 'NoAnswer';
      this.#dispatch({ type: 'failed', problem: { at: this.clock.now(), operation, type } });
      if (isDenied(error)) await this.#checkAccess();
      throw error;
    }
  }

  /**
   * Shows a change at once, and takes it back if the backend refuses it.
   *
   * @param queue the changes that must not overtake each other
   * @throws {BackendError} if the backend refuses it
   */
  async #change(
    operation: string,
    apply: (view: HostView) => HostView,
    send: (client: HostBackend['client']) => Promise<ApiResponse<ShowControls>>,
    queue = new CallQueue(),
  ): Promise<void> {
    const id = ++this.#changes;
    this.#dispatch({ type: 'changePending', change: { id, apply } });
    try {
      const show = await queue.add(() => this.#keepProblem(operation, this.#sendRepeatedly(send)));
      this.#dispatch({ type: 'changeConfirmed', id, show });
    } catch (error) {
      this.#dispatch({ type: 'changeRefused', id });
      throw error;
    } finally {
      this.#poll(settleMs);
    }
  }

  /** Changes the list of reports or of mutes. What is read meanwhile may or may not contain the change. */
  async #changeList<T>(operation: string, send: () => Promise<ApiResponse<T>>): Promise<T> {
    this.#listChanges += 1;
    try {
      return await this.#listChangeQueue.add(() => this.#call(operation, send()));
    } finally {
      this.#listChanges += 1;
      this.#poll(settleMs);
    }
  }

  /** Sends a change again after a conflict, as long as the session is open. Each attempt has a time limit. */
  async #sendRepeatedly<T>(send: (client: HostBackend['client']) => Promise<ApiResponse<T>>): Promise<T> {
    const connection = this.#connection;
    const { repetitions, minDelayMs, maxDelayMs } = conflictRetry;
    for (let left = repetitions; ; left -= 1) {
      try {
        return await withTimeout(valueOf(send(this.options.backend.client)), schedule);
      } catch (error) {
        const isConflict = error instanceof BackendError && error.type === 'Conflict';
        if (!isConflict || left === 0 || connection !== this.#connection) throw error;
      }
      const delayMs = minDelayMs + this.#random() * (maxDelayMs - minDelayMs);
      await new Promise<void>((resolve) => void schedule(delayMs, resolve));
    }
  }

  /** Asks after a delay. A query that is in progress is followed by another one. */
  #poll(delayMs: number): void {
    if (this.#connection === null) return;
    if (this.#isPolling) {
      this.#isPollRequested = true;
      return;
    }
    this.#cancelPoll?.();
    this.#cancelPoll = schedule(delayMs, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    const connection = this.#connection;
    if (this.#isHidden) {
      this.#cancelPoll = schedule(this.#pollMs, () => void this.#ask());
      return;
    }
    const { queries } = this.options.backend.client;
    this.#isPolling = true;
    this.#isPollRequested = false;
    // A change that is sent meanwhile may or may not be in the answer.
    const changes = this.#changes;
    const listChanges = this.#listChanges;
    const isCurrent = () => connection !== null && connection === this.#connection;
    const areListsCurrent = () => isCurrent() && listChanges === this.#listChanges;
    await Promise.allSettled([
      this.#call('hostView', queries.hostView()).then((view) => {
        if (isCurrent() && changes === this.#changes) this.#dispatch({ type: 'viewRead', view });
      }),
      this.#call('reports', queries.reports()).then(
        (reports) => areListsCurrent() && this.#dispatch({ type: 'reportsRead', reports }),
      ),
      this.#call('mutes', queries.mutes()).then(
        (mutes) => areListsCurrent() && this.#dispatch({ type: 'mutesRead', mutes }),
      ),
      this.#call('hostActions', queries.hostActions()).then(
        (actions) => isCurrent() && this.#dispatch({ type: 'actionsRead', actions }),
      ),
    ]);
    this.#isPolling = false;
    this.#poll(this.#nextPollMs());
  }

  #nextPollMs(): number {
    return this.#isPollRequested ? settleMs : this.#pollMs;
  }

  /** The backend refused a call: the tokens have expired, or the account is not an operator's any more. */
  async #checkAccess(): Promise<void> {
    try {
      const account = await withTimeout(this.options.backend.account(), schedule);
      this.#dispatch({ type: 'accessKnown', access: account ? 'refused' : 'signedOut' });
    } catch {
      // Without a network, nobody knows. The next refused call asks again.
    }
  }
}

/** AppSync's refusal of a role, and that of a resolver. */
function isDenied(error: unknown): boolean {
  return error instanceof BackendError && /^(Unauthorized|UnauthorizedException|SignedOut)$/.test(error.type);
}

function changedShow(values: Partial<ShowControls>): (view: HostView) => HostView {
  return (view) => ({ ...view, show: { ...view.show, ...values } });
}

/** The settings that everybody sees, without those that stay as they are. */
function publicSettings(settings: Settings): Partial<ShowControls> {
  const { roundSeconds, isChatOpen, slowModeSeconds, stageChat, areVotesHidden } = settings;
  const all = { roundSeconds, isChatOpen, slowModeSeconds, stageChat, areVotesHidden };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined));
}
