/** Viewers without a browser: each has the app's own client core on a headless guest. What they call and hear is counted. */
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
  readonly heard: Record<SubscriptionField, number> = { onScores: 0, onRound: 0, onMessage: 0 };
  /** Calls and connections that failed, by what was said. */
  readonly failures: Record<string, number> = {};
  /** That brought votes, and were answered. */
  ballotCalls = 0;
  readonly #leave: (() => void)[] = [];

  /** @throws where not all of them are live in time: too many for this machine */
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
