/** The viewers of one thread. Each is a `ShowSession` on a headless guest. They vote and chat at random times. */
import { limits } from '../../amplify/limits';
import { categories, type Category } from '../../amplify/show';
import type { Backend } from '../../live/backend';
import { countsOf } from '../../live/counts';
import { memoryStore } from '../../live/device-store';
import { ShowSession } from '../../live/show-session';
import { poisson } from '../statistics/random';
import { MetricsRecorder, type MetricsRecorderOptions } from './metrics-recorder';
import type { Documents } from '../guest/documents';
import type { Endpoints } from '../guest/endpoints';
import { Guest } from '../guest/guest';
import { guestBackend } from '../guest/guest-backend';
import type { Post } from '../guest/post';
import { probeCategoryOf, type Probe } from './probe-log';

export interface ThreadAudienceOptions extends MetricsRecorderOptions {
  endpoints: Endpoints;
  documents: Documents;
  post: Post;
  random: () => number;
  /** Called when a viewer gets a new identity, or when Cognito no longer knows its identity. */
  onIdentity: (identityId: string, isGood: boolean) => void;
}

interface Viewer {
  session: ShowSession;
  leave: () => void;
  lastMessageAt: number;
}

/** Slow mode would refuse a second message sooner. */
const minMessageGapMs = 2 * limits.messageIntervalMs;

/** A probe must reach the screens before its round ends, in milliseconds. */
const probeReserveMs = 1500;

export class ThreadAudience {
  readonly recorder: MetricsRecorder;
  readonly #viewers: Viewer[] = [];
  #liveCount = 0;
  /** Messages that slow mode deferred. */
  #deferredMessages = 0;

  constructor(private readonly options: ThreadAudienceOptions) {
    this.recorder = new MetricsRecorder(options);
  }

  get viewerCount(): number {
    return this.#viewers.length;
  }

  /** The number of viewers with all subscriptions. */
  get liveCount(): number {
    return this.#liveCount;
  }

  /** Adds a viewer. */
  addViewer(identityId?: string): void {
    const { endpoints, documents, post, random, onIdentity, now } = this.options;
    const viewer = this.#viewers.length;
    const guest = new Guest({
      endpoints,
      documents,
      post,
      random,
      onIdentity,
      ...(identityId === undefined ? {} : { identityId }),
      onCall: (operation, durationMs, errorType) => this.recorder.recordCall(operation, durationMs, errorType),
    });
    const enteredAt = now();
    let hasBeenLive = false;
    const backend = guestBackend(guest, {
      liveCount: (connectMs) => {
        this.recorder.recordConnected(viewer, connectMs, hasBeenLive ? undefined : now() - enteredAt);
        hasBeenLive = true;
        this.#liveCount += 1;
      },
      lost: (reason, wasLive) => {
        if (wasLive) this.#liveCount -= 1;
        this.recorder.recordDisconnected(viewer, reason, wasLive);
      },
      data: (field, value, bytes) => this.recorder.recordDelivery(viewer, field, value, bytes),
    });
    const session = new ShowSession({
      backend: this.#observed(backend, viewer),
      initial: null,
      storage: memoryStore(),
      random,
    });
    this.#viewers.push({ session, lastMessageAt: -Infinity, leave: session.start() });
  }

  /** Casts the votes of all viewers for a period. @param perSecond - votes per viewer */
  vote(seconds: number, perSecond: number): void {
    for (let left = poisson(this.viewerCount * perSecond * seconds, this.options.random); left > 0; left--) {
      const session = this.#randomViewer()?.session;
      const roundId = session?.getState().round?.roundId;
      if (!session || roundId === undefined) continue;
      const reserved = probeCategoryOf(roundId);
      const others = categories.filter((category) => category !== reserved);
      this.#cast(session, others[Math.floor(this.options.random() * others.length)] ?? categories[0]);
    }
  }

  /** Sends the chat messages of all viewers for a period. @param perSecond - messages per viewer */
  chat(seconds: number, perSecond: number): void {
    const { random, now } = this.options;
    let left = this.#deferredMessages + poisson(this.viewerCount * perSecond * seconds, random);
    for (this.#deferredMessages = 0; left > 0; left--) {
      const viewer = this.#randomViewer();
      if (!viewer?.session.getState().sender) continue;
      if (now() - viewer.lastMessageAt < minMessageGapMs) {
        this.#deferredMessages += 1;
        continue;
      }
      viewer.lastMessageAt = now();
      // Failed calls are counted by `recordCall`.
      viewer.session.sendMessage('Load', `Message ${Math.floor(random() * 1e9)}`).catch(() => undefined);
    }
  }

  /**
   * A random viewer casts its first vote in the probe category.
   *
   * @returns null if no viewer can vote now
   */
  castProbe(): Probe | null {
    const { now, random } = this.options;
    const offset = Math.floor(random() * this.#viewers.length);
    for (let index = 0; index < this.#viewers.length; index++) {
      const viewer = (offset + index) % this.#viewers.length;
      const session = this.#viewers[viewer]?.session;
      const state = session?.getState();
      if (!session || !state?.round || this.recorder.deliveries.liveSince(viewer) > now()) continue;
      const { roundId, endsAt } = state.round;
      const category = probeCategoryOf(roundId);
      if (endsAt * 1000 - session.clock.now() < probeReserveMs) return null;
      if (state.ownVotes[category] > 0) continue;
      const castAt = now();
      if (this.#cast(session, category)) return { roundId, castAt, total: this.recorder.probeTotal(roundId) + 1 };
    }
    return null;
  }

  /** Ends all viewers. */
  close(): void {
    for (const { leave } of this.#viewers) leave();
  }

  #randomViewer(): Viewer | undefined {
    return this.#viewers[Math.floor(this.options.random() * this.#viewers.length)];
  }

  #cast(session: ShowSession, category: Category): boolean {
    const isCast = session.vote(category);
    if (isCast) this.recorder.recordVote();
    return isCast;
  }

  /** Wraps a backend to record what it confirms. */
  #observed(backend: Backend, viewer: number): Backend {
    const { castVotes, sendMessage } = backend.client.mutations;
    const { onMessage } = backend.client.subscriptions;
    const mutations = {
      ...backend.client.mutations,
      castVotes: async (...args: Parameters<typeof castVotes>) => {
        const answer = await castVotes(...args);
        if (answer.data) this.recorder.recordBallot(viewer, args[0].roundId, countsOf(answer.data));
        return answer;
      },
      sendMessage: async (...args: Parameters<typeof sendMessage>) => {
        const answer = await sendMessage(...args);
        if (answer.data) this.recorder.deliveries.expectDelivery('onMessage', answer.data.id, this.options.now());
        return answer;
      },
    };
    const subscriptions = {
      ...backend.client.subscriptions,
      onMessage: (where: Parameters<typeof onMessage>[0]) => {
        this.recorder.deliveries.enteredRoom(viewer, where.room ?? 0, this.options.now());
        return onMessage(where);
      },
    };
    return { ...backend, client: { ...backend.client, mutations, subscriptions } };
  }
}
