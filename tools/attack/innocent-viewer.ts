/** Somebody who watches the show while others attack it: subscribed to everything, and to hear none of it. */
import type { TestClient } from 'amplify-local/testing';
import catalogue from '../../amplify/functions/movie-rotator/catalogue.json';
import { roundSeconds } from './deployment';
import type { Guest } from './guest';
import { callOf, rootFields } from './schema';

const programme = new Set(catalogue.map(({ id }) => id));

const subscriptions = rootFields.filter(({ operation }) => operation === 'subscription');

/** What a data message holds, by the field of the subscription. */
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
   * What has been on the screen since the last time, the show itself left out. Whatever was published before is in it:
   * messages keep their order, so the answer to a question asked now comes after them.
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

/** Whether a round, or what is stored of it, is the rotator's: on time, from the programme. */
export function isScheduledRound(round: Record<string, unknown> | undefined): boolean {
  const { startsAt, movie } = round ?? {};
  // The round that is on, or the one before: an attack may have seen the end of it.
  const ageSeconds = Date.now() / 1000 - Number(startsAt);
  const isOnTime = Number(startsAt) % roundSeconds === 0 && ageSeconds >= 0 && ageSeconds < 2 * roundSeconds;
  return isOnTime && programme.has(String((movie as { id?: unknown } | undefined)?.id));
}
