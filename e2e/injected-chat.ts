/** A full house in one screen's ear: messages of any number of people, as the backend would deliver them to that screen. */
import { randomUUID } from 'node:crypto';
import { expect, type Page, type WebSocketRoute } from '@playwright/test';

interface Said {
  nickname?: string;
  text: string;
  sender?: string;
}

/** The end of an identity id, for each name another. */
export function senderOf(nickname: string): string {
  return Buffer.from(nickname.padEnd(6, '.')).toString('hex').slice(0, 12);
}

export class InjectedChat {
  #socket: WebSocketRoute | null = null;
  #subscription: string | null = null;
  #isHeard = false;

  /** Joins before the page is opened. */
  static async join(page: Page): Promise<InjectedChat> {
    const crowd = new InjectedChat();
    await page.routeWebSocket(/\/graphql\/realtime/, (socket) => crowd.#listen(socket));
    return crowd;
  }

  /** Says something on that screen, all at once, as soon as it listens. */
  async send(...messages: (Said | string)[]): Promise<void> {
    await expect.poll(() => this.#isHeard, 'the screen listens').toBe(true);
    for (const message of messages) {
      const {
        nickname = 'Crowd',
        text,
        sender = senderOf(nickname),
      } = typeof message === 'string' ? { text: message } : message;
      const onMessage = { id: randomUUID(), nickname, text, sender, sentAt: Date.now() };
      this.#socket?.send(JSON.stringify({ id: this.#subscription, type: 'data', payload: { data: { onMessage } } }));
    }
  }

  /** Stands between page and backend; a page that reloads opens another socket. */
  #listen(socket: WebSocketRoute): void {
    const server = socket.connectToServer();
    this.#socket = socket;
    this.#isHeard = false;
    socket.onMessage((frame) => {
      const { id, type, payload } = JSON.parse(String(frame)) as {
        id: string;
        type: string;
        payload?: { data?: string };
      };
      if (type === 'start' && payload?.data?.includes('onMessage')) this.#subscription = id;
      server.send(frame);
    });
    server.onMessage((frame) => {
      const { id, type } = JSON.parse(String(frame)) as { id?: string; type: string };
      if (type === 'start_ack' && id === this.#subscription) this.#isHeard = true;
      socket.send(frame);
    });
  }
}
