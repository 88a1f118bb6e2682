/** Viewers without a browser: each is a `ShowSession` on a headless guest. Counts their calls and deliveries. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outputs } from '../../live/backend';
import { memoryStore } from '../../live/device-store';
import { ShowSession } from '../../live/show-session';
import { readDocuments, type SubscriptionField } from '../guest/documents';
import { endpointsOf } from '../guest/endpoints';
import { Guest, type GuestOptions } from '../guest/guest';
import { guestBackend } from '../guest/guest-backend';
import { keepAlivePost } from '../guest/post';
import { waitUntil } from '../wait-until';

const enterEveryMs = 25;
const liveWithinMs = 120_000;

export class HeadlessAudience {
  readonly viewers: ShowSession[] = [];
  /** Messages that sockets received. */
  readonly heard: Record<SubscriptionField, number> = { onScores: 0, onRound: 0, onMessage: 0, onShow: 0 };
  /** Failed calls and connections, by reason. */
  readonly failures: Record<string, number> = {};
  /** The number of `castVotes` calls, failed ones included. */
  ballotCalls = 0;
  readonly #leave: (() => void)[] = [];

  /** @throws if not all viewers are live in time, because they are too many for this machine */
  static async enter(count: number, outputs: Outputs): Promise<HeadlessAudience> {
    const audience = new HeadlessAudience();
    const connection = { endpoints: endpointsOf(outputs), documents: readDocuments(outputs), post: keepAlivePost() };
    for (let entered = 0; entered < count; entered++) {
      audience.#addViewer(connection);
      await sleep(enterEveryMs);
    }
    const areLive = () => audience.viewers.every((viewer) => viewer.getState().connection === 'live');
    await waitUntil(`all of ${count} viewers are live`, areLive, liveWithinMs).catch((error: unknown) => {
      audience.close();
      throw error;
    });
    return audience;
  }

  close(): void {
    for (const leave of this.#leave) leave();
  }

  #addViewer(connection: Pick<GuestOptions, 'endpoints' | 'documents' | 'post'>): void {
    const fail = (what: string) => (this.failures[what] = (this.failures[what] ?? 0) + 1);
    const guest = new Guest({
      ...connection,
      onCall: (operation, _, errorType) => {
        if (operation === 'castVotes') this.ballotCalls += 1;
        if (errorType !== undefined) fail(errorType);
      },
    });
    const backend = guestBackend(guest, {
      liveCount: () => undefined,
      // Without a reason, the viewer itself has left.
      lost: (reason) => {
        if (reason !== undefined) fail(`connection ${reason}`);
      },
      data: (field) => (this.heard[field] += 1),
    });
    const viewer = new ShowSession({ backend, initial: null, storage: memoryStore() });
    this.viewers.push(viewer);
    this.#leave.push(viewer.start());
  }
}
