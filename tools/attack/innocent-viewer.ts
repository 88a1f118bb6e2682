/** A viewer who is subscribed to everything while others attack, and who must receive nothing from attacks. */
import type { TestClient } from 'amplify-local/testing';
import catalogue from '../../amplify/functions/movies/catalogue.json';
import { roundSeconds } from './deployment';
import type { Guest } from './guest';
import { callOf, rootFields } from './schema';

const catalogueIds = new Set(catalogue.map(({ id }) => id));

const subscriptions = rootFields.filter(({ operation }) => operation === 'subscription');

/** The data of a message, by subscription field. */
export type ReceivedUpdate = Record<string, Record<string, unknown> | undefined>;

export class InnocentViewer {
  #barriers = 0;

  private constructor(private readonly client: TestClient) {}

  static async subscribe(guest: Guest): Promise<InnocentViewer> {
    const client = await guest.connect();
    for (const root of subscriptions) {
      client.send(await guest.startMessage(root.field.name, { query: `subscription { ${callOf(root)} }` }));
      const { type } = await client.next();
      if (type !== 'start_ack') throw new Error(`The innocent viewer could not subscribe to ${root.field.name}.`);
    }
    return new InnocentViewer(client);
  }

  /**
   * Returns what was received since the last call, except scheduled rounds. Messages keep their order, so the answer to
   * `stop` arrives after everything that was published before.
   */
  async takeReceivedUpdates(): Promise<ReceivedUpdate[]> {
    const barrier = `barrier-${++this.#barriers}`;
    this.client.send({ type: 'stop', id: barrier });
    const heard: ReceivedUpdate[] = [];
    for (;;) {
      const { type, id, payload } = await this.client.next();
      if (id === barrier) return heard.filter((one) => !isScheduledRound(one.onRound));
      heard.push(type === 'data' ? (payload as { data: ReceivedUpdate }).data : {});
    }
  }

  close(): void {
    this.client.socket.terminate();
  }
}

/** Returns whether a round was started by the rotator: on time, with a movie of the catalogue. */
export function isScheduledRound(round: Record<string, unknown> | undefined): boolean {
  const { startsAt, movie } = round ?? {};
  // The current round or the previous one, if it ended during the attack.
  const ageSeconds = Date.now() / 1000 - Number(startsAt);
  const isOnTime = Number(startsAt) % roundSeconds === 0 && ageSeconds >= 0 && ageSeconds < 2 * roundSeconds;
  return isOnTime && catalogueIds.has(String((movie as { id?: unknown } | undefined)?.id));
}
